"""A phone marked "this is mine": a signed cookie that names a row; the row can be listed and forgotten."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from rightfit.practice.models import DEVICE_DAYS, Device, Person

COOKIE = "__Host-device" if settings.WITH_TLS else "rightfit_device"
SALT = "rightfit.device"
SECONDS_A_DAY = 24 * 60 * 60


def device_of(request: HttpRequest) -> Device | None:
    """Return the device this request comes from, if its owner marked it and it is not too old."""
    named = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=DEVICE_DAYS * SECONDS_A_DAY)
    if named is None:
        return None
    return Device.objects.good().filter(pk=UUID(named)).select_related("person").first()


def remember(request: HttpRequest, response: HttpResponse, *, person: Person) -> Device:
    """Mark this device as the person's own."""
    known = device_of(request)
    if known is not None and known.person_id == person.pk:
        return known
    device = person.remember_device(label_of(request))
    response.set_signed_cookie(
        COOKIE,
        str(device.pk),
        salt=SALT,
        max_age=DEVICE_DAYS * SECONDS_A_DAY,
        httponly=True,
        secure=settings.WITH_TLS,
        samesite="Lax",
    )
    return device


def label_of(request: HttpRequest) -> str:
    return kind_of(request.headers.get("User-Agent", ""))


def kind_of(agent: str) -> str:
    """Say in a word what kind of device it is: enough to tell one's own apart, no fingerprint."""
    kinds = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android phone"),
        ("Mac", "Mac"),
        ("Windows", "Windows computer"),
    )
    return next((label for mark, label in kinds if mark in agent), "Computer")
