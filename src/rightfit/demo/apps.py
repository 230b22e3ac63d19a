from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "rightfit.demo"
    label = "demo"
