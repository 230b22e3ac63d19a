"""Make what a browser visits: `python -m tests.browser.practice WHAT`.

It runs in a process of its own with RIGHTFIT_HOME naming a folder. `an_empty_house` makes the database and
the static files there as an operator would; every other WHAT brings people into such a house, by the verbs
the pages call, and prints as JSON one session key for each, so that a test need not sign in by mail first,
and the keys of the things that a test asks for by address.
"""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.core.management import call_command

if TYPE_CHECKING:
    from rightfit.practice.models import Person
    from tests.cast import Cast


def an_empty_house() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


EACH_FOR_ONE_TEST = (
    "Ada",
    "Ben",
    "Cleo",
    "Dora",
    "Emil",
    "Finn",
    "Gwen",
    "Hugo",
    "Ines",
    "Jan",
    "Kim",
    "Lou",
    "Max",
    "Nell",
    "Olga",
    "Pia",
)


# Therapists who come for the first time, for the tests of signing in.
WITHOUT_A_SECOND_STEP = ("Lena", "Piet", "Otto")


def with_a_history() -> dict[str, Any]:
    """The cast, after three sessions of which both said how it was; and clients of Ida's, each for one test."""
    from rightfit.practice.models import Therapist  # noqa: PLC0415 - models, so not before setup
    from tests.cast import assemble, both_say, person  # noqa: PLC0415

    cast = assemble()
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    sessions, things = sessions_of(cast), {}
    for name in EACH_FOR_ONE_TEST:
        sessions[name], things[name] = client_of_ida(name, cast)
    for name in WITHOUT_A_SECOND_STEP:
        Therapist.objects.create(person=person(name))
    return {"sessions": sessions, "things": things}


def client_of_ida(name: str, cast: "Cast") -> tuple[str, dict[str, str]]:
    """Bring in somebody who has met Ida as often as Noor, and has said nothing yet."""
    from rightfit.aims.models import Task  # noqa: PLC0415
    from rightfit.keeping import clock  # noqa: PLC0415
    from rightfit.relationship.models import Relationship  # noqa: PLC0415
    from tests.cast import FIRST_SESSION, NOW, person  # noqa: PLC0415

    with clock.at(cast.pair.began_at):
        client = person(name)
        pair = Relationship.objects.begin(client=client, therapist=cast.ida, by=client)
        pair.book_series(by=cast.ida, first_at=FIRST_SESSION)
    with clock.at(NOW):
        Task.objects.agree(pair, by=cast.ida, words="One walk by the river")
    first, _second, _third, last, *_to_come = pair.sessions.order_by("starts_at")
    return session_of(client), {"first": str(first.pk), "last": str(last.pk), "pair": str(pair.pk)}


def a_first_meeting(cast: "Cast") -> Any:
    """Noor has met Jonas, who has a page of his own; she has told him what brings her."""
    from rightfit.finding.models import Introduction, Profile, Search, StoryPart, StoryTick  # noqa: PLC0415
    from rightfit.keeping import clock  # noqa: PLC0415
    from tests.cast import NOW  # noqa: PLC0415

    with clock.at(NOW - timedelta(hours=4)):
        for therapist in (cast.ida, cast.jonas):
            own = {"own_line": "I take my time.", "not_right_if": "you want a plan at once.", "topics": ["worry"]}
            Profile.objects.write(therapist, times=[(0, "evening")], fee=60, **own)
        search = Search.objects.begin(cast.noor, wishes={"topics": ["worry"]})
        meeting = Introduction.objects.ask(search, therapist=cast.jonas, by=cast.noor)
        meeting.offer([NOW - timedelta(hours=3)], by=cast.jonas, where="room 1")
        meeting.pick(meeting.offered_times.get(), by=cast.noor)
        part = StoryPart.objects.write(meeting, kind="brings", words="I lie awake.", by=cast.noor)
        if part:
            StoryTick.objects.tick(meeting, parts=[part.pk], by=cast.noor)
    return meeting.pk


