from django.urls import path

from rightfit.questionnaire import views

app_name = "questionnaire"
urlpatterns = [
    path("questionnaires/", views.measures, name="measures"),
    path("questionnaires/<slug:measure_id>/switch/", views.switch, name="switch"),
    path("people/<uuid:relationship_id>/forms/", views.forms, name="forms"),
    path("forms/<uuid:form_id>/", views.fill, name="fill"),
    path("forms/<uuid:form_id>/take-back/", views.take_back, name="take_back"),
]
