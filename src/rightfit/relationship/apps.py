from importlib import import_module

from django.apps import AppConfig


class RelationshipConfig(AppConfig):
    name = "rightfit.relationship"
    label = "relationship"

    def import_models(self) -> None:
        """Find also the models that stand on those of `models.py`, which therefore cannot name them."""
        super().import_models()
        import_module("rightfit.relationship.inviting")
        import_module("rightfit.relationship.going_on")
        import_module("rightfit.relationship.open_door")
        import_module("rightfit.relationship.closing")
