from django.urls import path

from rightfit.checkin import together_views, views

app_name = "checkin"
urlpatterns = [
    path("how-was-it/<uuid:session_id>/", views.how_was_it, name="how_was_it"),
    path("how-was-it/<uuid:session_id>/thanks/", views.thanks, name="thanks"),
    path("how-was-it/<uuid:session_id>/keep/", views.keep_to_self, name="keep_to_self"),
    path("this-phone-is-mine/", views.this_phone_is_mine, name="this_phone_is_mine"),
    path("together/<uuid:session_id>/", together_views.together, name="together"),
    path("worth-asking/<uuid:signal_id>/", views.ring, name="ring"),
    path("how-often/<uuid:relationship_id>/", views.set_rhythm, name="set_rhythm"),
]