def an_ending(cast: "Cast") -> Any:
    """Both have agreed to a last day, far away, and Ida has given closing words; return the key of the day."""
    from rightfit.keeping import clock  # noqa: PLC0415
    from rightfit.relationship.closing import ClosingWords, PlannedEnding  # noqa: PLC0415
    from tests.cast import NOW  # noqa: PLC0415

    with clock.at(NOW):
        planned = PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=clock.today() + timedelta(days=90))
        planned.say_yes(by=cast.noor)
        ClosingWords.objects.keep(cast.pair, by=cast.ida, words="You taught me patience.").give()
    return planned.pk


def some_forms(cast: "Cast") -> dict[str, Any]:
    """A form that was filled in, one that waits, and one in which an answer may mean danger."""
    from rightfit.keeping import clock  # noqa: PLC0415
    from rightfit.questionnaire.models import Form, SwitchedOn  # noqa: PLC0415
    from rightfit.safety.models import Alert, answer_with_care  # noqa: PLC0415
    from tests.cast import NOW  # noqa: PLC0415

    with clock.at(NOW):
        for measure in ("gad7", "phq9", "sparq"):
            SwitchedOn.objects.switch_on(measure, by=cast.rosa)
        first, care, waits = (
            Form.objects.give(cast.pair, measure_id=one, by=cast.ida) for one in ("gad7", "phq9", "sparq")
        )
        first.answer({f"gad7_{place}": "2" for place in range(1, 8)}, by=cast.noor)
        answer = answer_with_care(care, {f"phq9_{place}": "1" for place in range(1, 10)}, by=cast.noor)
    return {"form": waits.pk, "form_with_care": care.pk, "alert": Alert.objects.get(answer=answer).pk}


def moves(cast: "Cast") -> dict[str, Any]:
    """Noor moves away from Ida, once came to her from Jonas; Evren has chosen Ida, and passes something on."""
    from rightfit.finding.models import Choice, Introduction  # noqa: PLC0415
    from rightfit.keeping import clock  # noqa: PLC0415
    from rightfit.transition.models import (  # noqa: PLC0415
        Arrival,
        CarriedLetter,
        Handover,
        HeadsUp,
        OutsideName,
        PacketItem,
        Postcard,
        Telling,
    )
    from tests.cast import NOW  # noqa: PLC0415

    with clock.at(NOW - timedelta(days=1)):
        evrens = Handover.objects.open(cast.other_pair, by=cast.evren)
        met = Introduction.objects.ask(evrens.search, therapist=cast.ida, by=cast.evren)  # type: ignore[arg-type]
        met.offer([NOW - timedelta(hours=3)], by=cast.ida)
        met.pick(met.offered_times.get(), by=cast.evren)
    with clock.at(NOW):
        Choice.objects.choose(met, by=cast.evren).confirm(by=cast.ida)
        PacketItem.objects.pack(evrens, by=cast.evren, ticked=[], own="One small thing a week.")
        noors = Handover.objects.open(cast.pair, by=cast.noor, missing=["More calm"])
        Telling.objects.choose(noors, "coordinator", by=cast.noor)
        words = {"name": "Dr Quill", "reach": "555 0123", "why": "She works with loss.", "cost": "70, no wait"}
        name = OutsideName.objects.write_down(noors, by=cast.tom, room="free", **words)
        CarriedLetter.objects.begin(noors, by=cast.noor, ticked={noors.search.pk} if noors.search else ())
        before = Handover.objects.create(leaving=cast.old_pair, by=cast.noor)
        for one in (cast.noor, cast.ida):
            Arrival.objects.create(handover=before, relationship=cast.pair, by=one)
        Postcard.objects.send(before, by=cast.noor, words="Settled in. Thank you.")
    with clock.at(cast.last.starts_at):
        HeadsUp.objects.raise_(cast.pair, by=cast.ida, reason="Loss is not what I know best.", better="Jonas").sit_down(
            by=cast.ida
        )
    keys = {"handover": noors.pk, "handover_arrived": before.pk, "handover_new": evrens.pk}
    return keys | {"outside_name": name.pk}


