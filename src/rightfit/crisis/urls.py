from django.urls import path

from rightfit.crisis.views import help_now

app_name = "crisis"

urlpatterns = [path("", help_now, name="help")]
