"""The day sheet: before each session one thing to know and one sentence to try; after it one rating."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext as _

from rightfit.aims.models import NotThisWeek, Task
from rightfit.checkin import giving, hints, looking
from rightfit.checkin.looking import LookTogether
from rightfit.checkin.models import Answer, CheckIn, Tap
from rightfit.checkin.reading import more_of_labels
from rightfit.checkin.rhythm import is_talk_session
from rightfit.checkin.side import Side
from rightfit.conversation.models import Note
from rightfit.keeping import clock
from rightfit.practice.acts import is_on
from rightfit.practice.models import Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship


@dataclass(frozen=True, kw_only=True)
class Card:
    """The one thing to know before a session, and the one sentence to try."""

    kind: str
    know: str
    attempt: str = ""
    note: Note | None = None
    how_sure: str = ""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One session of the day, as its therapist sees it."""

    session: Session
    client: Person
    number: int
    card: Card | None
    aside: list[str] = field(default_factory=list)
    state: str = "coming"
    may_look: bool = False
    both_look: bool = False
    own_check_in: CheckIn | None = None
    may_rate: bool = False


@dataclass(frozen=True, kw_only=True)
class DaySheet:
    hours: list[Hour]
    next_hour: Hour | None
    unrated_before: list[Hour]
    done: bool


def day_sheet(therapist: Person) -> DaySheet:
    """Return the sheet of today, and what is still unrated from the days before."""
    own = Session.objects.visible_to(therapist).filter(relationship__therapist=therapist).with_fate()
    hours = [_hour(session, therapist) for session in own.on(clock.today())]
    coming = [hour for hour in hours if hour.state in ("coming", "now")]
    earlier = (
        own.held()
        .filter(starts_at__gte=clock.now() - timedelta(days=7))
        .exclude(pk__in=[hour.session.pk for hour in hours])
    )
    unrated = [
        hour for hour in (_hour(session, therapist) for session in earlier) if hour.may_rate and not hour.own_check_in
    ]
    waits = [hour for hour in hours if hour.may_rate and not hour.own_check_in]
    return DaySheet(
        hours=hours,
        next_hour=coming[0] if coming else None,
        unrated_before=unrated,
        done=bool(hours) and not coming and not waits,
    )


def _hour(session: Session, therapist: Person) -> Hour:
    relationship = session.relationship
    state = _state(session)
    card, aside = _what_to_know(session, therapist) if state in ("coming", "now") else (None, [])
    own = CheckIn.objects.visible_to(therapist).filter(session=session, side=Side.THERAPIST).first()
    return Hour(
        session=session,
        client=relationship.client,
        number=session.number,
        card=card,
        aside=aside,
        state=state,
        may_look=is_on("look_together") and looking.window_is_open(session),
        both_look=LookTogether.objects.opened().filter(session=session).exists(),
        own_check_in=own,
        may_rate=is_on("check_in") and giving.is_open(session, therapist),
    )


def _state(session: Session) -> str:
    if session.is_cancelled:
        return "cancelled"
    if session.was_missed:
        return "missed"
    if session.is_over:
        return "over"
    return "now" if session.has_begun else "coming"


def _what_to_know(session: Session, therapist: Person) -> tuple[Card, list[str]]:
    """Return the strongest thing to know, and the rest as single lines."""
    relationship = session.relationship
    cards = [
        *_brought(relationship, therapist),
        *_worth_asking(session, therapist),
        *_said_last_time(session, therapist),
        *_no_room(relationship),
        *_talk_is_due(session),
    ]
    aside = _more_of(session, therapist)
    if not cards:
        quiet = Card(kind="quiet", know=_("Nothing to know before. Begin as you like."))
        return quiet, aside
    return cards[0], [_aside(card) for card in cards[1:]] + aside


def _aside(card: Card) -> str:
    return _("Worth asking: {words}").format(words=card.know) if card.kind == "asking" else card.know


def _brought(relationship: Relationship, therapist: Person) -> list[Card]:
    notes = Note.objects.visible_to(therapist).filter(relationship=relationship).order_by("-at")
    name = relationship.client.given_name
    cards = []
    for note in notes:
        if not note.is_opened:
            know = _("{name} has put a sentence on today’s page. Open it together, at the start.").format(name=name)
            cards.append(Card(kind="note", know=know, note=note))
        elif clock.day_of(note.opened.at) == clock.today():
            attempt = _("“Thank you for saying it. What has it been like?”")
            cards.append(Card(kind="opened", know=note.words, attempt=attempt, note=note))
    return cards


def _worth_asking(session: Session, therapist: Person) -> list[Card]:
    signal = hints.on_the_sheet(session, therapist) if is_on("hints_to_therapist") else None
    if signal is None:
        return []
    return [
        Card(
            kind="asking",
            know=" ".join(signal.words),
            attempt=_("“How has it been to work with me lately? I may have missed something.”"),
            how_sure=_("In simulation, about {count} of 10 such hints mean nothing.").format(
                count=hints.NOTHING_IN_TEN
            ),
        )
    ]


def _said_last_time(session: Session, therapist: Person) -> list[Card]:
    last = session.previous_held()
    tap = (
        Tap.objects.visible_to(therapist).filter(check_in__session=last, by_side=Side.CLIENT).first() if last else None
    )
    name = session.relationship.client.given_name
    if tap is None or tap.choice == Tap.Choice.NOTHING:
        return []
    if tap.choice == Tap.Choice.BRING:
        know = _("{name} has something to sort out with you, and will bring it up.").format(name=name)
        attempt = _("“Is there something you would like to begin with?” Then wait.")
    else:
        know = _("{name} has something to sort out with you, and would like help to say it.").format(name=name)
        attempt = _(
            "“We can look for it together. Does it have to do with me, with what we do, or with where we are going?”"
        )
    return [Card(kind="tap", know=know, attempt=attempt)]


def _no_room(relationship: Relationship) -> list[Card]:
    task = Task.objects.current(relationship)
    if task is None or not NotThisWeek.objects.running().filter(task=task).exists():
        return []
    know = _("No room this week for “{words}”. Make it smaller before adding.").format(words=task.words)
    return [Card(kind="load", know=know, attempt=_("“What would be small enough?”"))]


def _talk_is_due(session: Session) -> list[Card]:
    if not is_talk_session(session.number):
        return []
    return [
        Card(
            kind="talk",
            know=_("A good moment to talk about whether you fit."),
            attempt=_("“How is it for you, with me? What should stay, what should change?”"),
        )
    ]


def _more_of(session: Session, therapist: Person) -> list[str]:
    last = session.previous_held()
    if last is None:
        return []
    answer = (
        Answer.objects.visible_to(therapist)
        .filter(check_in__session=last, check_in__side=Side.CLIENT, item="more_of")
        .first()
    )
    if answer is None:
        return []
    labels = more_of_labels(answer.value)
    return [_("Last time, for next time: {wishes}.").format(wishes=", ".join(labels))]
