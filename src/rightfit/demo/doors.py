"""The demo's own way in: a signed address that signs one person in, on this machine alone."""

from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest
from django.urls import reverse

from rightfit.practice.models import Person

SALT = "rightfit.demo.in"
HERE = "127.0.0.1"


def path_for(person: Person) -> str:
    return reverse("demo:in", args=[signing.dumps(str(person.pk), salt=SALT)])


def person_of(token: str) -> Person | None:
    try:
        named = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=named, is_active=True).first()


def is_here(request: HttpRequest) -> bool:
    """Say whether the visitor sits at this machine and calls it by its number, as the printed addresses do."""
    return urlsplit(f"//{request.get_host()}").hostname == HERE and request.META.get("REMOTE_ADDR") == HERE
