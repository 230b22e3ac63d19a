from django.urls import path

from rightfit.safety import views

app_name = "safety"
urlpatterns = [
    path("forms/<uuid:form_id>/with-care/", views.fill, name="fill"),
    path("to-take-up/", views.alerts, name="alerts"),
    path("to-take-up/<uuid:alert_id>/", views.alert, name="alert"),
]
