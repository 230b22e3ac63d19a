from django.apps import AppConfig


class TransitionConfig(AppConfig):
    name = "rightfit.transition"
    label = "transition"
