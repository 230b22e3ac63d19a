from django.apps import AppConfig


class SafetyConfig(AppConfig):
    name = "rightfit.safety"
    label = "safety"
