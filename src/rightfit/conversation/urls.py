from django.urls import path

from rightfit.conversation import looking_for_it, naming, talking, trying, views

app_name = "conversation"
urlpatterns = [
    path("something-isnt-right/", views.something_not_right, name="something_not_right"),
    path("people/<uuid:relationship_id>/bring-up/", views.bring, name="bring"),
    path("sentences/<uuid:note_id>/take-back/", views.take_back, name="take_back"),
    path("sentences/<uuid:note_id>/open/", views.open_note, name="open"),
    path("sentences/<uuid:note_id>/", views.guide, name="guide"),
    path("sentences/<uuid:note_id>/answer/", views.reply, name="reply"),
    path("sentences/<uuid:note_id>/look-for-it/", looking_for_it.sort, name="sort"),
    path("find-the-words/", naming.needs, name="needs"),
    path("find-the-words/something-is-off/", naming.off, name="off"),
    path("find-the-words/<uuid:need_id>/", naming.need, name="need"),
    path("find-the-words/<uuid:need_id>/prepare/", naming.prepare, name="prepare"),
    path("find-the-words/<uuid:need_id>/what-will-be-read/", naming.preview, name="preview"),
    path("find-the-words/<uuid:need_id>/let-go/", naming.let_go, name="let_go"),
    path("talks/", talking.talks, name="talks"),
    path("talks/<uuid:conversation_id>/held/", talking.held, name="held"),
    path("people/<uuid:relationship_id>/opening/", talking.opening, name="opening"),
    path("people/<uuid:relationship_id>/in-the-middle/", talking.middle, name="middle"),
    path("people/<uuid:relationship_id>/what-well-try/", trying.agree, name="agree"),
    path("what-well-try/<uuid:agreement_id>/", trying.agreement, name="agreement"),
    path("what-well-try/<uuid:agreement_id>/yes/", trying.say_yes, name="say_yes"),
    path("what-well-try/<uuid:agreement_id>/take-away/", trying.take_away, name="take_away"),
    path("what-well-try/<uuid:agreement_id>/did-it-help/", trying.follow_up, name="follow_up"),
]
