"""Letters around first meetings: neutral, and each only once."""

from uuid import UUID

from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.practice.models import Person


def lay(to: Person, introduction: UUID, what: str) -> None:
    """Lay a letter that leads to this first meeting; for a therapist whose part has ended, to the list."""
    over = what in ("withdrawn", "thanked")
    path = reverse("finding:asked") if over else reverse("finding:introduction", args=[introduction])
    _write(to, path, f"first-meeting:{introduction}:{what}")


def lay_to_sign_in(to: Person) -> None:
    """Lay the letter that leads to signing in, at most one a day: the same for who is new and who is known."""
    _write(to, reverse("finding:mine"), f"my-search:{to.pk}:{clock.today()}")


def _write(to: Person, path: str, once: str) -> None:
    if to.email:
        Letter.objects.write(to=to.pk, path=path, once=once)
