"""What to try in the demo: short walks through what is there now, whoever it is there for."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from rightfit.checkin import giving, looking
from rightfit.checkin.models import CheckIn
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Signal
from rightfit.demo import stages
from rightfit.demo.people import CLIENTS, HOUSE
from rightfit.demo.step import Step
from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.keeping.posting import words_of
from rightfit.practice.models import Duty, Person
from rightfit.relationship.calendar import Session
from rightfit.relationship.models import Relationship


@dataclass(frozen=True, kw_only=True)
class Walk:
    title: str
    steps: list[Step]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A letter as it lies in somebody's mail."""

    to: Person
    letter: EmailMessage
    path: str


def named(given: str) -> Person | None:
    person: Person | None = Person.objects.filter(email=f"{given.lower()}@{HOUSE}").first()
    return person


def pairs() -> list[Relationship]:
    """Return the pairs at work, in the order in which the demo tells of them."""
    order = {client.email: place for place, client in enumerate(CLIENTS)}
    live = Relationship.objects.live().select_related("client", "therapist")
    return sorted(live, key=lambda pair: order.get(pair.client.email or "", len(order)))


def walks() -> list[Walk]:
    """Return the walks, in the order in which somebody goes this way; one whose people have gone theirs is left out."""
    told = (
        (_("Looking for somebody"), stages.looking()),
        (_("The first hour, written down together"), stages.beginning()),
        (_("How was it? Under a minute"), _how_was_it()),
        (_("Worth asking: the therapist’s day"), _worth_asking()),
        (_("Look together: be both, one after the other"), _look_together()),
        (_("“Something isn’t right”: said in two taps"), _not_right()),
        (_("Words for something, before it is said"), stages.finding_words()),
        (_("What we’ll try: did it help?"), stages.trying()),
        (_("Moving to someone new"), stages.moving_on()),
        (_("Ending well"), stages.ending_well()),
        (_("Not by way of the therapist"), _somebody_else()),
    )
    return [Walk(title=title, steps=list(steps)) for title, steps in told if steps]


def _how_was_it() -> list[Step]:
    for pair in pairs():
        last = Session.objects.held().with_fate().filter(relationship=pair).order_by("-starts_at").first()
        if last is None or not giving.is_open(last, pair.client):
            continue
        if CheckIn.objects.filter(session=last, side=Side.CLIENT).exists():
            continue
        form = reverse("checkin:how_was_it", args=[last.pk])
        return [
            Step(
                person=pair.client, page=form, what=_("Say how it was. Leave out what you like, keep one to yourself.")
            ),
            Step(
                person=pair.therapist,
                page=reverse("home:pair", args=[pair.pk]),
                what=_("Look for it: nothing of it is there before the two meet again."),
            ),
        ]
    return []


def _worth_asking() -> list[Step]:
    for pair in pairs():
        last = Session.objects.held().filter(relationship=pair).order_by("-starts_at").first()
        hint = Signal.objects.filter(session=last, shown_to=Side.THERAPIST).first() if last else None
        following = last.next() if last else None
        if hint is None or following is None or clock.day_of(following.starts_at) != clock.today():
            continue
        return [
            Step(
                person=pair.therapist,
                page=reverse("home:today"),
                what=_("Before the hour: one thing to know, one sentence to try, and how often it is nothing."),
            ),
            Step(
                person=pair.therapist,
                page=reverse("home:pair", args=[pair.pk]),
                what=_("The course of the two: a chart, a sentence and a table that say the same."),
            ),
            Step(
                person=pair.client,
                page=reverse("home:you"),
                what=_("The client’s own question. What is answered here nobody else is told."),
            ),
        ]
    ida = named("Ida")
    if ida is None:
        return []
    quiet = _("Nothing is worth asking today, and that is the usual: what is quiet stays quiet.")
    return [Step(person=ida, page=reverse("home:today"), what=quiet)]


def _look_together() -> list[Step]:
    for pair in pairs():
        for session in Session.objects.with_fate().filter(relationship=pair).on(clock.today()):
            if not looking.window_is_open(session):
                continue
            page = reverse("checkin:together", args=[session.pk])
            return [
                Step(person=pair.client, page=page, what=_("Tap “look together”. Nothing opens yet.")),
                Step(person=pair.therapist, page=page, what=_("Tap it too: now both views are open, for this hour.")),
                Step(person=pair.client, page=page, what=_("The same page, from the other chair.")),
            ]
    return []


def _not_right() -> list[Step]:
    obi = named("Obi")
    pair = Relationship.objects.of_client(obi) if obi else None
    if obi is None or pair is None:
        return []
    return [
        Step(
            person=obi,
            page=reverse("conversation:something_not_right"),
            what=_("One sentence for the next page, no reason asked. It can be taken back until it is opened."),
        ),
        Step(
            person=pair.therapist,
            page=reverse("home:today"),
            what=_("On the day they meet, and not before: open it together."),
        ),
    ]


def _somebody_else() -> list[Step]:
    noor = named("Noor")
    holders = (
        (Duty.Kind.LISTENER, "home:waiting", _("The listener reads who asked for her, and nothing else.")),
        (Duty.Kind.COORDINATOR, "home:waiting", _("The coordinator reads who would like to meet someone else.")),
        (Duty.Kind.LEAD, "home:practice", _("The lead sees what waits for a person: no words, no number of anybody.")),
    )
    if noor is None or Relationship.objects.of_client(noor) is None:
        return []
    first = _("Tell the listener. The therapist is not told, and the form says so.")
    return [
        Step(person=noor, page=reverse("listening:rather_tell"), what=first),
        *(
            Step(person=holder, page=reverse(page), what=what)
            for kind, page, what in holders
            if (holder := Duty.objects.holder(kind))
        ),
    ]


def unseen() -> list[Step]:
    """Return what people may not see, each with the page on which it is not there."""
    return list(_unseen())


def _unseen() -> Iterator[Step]:
    told = (
        ("Lior", _("Lior keeps his answers to himself. For Ida it looks as if he had not filled anything in.")),
        ("Evren", _("Evren gives top marks each time. He is not doubted; for Ida the course says: we cannot tell.")),
    )
    for given, what in told:
        client = named(given)
        pair = Relationship.objects.of_client(client) if client else None
        if pair is not None:
            yield Step(person=pair.therapist, page=reverse("home:pair", args=[pair.pk]), what=what)
    noor, rosa, jonas = named("Noor"), named("Rosa"), named("Jonas")
    if noor:
        what = _("Noor sees her own line at home, never Ida’s: the two meet only in the session.")
        yield Step(person=noor, page=reverse("home:course"), what=what)
    if jonas:
        what = _("Jonas is not told that Wanda would rather tell Mira, and meets none of Ida’s people.")
        yield Step(person=jonas, page=reverse("home:today"), what=what)
    if rosa:
        what = _("Rosa leads the practice: dates and duties, no client’s words, no number about a therapist.")
        yield Step(person=rosa, page=reverse("home:practice"), what=what)


def newest_letter() -> Found | None:
    """Return the newest letter of the first of the demo's clients who has one: it holds no name and no content."""
    for pair in pairs():
        letter = Letter.objects.visible_to(pair.client).exclude(posting=None).order_by("-due_at").first()
        if letter is not None:
            return Found(to=pair.client, letter=words_of(letter), path=letter.path)
    return None
