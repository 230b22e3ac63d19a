from django.apps import AppConfig


class ListeningConfig(AppConfig):
    name = "rightfit.listening"
    label = "listening"
