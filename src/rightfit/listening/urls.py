from django.urls import path

from rightfit.listening import views

app_name = "listening"
urlpatterns = [
    path("rather-tell/", views.rather_tell, name="rather_tell"),
    path("asked-of-me/<uuid:tap_id>/in-touch/", views.in_touch, name="in_touch"),
    path("asked-too-long-ago/", views.overdue, name="overdue"),
]
