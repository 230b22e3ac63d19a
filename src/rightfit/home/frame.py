"""The frame around every page: who is looking, under which hat, and where they can go from here."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rightfit.finding.models import Search
from rightfit.practice.acts import is_on
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import listener_for

CLIENT, THERAPIST, HOUSE = "c", "t", "h"
# Somebody who has no therapist here yet wears the client's colour, and has other places to go.
LOOKING = "looking"
HAT = "hat"

# Under which hat a page is worn; a page not named here keeps the hat that was on.
HAT_OF_PAGE = {
    "home:you": CLIENT,
    "home:course": CLIENT,
    "home:talk": CLIENT,
    "home:stopping": CLIENT,
    "home:stop_now": CLIENT,
    "home:trail": CLIENT,
    "conversation:something_not_right": CLIENT,
    "listening:rather_tell": CLIENT,
    "listening:concern": CLIENT,
    "transition:someone_else": CLIENT,
    "transition:moving": CLIENT,
    "transition:postcard": CLIENT,
    "transition:letter": CLIENT,
    "transition:letter_on_paper": CLIENT,
    "transition:did_you_arrive": CLIENT,
    "relationship:if_i_go_quiet": CLIENT,
    "relationship:answer_door": CLIENT,
    "checkin:thanks": CLIENT,
    "conversation:needs": CLIENT,
    "conversation:need": CLIENT,
    "conversation:prepare": CLIENT,
    "conversation:preview": CLIENT,
    "aims:goals": CLIENT,
    "finding:mine": CLIENT,
    "finding:compare": CLIENT,
    "home:today": THERAPIST,
    "home:people": THERAPIST,
    "home:pair": THERAPIST,
    "home:mirror": THERAPIST,
    "aims:agree": THERAPIST,
    "relationship:book_series": THERAPIST,
    "relationship:open_door": THERAPIST,
    "conversation:bring": THERAPIST,
    "transition:better": THERAPIST,
    "transition:card": THERAPIST,
    "finding:asked": THERAPIST,
    "finding:my_profile": THERAPIST,
    "home:practice": HOUSE,
    "home:waiting": HOUSE,
    "relationship:went_quiet": HOUSE,
    "listening:concerns": HOUSE,
    "transition:asked": HOUSE,
    "transition:overdue": HOUSE,
    "intake:waiting": HOUSE,
    "questionnaire:measures": HOUSE,
    "overview:half_years": HOUSE,
    "practice:setup": HOUSE,
    "practice:setup_house": HOUSE,
    "practice:setup_people": HOUSE,
    "practice:setup_acts": HOUSE,
    "practice:setup_therapists": HOUSE,
}
WAVE_OF_PAGE = {
    "conversation:something_not_right": "drift",
    "home:stopping": "drift",
    "home:stop_now": "drift",
    "transition:someone_else": "handover",
}


@dataclass(frozen=True)
class Place:
    label: str
    icon: str
    url: str
    current: bool


@dataclass(frozen=True)
class Hat:
    """One of the roles a person has here: a client, a therapist, somebody with a duty."""

    key: str
    name: str
    first_page: str


def hats_of(person: Person) -> list[Hat]:
    hats = []
    if Relationship.objects.filter(client=person).exists():
        hats.append(Hat(CLIENT, _("client"), "home:you"))
    elif Search.objects.filter(person=person).exists():
        hats.append(Hat(CLIENT, _("looking for someone"), "finding:mine"))
    if person.is_therapist:
        hats.append(Hat(THERAPIST, _("therapist"), "home:today"))
    if person.has_duty(Duty.Kind.LEAD):
        hats.append(Hat(HOUSE, _("practice lead"), "home:practice"))
    elif _is_asked(person):
        hats.append(Hat(HOUSE, _("practice"), "home:waiting"))
    elif person.has_duty(Duty.Kind.INTRODUCER):
        hats.append(Hat(HOUSE, _("practice"), "intake:waiting"))
    elif person.has_duty(Duty.Kind.SAFETY_CONTACT):
        hats.append(Hat(HOUSE, _("practice"), "safety:alerts"))
    return hats


def frame(request: HttpRequest) -> dict[str, object]:
    """Context processor: lazy, so an error page can be drawn without a database."""
    return {"frame": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, object]:
    page = request.resolver_match.view_name if request.resolver_match else ""
    person = request.user if getattr(request, "user", None) and request.user.is_authenticated else None
    toast = _toast(request)
    around: dict[str, object] = {"role": CLIENT, "places": [], "wave": WAVE_OF_PAGE.get(page, "meet"), "toast": toast}
    if person is None:
        return around
    hats = hats_of(person)
    hat = HAT_OF_PAGE.get(page) or request.session.get(HAT) or (hats[0].key if hats else CLIENT)
    if hat not in {known.key for known in hats} and hats:
        hat = hats[0].key
    if request.session.get(HAT) != hat:
        request.session[HAT] = hat
    return around | {
        "role": hat,
        "places": _places(person, hat, page, first_page=next((one.first_page for one in hats if one.key == hat), "")),
        "doors": _doors(person) if hat == CLIENT else None,
        "mine_url": reverse("home:mine"),
        "hats": hats if len(hats) > 1 else [],
    }


def _places(person: Person, hat: str, page: str, *, first_page: str) -> list[Place]:
    here = {
        LOOKING: [
            (_("My search"), "home", "finding:mine"),
            (_("Therapists"), "people", "finding:therapists"),
            (_("Mine"), "me", "home:mine"),
        ],
        CLIENT: [
            (_("Home"), "home", "home:you"),
            *([(_("Our course"), "course", "home:course")] if is_on("course_at_home") else []),
            (_("Talk"), "talk", "home:talk"),
            (_("Mine"), "me", "home:mine"),
        ],
        THERAPIST: [
            (_("Today"), "home", "home:today"),
            (_("People"), "people", "home:people"),
            (_("My mirror"), "course", "home:mirror"),
            (_("Mine"), "me", "home:mine"),
        ],
        HOUSE: [
            *([(_("Today"), "home", "home:practice")] if person.has_duty(Duty.Kind.LEAD) else []),
            *([(_("Asked of me"), "bell", "home:waiting")] if _is_asked(person) else []),
            *([(_("Moves"), "shift", "transition:asked")] if person.has_duty(Duty.Kind.COORDINATOR) else []),
            *([(_("To ring"), "phone", "intake:waiting")] if person.has_duty(Duty.Kind.INTRODUCER) else []),
            *([(_("To take up"), "q", "safety:alerts")] if person.has_duty(Duty.Kind.SAFETY_CONTACT) else []),
            (_("Mine"), "me", "home:mine"),
        ],
    }[LOOKING if first_page == "finding:mine" else hat]
    return [Place(label, icon, reverse(name), page == name) for label, icon, name in here]


def _is_asked(person: Person) -> bool:
    return person.has_duty(Duty.Kind.LISTENER) or person.has_duty(Duty.Kind.COORDINATOR)


def _doors(person: Person) -> dict[str, str] | None:
    """The ways out, of one size, at the foot of every page of a client."""
    relationship = Relationship.objects.of_client(person)
    if relationship is None or not is_on("two_doors"):
        return None
    listener = listener_for(relationship)
    return {
        "something_not_right": reverse("conversation:something_not_right"),
        "stopping": reverse("home:stopping"),
        "rather_tell": reverse("listening:rather_tell"),
        "listener": listener.given_name if listener else "",
        "other": relationship.therapist.given_name,
    }


def _toast(request: HttpRequest) -> dict[str, str] | None:
    """What has happened, once, with its undo where there is one."""
    waiting = [*messages.get_messages(request)]
    if not waiting:
        return None
    newest = waiting[-1]
    undo = (newest.extra_tags or "").strip()
    return {"text": str(newest.message), "undo_url": undo if undo.startswith("/") else "", "level": newest.level_tag}
