from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Device


@require_POST
@once
def forget(request: SignedIn, device_id: UUID) -> HttpResponse:
    """From now on this phone asks for sign-in again."""
    get_object_or_404(Device.objects.visible_to(request.user), pk=device_id).forget()
    messages.success(request, _("Forgotten. That phone asks for sign-in again."))
    return redirect("home:mine")
