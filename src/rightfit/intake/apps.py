from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "rightfit.intake"
    label = "intake"
