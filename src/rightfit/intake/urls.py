from django.urls import path

from rightfit.intake import views

app_name = "intake"
urlpatterns = [
    path("ring-me/", views.enquire, name="enquire"),
    path("ring-me/soon/", views.soon, name="soon"),
    path("ring-me/thanks/", views.thanks, name="thanks"),
    path("would-like-to-be-rung/", views.waiting, name="waiting"),
    path("would-like-to-be-rung/<uuid:enquiry_id>/rung/", views.rung, name="rung"),
]
