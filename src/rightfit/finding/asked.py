"""The pages of who is asked: a therapist's own page and first meetings; the introducer looks on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.finding.choice import Choice
from rightfit.finding.forms import DeclineForm, ImpressionForm, OfferForm, ProfileForm, said_by
from rightfit.finding.impression import SEEKERS, THERAPISTS, Impression
from rightfit.finding.introduction import Introduction, OverError
from rightfit.finding.my_search import meeting_of_who_looks
from rightfit.finding.profile import Profile
from rightfit.finding.story import StoryPart
from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import AlreadyTogetherError


@require_http_methods(["GET", "POST"])
@once
def my_profile(request: SignedIn) -> HttpResponse:
    if not request.user.is_therapist:
        raise Http404
    profile = Profile.objects.visible_to(request.user).filter(person=request.user).first()
    form = ProfileForm(request.POST or None, initial=said_by(profile) if profile else None)
    if request.method == "POST" and form.is_valid():
        Profile.objects.write(request.user, times=form.cleaned_data["times"], **form.says())
        messages.success(request, _("Your page is kept. Everybody can read it."))
        return redirect("finding:my_profile")
    return render(request, "finding/my_profile.html", {"form": form, "profile": profile})


@require_GET
def asked(request: SignedIn) -> HttpResponse:
    """A therapist's first meetings; for the introducer those of the house."""
    introduces = request.user.has_duty(Duty.Kind.INTRODUCER)
    if not (request.user.is_therapist or introduces):
        raise Http404
    seen = Introduction.objects.visible_to(request.user).in_full().exclude(search__person=request.user).order_by("-at")
    own = seen.filter(therapist=request.user, pk__in=Introduction.objects.on_offer())
    house = seen.exclude(therapist=request.user) if introduces else []
    for one in house:
        one.note_look(by=request.user)
    context = {"own": own, "house": house}
    return render(request, "finding/asked.html", context)


@require_GET
def introduction(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    """One first meeting: each sees their own side of it."""
    one = get_object_or_404(Introduction.objects.visible_to(request.user).in_full(), pk=introduction_id)
    if one.search.person_id == request.user.pk:
        return meeting_of_who_looks(request, one)
    one.note_look(by=request.user)
    mine = one.therapist_id == request.user.pk and one.is_on_offer
    read = StoryPart.objects.visible_to(request.user).filter(ticks__introduction=one).distinct()
    context = {
        "introduction": one,
        "mine": mine,
        "picked": one.picked,
        "parts": read if mine else [],
        "offer_form": OfferForm(),
        "choice": Choice.objects.visible_to(request.user).filter(introduction=one).first(),
    }
    return render(request, "finding/asked_meeting.html", context)


@require_http_methods(["GET", "POST"])
@once
def offer(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    """Offer up to three times, and say where."""
    one = _asked_or_404(request, introduction_id)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one.offer(form.cleaned_data["starts"], by=request.user, where=form.cleaned_data["where"])
        messages.success(request, _("Offered."))
        return redirect("finding:introduction", one.pk)
    return render(request, "finding/offer.html", {"introduction": one, "form": form})


@require_http_methods(["GET", "POST"])
@once
def decline(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    """Never a bare no: who would serve better, and when."""
    one = _asked_or_404(request, introduction_id)
    with_room = Profile.objects.visible_to(request.user).with_free_seats().exclude(pk=request.user.pk).values("person")
    form = DeclineForm(request.POST or None, colleagues=Person.objects.filter(pk__in=with_room))
    if request.method == "POST" and form.is_valid():
        one.say_no(by=request.user, **form.cleaned_data)
        messages.success(request, _("Said. Somebody from the practice will ring."))
        return redirect("finding:asked")
    return render(request, "finding/decline.html", {"introduction": one, "form": form})


@require_http_methods(["GET", "POST"])
@once
def how_it_felt(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    """Three short questions to both; neither sees the other's."""
    one = get_object_or_404(
        Introduction.objects.visible_to(request.user).filter(pk__in=Introduction.objects.on_offer()), pk=introduction_id
    )
    looks = one.search.person_id == request.user.pk
    if not one.was_met or not (looks or one.therapist_id == request.user.pk):
        raise Http404
    said = Impression.objects.visible_to(request.user).filter(introduction=one).first()
    form = ImpressionForm(
        request.POST or None,
        questions=SEEKERS if looks else THERAPISTS,
        initial={**said.marks, "words": said.words or ""} if said else None,
    )
    if request.method == "POST" and form.is_valid():
        Impression.objects.say(one, by=request.user, marks=form.marks(), words=form.cleaned_data["words"])
        messages.success(request, _("Kept. Only you can read it."))
        return redirect("finding:mine" if looks else "finding:asked")
    ends = {"low_label": _("not at all"), "high_label": _("fully")}
    items = [({"key": key, "text": text, **ends}, form[key].value()) for key, text in form.questions]
    context = {"introduction": one, "form": form, "items": items, "looks": looks}
    return render(request, "finding/how_it_felt.html", context)


@require_POST
@once
def confirm(request: SignedIn, choice_id: UUID) -> HttpResponse:
    choice = get_object_or_404(
        Choice.objects.visible_to(request.user).filter(introduction__therapist=request.user), pk=choice_id
    )
    try:
        choice.confirm(by=request.user)
    except AlreadyTogetherError:
        messages.info(request, _("This person works with somebody else by now. Ask the practice."))
    except OverError:
        messages.info(request, _("The choice was taken back."))
    return redirect("finding:asked")


def _asked_or_404(request: SignedIn, introduction_id: UUID) -> Introduction:
    """Who is asked may answer, as long as nothing has been confirmed."""
    open_ones = Introduction.objects.under_way().filter(therapist=request.user)
    return get_object_or_404(
        Introduction.objects.visible_to(request.user).filter(pk__in=open_ones.values("pk")), pk=introduction_id
    )
