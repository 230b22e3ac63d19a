"""The pages that need no sign-in: who works here, looking for somebody, asking for a first meeting."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rightfit.finding import labels
from rightfit.finding.asking import ask_as_a_stranger
from rightfit.finding.forms import SearchForm, WhoForm
from rightfit.finding.introduction import Introduction, NotForYouError, TooManyError
from rightfit.finding.profile import Profile
from rightfit.finding.search import Search
from rightfit.finding.suggesting import suggestions
from rightfit.keeping.once import once
from rightfit.practice.acts import act, is_on
from rightfit.practice.floods import too_often
from rightfit.practice.models import Person, Practice
from rightfit.relationship.models import Relationship


@login_not_required
@require_GET
def therapists(request: HttpRequest) -> HttpResponse:
    """Who works here, in their own words."""
    profiles = Profile.objects.visible_to(request.user).select_related("person__therapist__helped_by")
    context = {"profiles": profiles.prefetch_related("free_times").order_by("person__given_name"), **_around()}
    return render(request, "finding/therapists.html", context)


@login_not_required
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Ask a few questions, each of which may be skipped."""
    if not is_on("search"):
        return render(request, "finding/three_sessions.html", _around())
    search = Search.objects.of(request.user) if isinstance(request.user, Person) else None
    context = {"form": SearchForm.of(search), "search": search, **_around(), **_questions()}
    return render(request, "finding/find.html", context)


@login_not_required
@require_http_methods(["GET", "POST"])
@act("search")
def found(request: HttpRequest) -> HttpResponse:
    """Show three suggestions. Without a form key: nothing is written, so a second press is no second act."""
    if request.method != "POST":
        return redirect("finding:find")
    form = SearchForm(request.POST)
    if not form.is_valid():
        return render(request, "finding/find.html", {"form": form, **_around(), **_questions()})
    suggested = suggestions(form.wishes(), but_not=_not_for(request))
    return render(request, "finding/suggestions.html", {"suggested": suggested, "form": form, **_around()})


@login_not_required
@require_http_methods(["GET", "POST"])
@act("first_meetings")
@once
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a first meeting: at once if signed in, else with a name and a way to answer."""
    if request.method != "POST":
        return redirect("finding:find")
    form = SearchForm(request.POST)
    profile = get_object_or_404(Profile.objects.visible_to(request.user), pk=_uuid(request.POST.get("therapist", "")))
    if not form.is_valid():
        return redirect("finding:find")
    way = request.POST.get("way", "")
    way = way if way in dict(labels.WAYS) else "place"
    if isinstance(request.user, Person):
        return _ask_signed_in(request, request.user, profile.person, form.wishes(), way)
    who = WhoForm(request.POST if "given_name" in request.POST else None)
    if not who.is_valid():
        context = {"form": form, "who": who, "profile": profile, "ways": labels.WAYS, "way": way, **_around()}
        return render(request, "finding/ask.html", context)
    reach = who.cleaned_data["email"] or who.cleaned_data["phone"]
    if wait := too_often(request, "ask_for_a_meeting", reach=reach):
        return wait
    ask_as_a_stranger(therapist=profile.person, wishes=form.wishes(), way=way, **who.cleaned_data)
    return redirect("finding:sent")


def _ask_signed_in(
    request: HttpRequest, person: Person, therapist: Person, wishes: dict[str, Any], way: str
) -> HttpResponse:
    search = Search.objects.begin(person, wishes=wishes)
    try:
        introduction = Introduction.objects.ask(search, therapist=therapist, by=person, way=way)
    except TooManyError:
        messages.info(request, _("Three first meetings are open already. Take one back, then ask again."))
        return redirect("finding:mine")
    except NotForYouError:
        messages.info(request, _("A first meeting is with somebody new."))
        return redirect("finding:mine")
    return redirect("finding:introduction", introduction.pk)


@login_not_required
@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """Say what comes next; the same for everybody."""
    return render(request, "finding/sent.html", _around())


def _not_for(request: HttpRequest) -> list[Person]:
    """Oneself, and whom one works with."""
    if not isinstance(request.user, Person):
        return []
    own = Relationship.objects.visible_to(request.user).live().filter(client=request.user).select_related("therapist")
    return [request.user, *(pair.therapist for pair in own)]


def _around() -> dict[str, Any]:
    try:
        soon = reverse("intake:soon")
    except NoReverseMatch:  # intake stands above this room, and may not be there
        soon = ""
    first_meetings = is_on("first_meetings")
    return {"practice": Practice.objects.first(), "soon_url": soon, "first_meetings": first_meetings}


def _questions() -> dict[str, Any]:
    return {"labels": {name.lower(): getattr(labels, name) for name in ("TOPICS", "AT_HOME", "DAYS", "PARTS", "WAYS")}}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong
