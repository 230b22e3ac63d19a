from django.urls import path

from rightfit.exchange import own_views

app_name = "exchange"
urlpatterns = [
    path("mine/kept/", own_views.kept, name="kept"),
    path("mine/kept/copy/", own_views.copy, name="copy"),
    path("mine/kept/erase/", own_views.erase_private, name="erase_private"),
    path("mine/kept/close/", own_views.close_account, name="close_account"),
    path("account-closed/", own_views.closed, name="closed"),
]
