from django.apps import AppConfig


class ConversationConfig(AppConfig):
    name = "rightfit.conversation"
    label = "conversation"
