from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.intake.forms import EnquiryForm
from rightfit.intake.models import Enquiry, has_a_free_seat, rung_by, who_rings
from rightfit.keeping.once import once
from rightfit.practice.floods import too_often
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty, Practice


@login_not_required
@require_http_methods(["GET", "POST"])
@once
def enquire(request: HttpRequest) -> HttpResponse:
    """Ask to be rung: no account, no story."""
    return _asked(request, soon=False)


@login_not_required
@require_http_methods(["GET", "POST"])
@once
def soon(request: HttpRequest) -> HttpResponse:
    """I need someone soon: a named person rings within one working day."""
    return _asked(request, soon=True)


def _asked(request: HttpRequest, *, soon: bool) -> HttpResponse:
    who = who_rings()
    form = EnquiryForm(request.POST or None)
    if request.method == "POST" and who is not None and form.is_valid():
        if wait := too_often(request, "ask_to_be_rung", reach=form.cleaned_data["reach"]):
            return wait
        Enquiry.objects.ask(**form.cleaned_data | {"soon": soon})
        return redirect(reverse("intake:thanks") + ("?soon=1" if soon else ""))
    context = {
        "form": form,
        "who": who,
        "soon": soon,
        "by": rung_by(soon=soon),
        "free_seat": has_a_free_seat(),
        "practice": Practice.objects.first(),
    }
    return render(request, "intake/enquire.html", context, status=422 if request.method == "POST" else 200)


@login_not_required
@require_GET
def thanks(request: HttpRequest) -> HttpResponse:
    """Who rings, and by which day. It looks the same for everybody."""
    by = rung_by(soon="soon" in request.GET)
    return render(request, "intake/thanks.html", {"who": who_rings(), "by": by, "practice": Practice.objects.first()})


@require_http_methods(["GET", "POST"])
@once
def waiting(request: SignedIn) -> HttpResponse:
    """Who would like to be rung, those who need someone soon first; a call that came in is written down here."""
    if not (request.user.has_duty(Duty.Kind.INTRODUCER) or request.user.has_duty(Duty.Kind.STAND_IN)):
        raise Http404
    form = EnquiryForm(request.POST or None)
    if form.is_bound and form.is_valid():
        Enquiry.objects.ask(**form.cleaned_data, by=request.user)
        return redirect("intake:waiting")
    enquiries = Enquiry.objects.visible_to(request.user).waiting().order_by("-soon", "at")
    late = set(Enquiry.objects.visible_to(request.user).late().values_list("pk", flat=True))
    context = {"form": form, "enquiries": enquiries, "late": late}
    return render(request, "intake/waiting.html", context, status=422 if form.is_bound else 200)


@require_POST
@once
def rung(request: SignedIn, enquiry_id: UUID) -> HttpResponse:
    """We have spoken."""
    get_object_or_404(Enquiry.objects.visible_to(request.user), pk=enquiry_id).rung(by=request.user)
    return redirect("intake:waiting")
