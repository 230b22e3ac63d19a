from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rightfit.practice"
    label = "practice"
