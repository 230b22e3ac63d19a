from django.urls import path

from rightfit.listening import concern_views, views

app_name = "listening"
urlpatterns = [
    path("rather-tell/", views.rather_tell, name="rather_tell"),
    path("asked-of-me/<uuid:tap_id>/in-touch/", views.in_touch, name="in_touch"),
    path("asked-too-long-ago/", views.overdue, name="overdue"),
    # The address of a page may stand in a letter, and says nothing.
    path("in-writing/", concern_views.concern, name="concern"),
    path("in-writing/to-me/", concern_views.concerns, name="concerns"),
    path("in-writing/by-code/", concern_views.by_code, name="by_code"),
    path("in-writing/<uuid:concern_id>/", concern_views.one, name="one"),
    path("in-writing/<uuid:concern_id>/read/", concern_views.received, name="received"),
    path("in-writing/<uuid:concern_id>/done/", concern_views.close, name="close"),
    path("in-writing/<uuid:concern_id>/erase/", concern_views.erase, name="erase"),
    path("in-writing/<uuid:concern_id>/to-another/", concern_views.turn_to, name="turn_to"),
]
