from django.apps import AppConfig


class CheckinConfig(AppConfig):
    name = "rightfit.checkin"
    label = "checkin"
