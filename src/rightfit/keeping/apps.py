from django.apps import AppConfig


class KeepingConfig(AppConfig):
    name = "rightfit.keeping"
    label = "keeping"
