from django.apps import AppConfig


class RelationshipConfig(AppConfig):
    name = "rightfit.relationship"
    label = "relationship"
