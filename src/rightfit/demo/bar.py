"""The bar on every demo page: who you are, and whom else you can be."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rightfit.demo.people import CLIENTS, LOOKER, STAFF, Client, Member, Seeker
from rightfit.practice.models import Person


@dataclass(frozen=True, kw_only=True)
class Someone:
    """One of the demo's people, as the bar, the page and the console name them."""

    role: str
    name: str
    person: Person


def people() -> list[Someone]:
    """Return those whom a visitor can be, who looks first, then clients; who is not there any more is left out."""
    told = [one for one in (LOOKER, *CLIENTS, *STAFF) if one.in_the_bar]
    found = {person.email: person for person in Person.objects.filter(email__in=[one.email for one in told])}
    return [
        Someone(role=role_of(one), name=found[one.email].full_name, person=found[one.email])
        for one in told
        if one.email in found
    ]


def role_of(one: Client | Member | Seeker) -> str:
    if isinstance(one, Seeker):
        return _("looking")
    if isinstance(one, Client):
        return _("client")
    if one.seats:
        return _("therapist")
    roles = {"lead": _("lead"), "listener": _("listener"), "coordinator": _("coordinator")}
    return next((name for duty, name in roles.items() if duty in one.duties), _("practice"))


def bar(request: HttpRequest) -> dict[str, object]:
    """Context processor: lazy, so that a page without the bar asks nothing of the database."""
    return {"demo_bar": SimpleLazyObject(lambda: _bar(request))}


def _bar(request: HttpRequest) -> dict[str, object]:
    known = people()
    user = getattr(request, "user", None)
    me = next((one for one in known if user == one.person), None)
    name = _("{name}, {role}").format(name=me.name, role=me.role) if me else getattr(user, "full_name", "")
    others = [
        {
            "label": _("{name}, {role}").format(name=one.name, role=one.role),
            "url": reverse("demo:become", args=[one.person.pk]),
        }
        for one in known
        if one != me
    ]
    if name:
        others.append({"label": _("nobody, signed out"), "url": reverse("demo:leave")})
    return {"me": name or _("nobody yet"), "people": others, "about": reverse("demo:who")}
