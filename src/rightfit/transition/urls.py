from django.urls import path

from rightfit.transition import fit_views, handover_views, moving_views, views

app_name = "transition"
urlpatterns = [
    path("someone-else/", views.someone_else, name="someone_else"),
    path("requests/<uuid:request_id>/take-back/", views.take_back, name="take_back"),
    path("requests/<uuid:request_id>/take-up/", views.take_up, name="take_up"),
    path("wishes-asked-too-long-ago/", views.overdue, name="overdue"),
    path("people/<uuid:relationship_id>/do-we-fit/", fit_views.fit, name="fit"),
    path("people/<uuid:relationship_id>/do-we-fit/bring/", fit_views.bring_fit, name="bring_fit"),
    path("people/<uuid:relationship_id>/someone-who-serves-better/", fit_views.better, name="better"),
    path("do-we-fit/<uuid:heads_up_id>/take-back/", fit_views.leave_fit, name="leave_fit"),
    path("do-we-fit/<uuid:heads_up_id>/sit-down/", fit_views.sit_down, name="sit_down"),
    path("do-we-fit/<uuid:conversation_id>/what-comes-of-it/", fit_views.outcome, name="outcome"),
    path("moving/", moving_views.moving, name="moving"),
    path("moving/begin/", moving_views.open_move, name="open_move"),
    path("moving/asked/", handover_views.asked, name="asked"),
    path("moving/<uuid:handover_id>/", handover_views.handover, name="handover"),
    path("moving/<uuid:handover_id>/what-was-missing/", moving_views.missing, name="missing"),
    path("moving/<uuid:handover_id>/how-to-tell/", moving_views.tell, name="tell"),
    path("moving/<uuid:handover_id>/told/", handover_views.told, name="told"),
    path("moving/<uuid:handover_id>/look-further/", moving_views.look_further, name="look_further"),
    path("moving/<uuid:handover_id>/leave-now/", moving_views.leave_now, name="leave_now"),
    path("moving/<uuid:handover_id>/no-more/", moving_views.call_off, name="call_off"),
    path("moving/<uuid:handover_id>/what-goes-along/", handover_views.packet, name="packet"),
    path("moving/<uuid:handover_id>/open-it/", handover_views.unpack, name="unpack"),
    path("moving/<uuid:handover_id>/settled-in/", handover_views.settled, name="settled"),
    path("moving/<uuid:handover_id>/card/write/", moving_views.postcard, name="postcard"),
    path("moving/<uuid:handover_id>/card/", handover_views.card, name="card"),
    path("moving/<uuid:handover_id>/card/open/", handover_views.open_card, name="open_card"),
]
