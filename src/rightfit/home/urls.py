from django.urls import path

from rightfit.home import client, devices, house, therapist

app_name = "home"
urlpatterns = [
    path("", house.home, name="home"),
    path("hat/<str:hat>/", house.wear, name="wear"),
    path("you/", client.you, name="you"),
    path("course/", client.our_course, name="course"),
    path("talk/", client.talk, name="talk"),
    path("stopping/", client.stopping, name="stopping"),
    path("stopping/now/", client.stop_now, name="stop_now"),
    path("mine/", client.mine, name="mine"),
    path("mine/forget-phone/<uuid:device_id>/", devices.forget, name="forget_phone"),
    path("who-has-read/", client.who_has_read, name="trail"),
    path("today/", therapist.today, name="today"),
    path("people/", therapist.people, name="people"),
    path("people/<uuid:relationship_id>/", therapist.pair, name="pair"),
    path("mirror/", therapist.mirror, name="mirror"),
    path("practice/", house.practice, name="practice"),
    path("asked-of-me/", house.waiting, name="waiting"),
]
