"""The lead's pages under "Practice", and the two links by which people come in.

The key of a link stands in the query, not in the address: request lines are logged without it.
"""

from django.urls import path

from rightfit.practice import inviting_views, outside_views, setup_views

app_name = "practice"
urlpatterns = [
    path("begin/", setup_views.begin, name="begin"),
    path("invited/", inviting_views.invited, name="invited"),
    path("setup/", setup_views.overview, name="setup"),
    path("setup/test-mail/", setup_views.test_mail, name="test_mail"),
    path("setup/practice/", setup_views.house, name="setup_house"),
    path("setup/who-does-what/", setup_views.people, name="setup_people"),
    path("setup/who-does-what/<uuid:duty_id>/end/", setup_views.end_duty, name="end_duty"),
    path("setup/who-does-what/<uuid:person_id>/second-step/", setup_views.second_step_anew, name="second_step_anew"),
    path("setup/outside/", outside_views.outside, name="setup_outside"),
    path("setup/outside/<uuid:body_id>/checked/", outside_views.check_again, name="check_outside"),
    path("setup/outside/<uuid:body_id>/away/", outside_views.take_away, name="take_outside_away"),
    path("setup/what-we-use/", setup_views.acts, name="setup_acts"),
    path("setup/therapists/", inviting_views.therapists, name="setup_therapists"),
    path("setup/therapists/me-too/", inviting_views.me_too, name="me_too"),
    path("setup/therapists/<uuid:invitation_id>/again/", inviting_views.again, name="invite_again"),
    path("setup/therapists/<uuid:invitation_id>/back/", inviting_views.withdraw, name="withdraw"),
]
