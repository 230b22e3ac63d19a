from django.apps import AppConfig


class CrisisConfig(AppConfig):
    name = "rightfit.crisis"
    label = "crisis"
