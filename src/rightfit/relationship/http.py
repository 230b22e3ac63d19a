"""What the views of this room and those above find a pair by."""

from django.http import Http404

from rightfit.practice.http import SignedIn
from rightfit.relationship.models import Relationship


def of_client_or_404(request: SignedIn) -> Relationship:
    """Return the work that the signed-in person has as a client now, the newest; else there is no such page."""
    relationship = Relationship.objects.visible_to(request.user).of_client(request.user)
    if relationship is None:
        raise Http404
    return relationship
