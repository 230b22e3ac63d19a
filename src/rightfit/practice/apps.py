from importlib import import_module

from django.apps import AppConfig


class PracticeConfig(AppConfig):
    name = "rightfit.practice"
    label = "practice"

    def import_models(self) -> None:
        """Find also the models that stand on those of `models.py`, which therefore cannot name them."""
        super().import_models()
        import_module("rightfit.practice.arriving")
        import_module("rightfit.practice.outside")
