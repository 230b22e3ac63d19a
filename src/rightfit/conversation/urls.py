from django.urls import path

from rightfit.conversation import agreement_views, need_views, sorting_views, talk_views, views

app_name = "conversation"
urlpatterns = [
    path("something-isnt-right/", views.something_not_right, name="something_not_right"),
    path("people/<uuid:relationship_id>/bring-up/", views.bring, name="bring"),
    path("sentences/<uuid:note_id>/take-back/", views.take_back, name="take_back"),
    path("sentences/<uuid:note_id>/open/", views.open_note, name="open"),
    path("sentences/<uuid:note_id>/", views.guide, name="guide"),
    path("sentences/<uuid:note_id>/answer/", views.reply, name="reply"),
    path("sentences/<uuid:note_id>/look-for-it/", sorting_views.sort, name="sort"),
    path("find-the-words/", need_views.needs, name="needs"),
    path("find-the-words/something-is-off/", need_views.off, name="off"),
    path("find-the-words/<uuid:need_id>/", need_views.need, name="need"),
    path("find-the-words/<uuid:need_id>/prepare/", need_views.prepare, name="prepare"),
    path("find-the-words/<uuid:need_id>/what-will-be-read/", need_views.preview, name="preview"),
    path("find-the-words/<uuid:need_id>/let-go/", need_views.let_go, name="let_go"),
    path("talks/", talk_views.talks, name="talks"),
    path("talks/<uuid:conversation_id>/held/", talk_views.held, name="held"),
    path("people/<uuid:relationship_id>/opening/", talk_views.opening, name="opening"),
    path("people/<uuid:relationship_id>/in-the-middle/", talk_views.middle, name="middle"),
    path("people/<uuid:relationship_id>/what-well-try/", agreement_views.agree, name="agree"),
    path("what-well-try/<uuid:agreement_id>/", agreement_views.agreement, name="agreement"),
    path("what-well-try/<uuid:agreement_id>/yes/", agreement_views.say_yes, name="say_yes"),
    path("what-well-try/<uuid:agreement_id>/take-away/", agreement_views.take_away, name="take_away"),
    path("what-well-try/<uuid:agreement_id>/did-it-help/", agreement_views.follow_up, name="follow_up"),
]
