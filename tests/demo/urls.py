"""The practice's addresses with the demo's beside them, as `settings.DEMO` lays them."""

from django.urls import include, path

from rightfit.urls import urlpatterns as without

urlpatterns = [*without, path("demo/", include("rightfit.demo.urls"))]
