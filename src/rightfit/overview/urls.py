from django.urls import path

from rightfit.overview import views

app_name = "overview"
urlpatterns = [
    path("how-we-do/", views.half_years, name="half_years"),
]
