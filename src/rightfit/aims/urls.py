from django.urls import path

from rightfit.aims import my_goals, views

app_name = "aims"
urlpatterns = [
    path("people/<uuid:relationship_id>/one-thing/", views.agree, name="agree"),
    path("one-thing/<uuid:task_id>/not-this-week/", views.not_this_week, name="not_this_week"),
    path("one-thing/<uuid:task_id>/after-all/", views.after_all, name="after_all"),
    path("one-thing/<uuid:task_id>/drop/", views.drop, name="drop"),
    path("goals/", my_goals.goals, name="goals"),
    path("goals/<uuid:goal_id>/how-near/", my_goals.rate, name="rate"),
    path("goals/<uuid:goal_id>/let-go/", my_goals.let_go, name="let_go"),
]
