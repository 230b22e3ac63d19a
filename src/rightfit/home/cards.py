"""The card before a session: the strongest thing to know, one sentence to try, and the rest as single lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rightfit.checkin.hints import NOTHING_IN_TEN
from rightfit.checkin.models import Tap
from rightfit.checkin.rhythm import is_talk_session
from rightfit.conversation.models import Note
from rightfit.home.before import Before
from rightfit.keeping import clock


@dataclass(frozen=True, kw_only=True)
class Card:
    """The one thing to know before a session, and the one sentence to try."""

    kind: str
    know: str
    attempt: str = ""
    note: Note | None = None
    how_sure: str = ""


def what_to_know(before: Before) -> tuple[Card, list[str]]:
    """Return the strongest thing to know, and the rest as single lines."""
    cards = [
        *_brought(before),
        *_asks_for_talk(before),
        *_worth_asking(before),
        *_said_last_time(before),
        *_no_room(before),
        *_talk(before),
    ]
    aside = (
        [_("Last time, for next time: {wishes}.").format(wishes=", ".join(before.more_of))] if before.more_of else []
    )
    if not cards:
        return Card(kind="quiet", know=_("Nothing to know before. Begin as you like.")), aside
    return cards[0], [_aside(card) for card in cards[1:]] + aside


def _aside(card: Card) -> str:
    return _("Worth asking: {words}").format(words=card.know) if card.kind == "asking" else card.know


def _name(before: Before) -> str:
    return before.session.relationship.client.given_name


def _brought(before: Before) -> Iterator[Card]:
    for note in before.notes:
        opened = getattr(note, "opened", None)
        if opened is None:
            know = _("{name} has put a sentence on today’s page. Open it together, at the start.")
            yield Card(kind="note", know=know.format(name=_name(before)), note=note)
        elif clock.day_of(opened.at) == clock.today():
            attempt = _("“Thank you for saying it. What has it been like?”")
            yield Card(kind="opened", know=note.words, attempt=attempt, note=note)


def _asks_for_talk(before: Before) -> Iterator[Card]:
    heads_up = before.asks_for_talk
    if heads_up is not None and heads_up.by_id == heads_up.relationship.therapist_id:
        know = _("You wanted to talk with {name} about whether you fit. Say it first, then open the page together.")
        yield Card(kind="fit", know=know.format(name=_name(before)))
    elif heads_up is not None:
        know = _("{name} would like to talk about whether you fit. Sit down for it together.")
        attempt = _("“Thank you for bringing this. What would be right for you?”")
        yield Card(kind="fit", know=know.format(name=_name(before)), attempt=attempt)


def _worth_asking(before: Before) -> Iterator[Card]:
    if before.signal is not None:
        yield Card(
            kind="asking",
            know=" ".join(before.signal.words),
            attempt=_("“How has it been to work with me lately? I may have missed something.”"),
            how_sure=_("In made-up practices, about {count} of 10 such hints mean nothing.").format(
                count=NOTHING_IN_TEN
            ),
        )


def _said_last_time(before: Before) -> Iterator[Card]:
    tap = before.tap
    if tap is None or tap.choice == Tap.Choice.NOTHING:
        return
    if tap.choice == Tap.Choice.BRING:
        know = _("{name} has something to sort out with you, and will bring it up.")
        attempt = _("“Is there something you would like to begin with?” Then wait.")
    else:
        know = _("{name} has something to sort out with you, and would like help to say it.")
        attempt = _(
            "“We can look for it together. Does it have to do with me, with what we do, or with where we are going?”"
        )
    yield Card(kind="tap", know=know.format(name=_name(before)), attempt=attempt)


def _no_room(before: Before) -> Iterator[Card]:
    if before.no_room_for is not None:
        know = _("No room this week for “{words}”. Make it smaller before adding.")
        attempt = _("“What would be small enough?”")
        yield Card(kind="load", know=know.format(words=before.no_room_for.words), attempt=attempt)


def _talk(before: Before) -> Iterator[Card]:
    if is_talk_session(before.number) and before.asks_for_talk is None:
        yield Card(
            kind="talk",
            know=_("A good moment to talk about whether you fit."),
            attempt=_("“How is it for you, with me? What should stay, what should change?”"),
        )
