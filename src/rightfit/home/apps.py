from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "rightfit.home"
    label = "home"
