"""Letters leave the house: one neutral sentence and a link, whatever it is about."""

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from rightfit.keeping.models import Letter, Posting


def post_due(address_of: Callable[[UUID], str | None]) -> int:
    """Send what is due; return how many left. A letter to nobody's address counts as posted.

    It is sent first and noted second: after a crash in between, a person gets the same neutral letter
    twice, which is better than never. Mail that fails stays in the outbox for the next tick.
    """
    posted = 0
    for letter in Letter.objects.waiting():
        address = address_of(letter.to)
        if address:
            EmailMessage(
                subject=_("There is something for you"),
                body=_("There is something for you here:\n\n{link}\n").format(link=settings.PUBLIC_URL + letter.path),
                to=[address],
            ).send()
        Posting.objects.get_or_create(letter=letter)
        posted += 1
    return posted
