from django.conf import settings
from django.urls import include, path

handler500 = "rightfit.home.errors.server_error"
urlpatterns = [
    path("", include("rightfit.home.urls")),
    path("", include("rightfit.checkin.urls")),
    path("", include("rightfit.aims.urls")),
    path("", include("rightfit.questionnaire.urls")),
    path("", include("rightfit.safety.urls")),
    path("", include("rightfit.relationship.urls")),
    path("", include("rightfit.finding.urls")),
    path("", include("rightfit.conversation.urls")),
    path("", include("rightfit.listening.urls")),
    path("", include("rightfit.transition.urls")),
    path("", include("rightfit.intake.urls")),
    path("", include("rightfit.exchange.urls")),
    path("", include("rightfit.overview.urls")),
    path("help/", include("rightfit.crisis.urls")),
    path("sign-in/", include("rightfit.practice.urls")),
    path("practice/", include("rightfit.practice.setup_urls")),
    *([path("demo/", include("rightfit.demo.urls"))] if settings.DEMO else []),
]
