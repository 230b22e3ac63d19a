from django.urls import path

from rightfit.finding import asked, my_search, views

app_name = "finding"
MEETING = "first-meetings/<uuid:introduction_id>/"
urlpatterns = [
    path("therapists/", views.therapists, name="therapists"),
    path("find/", views.find, name="find"),
    path("find/suggestions/", views.found, name="suggestions"),
    path("find/ask/", views.ask, name="ask"),
    path("find/sent/", views.sent, name="sent"),
    path("my-search/", my_search.mine, name="mine"),
    path("my-search/compare/", my_search.compare, name="compare"),
    path("first-meetings/", asked.asked, name="asked"),
    path(MEETING, asked.introduction, name="introduction"),
    path(f"{MEETING}offer/", asked.offer, name="offer"),
    path(f"{MEETING}decline/", asked.decline, name="decline"),
    path(f"{MEETING}withdraw/", my_search.withdraw, name="withdraw"),
    path(f"{MEETING}calendar/", my_search.calendar, name="calendar"),
    path(f"{MEETING}story/", my_search.story, name="story"),
    path(f"{MEETING}how-it-felt/", asked.how_it_felt, name="how_it_felt"),
    path(f"{MEETING}choose/", my_search.choose, name="choose"),
    path("first-meetings/times/<uuid:time_id>/pick/", my_search.pick, name="pick"),
    path("first-meetings/choices/<uuid:choice_id>/think-again/", my_search.think_again, name="think_again"),
    path("first-meetings/choices/<uuid:choice_id>/confirm/", asked.confirm, name="confirm"),
    path("my-profile/", asked.my_profile, name="my_profile"),
]
