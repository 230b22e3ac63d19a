from django.urls import path

from rightfit.conversation import views

app_name = "conversation"
urlpatterns = [
    path("something-isnt-right/", views.something_not_right, name="something_not_right"),
    path("sentences/<uuid:note_id>/take-back/", views.take_back, name="take_back"),
    path("sentences/<uuid:note_id>/open/", views.open_note, name="open"),
]
