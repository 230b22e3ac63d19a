from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "rightfit.overview"
    label = "overview"
