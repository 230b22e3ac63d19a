"""Which pair a page of this room is about, and what it answers when that ends, or a thing goes, in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.shortcuts import get_object_or_404

from rightfit.practice.http import SignedIn
from rightfit.relationship.models import EndedError, Relationship


def of_client(request: SignedIn) -> Relationship:
    """Return the client's own pair."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    return relationship


def of_pair(request: SignedIn, relationship_id: UUID) -> Relationship:
    """Return a pair of which the person is one of the two, while it lasts."""
    live = Relationship.objects.visible_to(request.user).live().select_related("client", "therapist")
    return get_object_or_404(live, pk=relationship_id)


@contextmanager
def while_it_lasts() -> Iterator[None]:
    """Answer "not here" where the work ended, or the thing was taken back, between looking and pressing."""
    try:
        yield
    except (EndedError, ObjectDoesNotExist) as ended:
        raise Http404 from ended
