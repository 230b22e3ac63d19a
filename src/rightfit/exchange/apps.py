from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "rightfit.exchange"
    label = "exchange"
