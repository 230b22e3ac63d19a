from django.urls import path

from rightfit.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.who, name="who"),
    path("in/<str:token>/", views.come_in, name="in"),
    path("become/<uuid:person_id>/", views.become, name="become"),
    path("leave/", views.leave, name="leave"),
]
