from django.urls import path

from rightfit.transition import views

app_name = "transition"
urlpatterns = [
    path("someone-else/", views.someone_else, name="someone_else"),
    path("requests/<uuid:request_id>/take-back/", views.take_back, name="take_back"),
    path("requests/<uuid:request_id>/take-up/", views.take_up, name="take_up"),
    path("wishes-asked-too-long-ago/", views.overdue, name="overdue"),
]
