from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "rightfit.questionnaire"
    label = "questionnaire"
