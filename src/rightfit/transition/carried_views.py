"""The letter to carry: ticked, put in own words, seen as it will be printed, taken along on paper or as a file."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.transition.carried import CarriedLetter
from rightfit.transition.forms import CarriedLetterForm
from rightfit.transition.handover import Handover, OverError
from rightfit.transition.packet import to_pass_on
from rightfit.transition.ticking import ticked_in


@require_http_methods(["GET", "POST"])
@once
def letter(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Tick what the letter begins with; then it stands here, to be put in own words."""
    handover = _mine_or_404(request, handover_id)
    if request.method == "POST":
        try:
            CarriedLetter.objects.begin(handover, by=request.user, ticked=ticked_in(request))
        except OverError:
            messages.info(request, _("Your move is over already."))
        return redirect("transition:letter", handover.pk)
    return _letter_page(request, handover, CarriedLetterForm())


@require_POST
@once
def write_letter(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Keep it in own words."""
    found = _letter_or_404(request, handover_id)
    form = CarriedLetterForm(request.POST)
    if not form.is_valid():
        return _letter_page(request, found.handover, form)
    found.write(by=request.user, words=form.cleaned_data["words"])
    messages.success(request, _("Kept. Below stands exactly what is on the paper."))
    return redirect("transition:letter", handover_id)


def _letter_page(request: SignedIn, handover: Handover, form: CarriedLetterForm) -> HttpResponse:
    context = {
        "handover": handover,
        "letter": CarriedLetter.objects.visible_to(request.user).filter(handover=handover).first(),
        "offers": to_pass_on(handover),
        "form": form,
        "under_way": handover.is_under_way,
    }
    return render(request, "transition/letter.html", context, status=422 if form.errors else 200)


@require_GET
def letter_on_paper(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """The letter alone, to be printed."""
    return render(request, "transition/letter_on_paper.html", {"letter": _letter_or_404(request, handover_id)})


@require_GET
def letter_file(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """The letter alone, as a plain file."""
    words = _letter_or_404(request, handover_id).words
    answer = HttpResponse(f"{words}\n".encode(), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="letter.txt"'
    return answer


@require_POST
@once
def tear_up_letter(request: SignedIn, handover_id: UUID) -> HttpResponse:
    """Tear it up."""
    _letter_or_404(request, handover_id).tear_up(by=request.user)
    messages.success(request, _("Torn up."))
    return redirect("transition:letter", handover_id)


def _mine_or_404(request: SignedIn, handover_id: UUID) -> Handover:
    own = Handover.objects.visible_to(request.user).filter(leaving__client=request.user)
    return get_object_or_404(own.in_full(), pk=handover_id)


def _letter_or_404(request: SignedIn, handover_id: UUID) -> CarriedLetter:
    own = CarriedLetter.objects.visible_to(request.user).select_related("handover__leaving__client")
    return get_object_or_404(own, pk=handover_id)
