"""Letters leave the house: one neutral sentence and a link, whatever it is about."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from rightfit.keeping.models import Letter, Posting

log = logging.getLogger(__name__)


def words_of(letter: Letter) -> EmailMessage:
    """Return the letter as it leaves: no name, no practice, no content, only where to look."""
    return EmailMessage(
        subject=_("There is something for you"),
        body=_("There is something for you here:\n\n{link}\n").format(link=settings.PUBLIC_URL + letter.path),
    )


def post_due(address_of: Callable[[UUID], str | None]) -> int:
    """Send what is due; return how many left. A letter to nobody's address counts as posted.

    It is sent first and noted second: after a crash in between, a person gets the same neutral letter
    twice, which is better than never. A letter that fails is put off, and the letters behind it are sent.
    """
    return sum(_left(letter, address_of) for letter in Letter.objects.waiting())


def _left(letter: Letter, address_of: Callable[[UUID], str | None]) -> bool:
    try:
        address = address_of(letter.to)
        if address:
            message = words_of(letter)
            message.to = [address]
            message.send()
    except Exception as failed:  # noqa: BLE001 - whatever one address does, the next letter has its turn
        kind = type(failed).__name__
        # The kind alone: the message would hold the address.
        log.error("A letter could not leave: %s", kind)  # noqa: TRY400
        if letter.put_off(why=kind[:60]).again_at is None:
            log.error("It was given up after days of trying: letter %s", letter.pk)  # noqa: TRY400
        return False
    Posting.objects.get_or_create(letter=letter)
    return True
