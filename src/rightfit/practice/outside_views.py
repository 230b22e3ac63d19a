from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.leading import for_lead
from rightfit.practice.outside import OutsideBody


class OutsideBodyForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What is it called?"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the name.")},
    )
    reach = forms.CharField(
        label=gettext_lazy("How does one reach it? A number, an address or a page."),
        max_length=200,
        error_messages={"required": gettext_lazy("Write how to reach it.")},
    )


@for_lead
@require_http_methods(["GET", "POST"])
@once
def outside(request: SignedIn) -> HttpResponse:
    """Where clients can turn outside the practice."""
    form = OutsideBodyForm(request.POST or None, auto_id="%s")
    if form.is_bound and form.is_valid():
        OutsideBody.objects.write_down(**form.cleaned_data, by=request.user)
        messages.success(request, _("Kept. Clients see it for 180 days; then check it again."))
        return redirect("practice:setup_outside")
    context = {"form": form, "bodies": OutsideBody.objects.visible_to(request.user).order_by("name")}
    return render(request, "practice/setup_outside.html", context, status=422 if form.is_bound else 200)


@for_lead
@require_POST
@once
def check_again(request: SignedIn, body_id: UUID) -> HttpResponse:
    """I have looked: it is right."""
    get_object_or_404(OutsideBody.objects.visible_to(request.user), pk=body_id).check_again(by=request.user)
    return redirect("practice:setup_outside")


@for_lead
@require_POST
@once
def take_away(request: SignedIn, body_id: UUID) -> HttpResponse:
    """Show it to nobody any more."""
    get_object_or_404(OutsideBody.objects.visible_to(request.user), pk=body_id).take_away(by=request.user)
    return redirect("practice:setup_outside")
