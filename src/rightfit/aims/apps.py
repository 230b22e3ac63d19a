from django.apps import AppConfig


class AimsConfig(AppConfig):
    name = "rightfit.aims"
    label = "aims"