def a_closed_half_year() -> None:
    """Numbers as a practice with many people would have them: some large, some hidden."""
    from rightfit.overview.counting import About, Part  # noqa: PLC0415
    from rightfit.overview.models import Figure, Period  # noqa: PLC0415

    period = Period.objects.create(begins=date(2025, 7, 1))
    numbers: dict[About, dict[Part, int | None]] = {
        About.TALKS: {Part.ALL: 85, Part.BETTER: 35, Part.NOT_BETTER: 15, Part.NO_WORD: 35},
        About.ENDINGS: {Part.ALL: 60, Part.QUIET: None, Part.SAID: None},
        About.MOVES: dict.fromkeys((Part.ALL, Part.FOUND, Part.LOOKING, Part.STAYED, Part.UNKNOWN)),
    }
    for about, shown in numbers.items():
        for part, people in shown.items():
            Figure.objects.create(period=period, about=about, part=part, people=people)


def spare_codes_of(person: "Person") -> None:
    from allauth.mfa.adapter import get_adapter  # noqa: PLC0415
    from allauth.mfa.models import Authenticator  # noqa: PLC0415

    spare = {"seed": get_adapter().encrypt("00"), "used_mask": 0}
    Authenticator.objects.create(user=person, type="recovery_codes", data=spare)


def with_one_of_each() -> dict[str, Any]:
    """The cast, with one of each thing that an address names, and so with something on every page.

    In the hour of the next session Noor and Ida have both tapped "look together".
    """
    from rightfit.aims.models import Goal, Task  # noqa: PLC0415
    from rightfit.checkin import giving  # noqa: PLC0415
    from rightfit.checkin.side import Side  # noqa: PLC0415
    from rightfit.checkin.worth_asking import Signal  # noqa: PLC0415
    from rightfit.conversation.models import Agreement, Need, Note  # noqa: PLC0415
    from rightfit.keeping import clock  # noqa: PLC0415
    from rightfit.listening.concerns import Concern  # noqa: PLC0415
    from rightfit.listening.models import ask_to_listen  # noqa: PLC0415
    from rightfit.practice.outside import OutsideBody  # noqa: PLC0415
    from rightfit.relationship.open_door import OpenDoor  # noqa: PLC0415
    from rightfit.transition.models import Request  # noqa: PLC0415
    from tests.cast import NOW, assemble, both_say  # noqa: PLC0415

    cast = assemble()
    for session in cast.sessions()[:4]:
        both_say(session, cast, tap="help", more_of=["calm", "ideas"])
    with clock.at(cast.sessions()[2].ends_at + timedelta(hours=2)):
        off = Note.objects.put(cast.pair, by=cast.noor, sentence="off")
        need = Need.objects.raise_(cast.pair, by=cast.noor, cards=["load", "boundary"], words="so much", since="weeks")
        preparation = need.prepare(how="write", words="I’d like one small thing a week.")
        brought = Note.objects.put(cast.pair, by=cast.noor, sentence="own", words=preparation.words, need=need)
    # Evren went quiet, his last hour was off, and nobody did anything.
    missed, (evrens, evrens_last) = cast.sessions()[1], cast.other_pair.sessions.order_by("starts_at")[2:4]
    with clock.at(missed.ends_at + timedelta(hours=2)):
        missed.say_missed(by=cast.ida)
        OpenDoor.objects.open(missed, by=cast.ida)
    with clock.at(evrens.ends_at):
        evrens.say_missed(by=cast.samira)
        evrens_last.cancel(by=cast.samira)
    with clock.at(cast.last.starts_at):
        brought.open(by=cast.ida)
        brought.answer(by=cast.ida, words="It was too much at once.")
    with clock.at(NOW):
        Task.objects.agree(cast.pair, by=cast.ida, words="One walk by the river").not_this_week(by=cast.noor)
        cast.pair.wish_if_quiet(wish="call", safe_contact="my own mobile, after six")
        cast.noor.remember_device("iPhone")
        for side in Side:
            Signal.objects.create(session=cast.last, shown_to=side, words=["Last time seems to have felt different."])
        Note.objects.put(cast.pair, by=cast.noor, sentence="not_right")
        Goal.objects.set_down(cast.pair, by=cast.noor, words="Ride a bus again").rate(by=cast.noor, mark=4)
        agreement = Agreement.objects.offer(
            cast.pair,
            by=cast.ida,
            what="One question less",
            who="both",
            until=clock.day_of(cast.sessions()[5].starts_at),
        )
        ask_to_listen(cast.pair, by=cast.noor)
        concern, draft = (
            Concern.objects.keep(cast.pair, by=cast.noor, words="I felt laughed at.", wish="talk", listener=cast.mira)
            for _twice in range(2)
        )
        concern.send()
        concern.add(by=cast.mira, words="Thank you. Shall we talk on Friday?")
        OutsideBody.objects.write_down(name="The board of therapists", reach="555 0100", by=cast.rosa)
        Request.objects.ask(cast.pair, by=cast.noor)
        spare_codes_of(cast.ida)
        a_closed_half_year()
    with clock.at(cast.next.starts_at):
        for person in (cast.noor, cast.ida):
            giving.tap_together(cast.next, by=person)
    meeting = a_first_meeting(cast)
    things = {
        "introduction": meeting,
        "concern": concern.pk,
        "concern_draft": draft.pk,
        "need": need.pk,
        "note": brought.pk,
        "note_off": off.pk,
        "goal": cast.pair.goals.get().pk,
        "agreement": agreement.pk,
        "relationship": cast.pair.pk,
        "colleague": cast.mira.pk,
        "session": cast.last.pk,
        "session_now": cast.next.pk,
        "session_to_come": cast.sessions()[5].pk,
        "session_long_over": cast.sessions()[0].pk,
        "session_missed": missed.pk,
        "session_quiet": evrens.pk,
        "planned_ending": an_ending(cast),
        **some_forms(cast),
        **moves(cast),
    }
    return {"sessions": sessions_of(cast), "things": {name: str(key) for name, key in things.items()}}


