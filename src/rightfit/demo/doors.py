"""The demo's own way in: a signed address that signs one person in, on this machine alone."""

from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from rightfit.demo.people import HOUSE
from rightfit.practice.models import Person

SALT = "rightfit.demo.in"
HERE = "127.0.0.1"


def path_for(person: Person) -> str:
    name = (person.email or "").removesuffix(f"@{HOUSE}")
    return reverse("demo:in", args=[signing.Signer(salt=SALT).sign(name)])


def person_of(token: str) -> Person | None:
    try:
        name = signing.Signer(salt=SALT).unsign(token)
    except signing.BadSignature:
        return None
    person: Person | None = Person.objects.filter(email=f"{name}@{HOUSE}", is_active=True).first()
    return person


def is_here(request: HttpRequest) -> bool:
    """Say whether the visitor sits at this machine and calls it by its number, as the printed addresses do."""
    return urlsplit(f"//{request.get_host()}").hostname == HERE and request.META.get("REMOTE_ADDR") == HERE
