from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "rightfit.finding"
    label = "finding"