def before_the_first_session() -> dict[str, Any]:
    """The cast, a week before anybody met."""
    from tests.cast import assemble  # noqa: PLC0415

    return {"sessions": sessions_of(assemble()), "things": {}}


def where_people_look() -> dict[str, Any]:
    """The cast, a week before anybody met; all three therapists have a page of their own and room."""
    from rightfit.finding.models import Profile  # noqa: PLC0415
    from tests.cast import assemble  # noqa: PLC0415

    cast = assemble()
    own: dict[str, Any] = {"languages": ["English"], "ways": ["place"], "fee": 60}
    pages = (
        (cast.ida, "I ask a lot, and I bring ideas.", "you want mostly quiet.", -1, 1),
        (cast.samira, "I take my time, and so can you.", "you want a plan at once.", 1, -1),
        (cast.jonas, "I work with people who lost somebody.", "you look for a push.", 1, -1),
    )
    for therapist, own_line, not_right_if, leads, warm in pages:
        own |= {"own_line": own_line, "not_right_if": not_right_if, "style": {"leads": leads, "warm": warm}}
        topics = ["loss"] if therapist == cast.jonas else ["worry", "tired"]
        Profile.objects.write(therapist, times=[(0, "evening")], topics=topics, **own)
    return {"sessions": sessions_of(cast), "things": {}}


def sessions_of(cast: "Cast") -> dict[str, str]:
    from tests.cast import ALL_ROLES  # noqa: PLC0415

    return {role: session_of(cast.of_role(role)) for role in ALL_ROLES}


def session_of(person: "Person") -> str:
    """Return the key of a session in which that person is signed in; who works here has a second step."""
    from allauth.mfa.adapter import get_adapter  # noqa: PLC0415
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    from rightfit.practice.signing_in import works_here  # noqa: PLC0415

    if works_here(person):
        app = {"data": {"secret": get_adapter().encrypt("JBSWY3DPEHPK3PXP")}}
        Authenticator.objects.get_or_create(user=person, type="totp", defaults=app)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key


MAKERS: dict[str, Callable[[], Any]] = {
    make.__name__: make
    for make in (an_empty_house, with_a_history, with_one_of_each, before_the_first_session, where_people_look)
}

if __name__ == "__main__":
    django.setup()
    json.dump(MAKERS[sys.argv[1]](), sys.stdout)
