from django.urls import path

from rightfit.relationship import closing_views, going_on_views, inviting_views, open_door_views, views

app_name = "relationship"
urlpatterns = [
    path("invite/", inviting_views.invite, name="invite"),
    path("invite/<uuid:invitation_id>/back/", inviting_views.not_invited, name="not_invited"),
    path("welcome/", inviting_views.welcome, name="welcome"),
    path("sessions/<uuid:session_id>/cancel/", views.cancel, name="cancel"),
    path("sessions/<uuid:session_id>/missed/", views.missed, name="missed"),
    path("sessions/<uuid:session_id>/held/", views.held, name="held"),
    path("sessions/<uuid:session_id>/no-word/", open_door_views.open_door, name="open_door"),
    # Letters lead to these two: the address of neither says what it is about.
    path("door/<uuid:session_id>/", open_door_views.answer_door, name="answer_door"),
    path("in-their-place/", open_door_views.went_quiet, name="went_quiet"),
    path("in-their-place/<uuid:session_id>/", open_door_views.open_for, name="open_for"),
    path("if-i-go-quiet/<uuid:relationship_id>/", views.if_i_go_quiet, name="if_i_go_quiet"),
    path("people/<uuid:relationship_id>/shall-we-go-on/", going_on_views.go_on_or_not, name="go_on_or_not"),
    path("people/<uuid:relationship_id>/usual-time/", views.book_series, name="book_series"),
    path("people/<uuid:relationship_id>/ending/", closing_views.plan_ending, name="plan_ending"),
    path("ending/<uuid:planned_id>/yes/", closing_views.say_yes_to_ending, name="yes_to_ending"),
    path("ending/<uuid:planned_id>/not-yet/", closing_views.not_ending, name="not_ending"),
    path("people/<uuid:relationship_id>/end/", closing_views.end_work, name="end_work"),
    path("people/<uuid:relationship_id>/closing-words/", closing_views.closing_words, name="closing_words"),
    path("closing-words/<uuid:closing_id>/erase/", closing_views.erase_closing_words, name="erase_closing_words"),
    path("not-ended/<uuid:relationship_id>/", views.take_back_ending, name="take_back_ending"),
    path("go-on/<uuid:pause_id>/", views.go_on, name="go_on"),
]
