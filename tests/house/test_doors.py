"""Every door obeys the matrix: all routes, as everybody in the cast, on their own and on others' things."""

import re
from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rightfit.aims.models import Goal, Task
from rightfit.checkin import giving
from rightfit.checkin.models import Tap
from rightfit.checkin.side import Side
from rightfit.checkin.worth_asking import Signal
from rightfit.conversation.models import Agreement, Conversation, Need, Note
from rightfit.finding.models import Choice, Introduction, Search
from rightfit.intake.models import Enquiry
from rightfit.keeping import clock
from rightfit.keeping.matrix import matrix
from rightfit.listening.concerns import Concern
from rightfit.practice.arriving import Invitation
from rightfit.practice.models import Duty, Person
from rightfit.practice.outside import OutsideBody
from rightfit.questionnaire.models import Form, SwitchedOn
from rightfit.relationship.closing import ClosingWords, PlannedEnding
from rightfit.relationship.inviting import ClientInvitation
from rightfit.relationship.open_door import OpenDoor
from rightfit.safety.models import Alert, answer_with_care
from rightfit.transition.carried import CarriedLetter
from rightfit.transition.models import Arrival, Handover, HeadsUp, Postcard, Request, Telling
from rightfit.transition.outside import OutsideName, OutsideWish
from tests.cast import ALL_ROLES, NOW, Cast, both_say, well

pytestmark = pytest.mark.django_db
ROUTES = matrix()["route"]
SIGN_IN = "/sign-in/"
FOUND = HTTPStatus.FOUND
CLOSED = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED)


def _names(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_it_lists_every_route_in_the_matrix() -> None:
    routes = set(_names(get_resolver().url_patterns))
    assert routes - set(ROUTES) == set(), "routes that the matrix does not know"
    assert set(ROUTES) - routes == set(), "routes in the matrix that are not there"


def test_it_gives_every_route_a_record() -> None:
    assert {route["record"] for route in ROUTES.values()} <= set(matrix()["record"])


def _first_meeting(cast: Cast) -> dict[str, Any]:
    """Noor and Jonas have met for the first time, and she has chosen him."""
    with clock.at(NOW - timedelta(days=1)):
        introduction = Introduction.objects.ask(Search.objects.begin(cast.noor), therapist=cast.jonas, by=cast.noor)
        introduction.offer([NOW - timedelta(hours=3)], by=cast.jonas)
        time = introduction.offered_times.get()
        introduction.pick(time, by=cast.noor)
    choice = Choice.objects.choose(introduction, by=cast.noor)
    return {"introduction": introduction.pk, "offered_time": time.pk, "choice": choice.pk}


def _moves(cast: Cast) -> dict[str, Any]:
    """Noor moves away from Ida, once came to her from Jonas, and Evren has chosen Ida beside Samira."""
    noors = Handover.objects.open(cast.pair, by=cast.noor)
    Telling.objects.choose(noors, "coordinator", by=cast.noor)
    before = Handover.objects.create(leaving=cast.old_pair, by=cast.noor)
    for one in (cast.noor, cast.ida):
        Arrival.objects.create(handover=before, relationship=cast.pair, by=one)
    Postcard.objects.send(before, by=cast.noor, words="Settled in.")
    with clock.at(NOW - timedelta(days=1)):
        evrens = Handover.objects.open(cast.other_pair, by=cast.evren)
        assert evrens.search is not None
        met = Introduction.objects.ask(evrens.search, therapist=cast.ida, by=cast.evren)
        met.offer([NOW - timedelta(hours=3)], by=cast.ida)
        met.pick(met.offered_times.get(), by=cast.evren)
    Choice.objects.choose(met, by=cast.evren).confirm(by=cast.ida)
    return {"handover": noors.pk, "handover_arrived": before.pk, "handover_new": evrens.pk, **_outside(noors, cast)}


def _outside(move: Handover, cast: Cast) -> dict[str, Any]:
    """Noor asked for names outside the house, Tom wrote one down, and she made a letter to carry."""
    OutsideWish.objects.wish(move, by=cast.noor)
    words = {"name": "Dr Quill", "reach": "555 0123", "why": "She works with loss.", "room": "free"}
    CarriedLetter.objects.begin(move, by=cast.noor, ticked=())
    return {"outside_name": OutsideName.objects.write_down(move, by=cast.tom, **words).pk}


def _missed(cast: Cast) -> dict[str, Any]:
    """Noor missed an hour without word and Ida has left the door open; after Evren's nobody did anything."""
    noors, evrens = cast.sessions()[1], cast.other_pair.sessions.order_by("starts_at")[3]
    with clock.at(noors.ends_at):
        noors.say_missed(by=cast.ida)
        OpenDoor.objects.open(noors, by=cast.ida)
    with clock.at(evrens.ends_at):
        evrens.say_missed(by=cast.samira)
    return {"session_missed": noors.pk, "session_quiet": evrens.pk}


def _forms(cast: Cast) -> dict[str, Any]:
    """One form waits; in another Noor has said that she thought of death."""
    for measure in ("gad7", "phq9", "phq2"):
        SwitchedOn.objects.switch_on(measure, by=cast.rosa)
    care = Form.objects.give(cast.pair, measure_id="phq9", by=cast.ida)
    answer = answer_with_care(care, {f"phq9_{place}": "1" for place in range(1, 10)}, by=cast.noor)
    waits = Form.objects.give(cast.pair, measure_id="gad7", by=cast.ida)
    return {"form": waits.pk, "form_with_care": care.pk, "alert": Alert.objects.get(answer=answer).pk}


@pytest.fixture
def things(cast: Cast) -> dict[str, Any]:
    """One of each thing that a route names, of Noor and Ida."""
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    with clock.at(cast.last.starts_at - timedelta(days=1)):
        opened = Note.objects.put(cast.pair, by=cast.noor, sentence="stopping")
    with clock.at(cast.last.starts_at):
        opened.open(by=cast.ida)
        fit = HeadsUp.objects.raise_(cast.pair, by=cast.ida, reason="I know too little of it.", better="Jonas")
        talk_about_fit = fit.sit_down(by=cast.ida)
    missed = _missed(cast)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well())
        tried: dict[str, Any] = {"what": "one question less", "who": "therapist", "until": cast.next.starts_at.date()}
        task = Task.objects.agree(cast.pair, by=cast.ida, words="one walk")
        pause = cast.other_pair.pause(by=cast.evren)
        pause.relationship = cast.pair
        pause.by = cast.noor
        pause.save()
        tap = Tap.objects.create(
            relationship=cast.pair, by=cast.noor, by_side=Side.CLIENT, choice="listener", listener=cast.mira
        )
        told: dict[str, Any] = {"words": "He laughed at me.", "wish": "heard", "listener": cast.mira}
        with clock.at(NOW + timedelta(seconds=1)):
            # A move opened since is the answer to a request: this one is asked after it, and waits.
            request = Request.objects.ask(cast.pair, by=cast.noor)
        planned = PlannedEnding.objects.plan(cast.pair, by=cast.ida, last_on=clock.today() + timedelta(days=60))
        planned.say_yes(by=cast.noor)
        closing = ClosingWords.objects.keep(cast.pair, by=cast.noor, words="Thank you.")
        concern = Concern.objects.keep(cast.pair, by=cast.noor, **told)
        concern.send()
        return {
            "concern": concern.pk,
            "concern_draft": Concern.objects.keep(cast.pair, by=cast.noor, **told).pk,
            "outside_body": OutsideBody.objects.write_down(name="The board", reach="555 0100", by=cast.rosa).pk,
            "relationship": cast.pair.pk,
            "ended_relationship": cast.old_pair.pk,
            "session": cast.last.pk,
            "session_now": cast.next.pk,
            "session_to_come": cast.next.pk,
            "task": task.pk,
            "pause": pause.pk,
            "note": Note.objects.put(cast.pair, by=cast.noor, sentence="not_right").pk,
            "note_off": Note.objects.put(cast.pair, by=cast.noor, sentence="off").pk,
            "note_opened": opened.pk,
            "need": Need.objects.raise_(cast.pair, by=cast.noor, cards=["fast"]).pk,
            "conversation": Conversation.objects.begin(cast.pair, kind="fit").pk,
            "agreement": Agreement.objects.offer(cast.pair, by=cast.ida, **tried).pk,
            "agreement_offered": Agreement.objects.offer(cast.pair, by=cast.noor, **tried).pk,
            "goal": Goal.objects.set_down(cast.pair, by=cast.noor, words="sleep through").pk,
            "signal": Signal.objects.create(session=cast.last, shown_to=Side.CLIENT, words=["..."]).pk,
            "tap_for_listener": tap.pk,
            "request": request.pk,
            "planned_ending": planned.pk,
            "measure": "gad7",
            **_forms(cast),
            "closing_words": closing.pk,
            "enquiry": Enquiry.objects.ask(name="Lior", reach="555 0111", when="", soon=False).pk,
            "device": cast.noor.remember_device("phone").pk,
            "duty": Duty.objects.get(person=cast.mira).pk,
            "colleague": cast.mira.pk,
            "invitation": Invitation.objects.invite(
                by=cast.rosa, given_name="Lena", family_name="", email="lena@fernlea.example"
            )[0].pk,
            "client_invitation": ClientInvitation.objects.invite(
                by=cast.ida, therapist=cast.ida, given_name="Ben", email="ben@fernlea.example"
            )[0].pk,
            "hat": "t",
            "heads_up": HeadsUp.objects.raise_(cast.pair, by=cast.noor).pk,
            "conversation_fit": talk_about_fit.pk,
            **missed,
            **_moves(cast),
            **_first_meeting(cast),
        }


# A sentence for the next page is the therapist's to read only on the day they meet; and after two working
# days somebody stands in for who did nothing.
ON_THE_DAY = {"conversation:open", "conversation:guide", "conversation:sort", "relationship:open_for"}
OURS = sorted(route for route in ROUTES if ":" in route and not route.startswith("demo:"))
WITH_A_THING = [route for route in OURS if ROUTES[route].get("of", "hat") != "hat"]


def _method(route: str) -> str:
    return "POST" if ROUTES[route].get("methods") == ["POST"] else "GET"


def _ask(route: str, method: str, things: dict[str, Any], person: Person | None, cast: Cast) -> Any:
    """Ask for a page, and make what it did not have happened: each role finds the things as they were."""
    rule = ROUTES[route]
    address = reverse(route, args=[things[rule["of"]]] if "of" in rule else [])
    client = Client()
    moment = cast.next.starts_at if route in ON_THE_DAY else NOW
    with transaction.atomic(), clock.at(moment):
        if person is not None:
            client.force_login(person)
        answer = client.post(address, {"form_key": uuid4()}) if method == "POST" else client.generic(method, address)
        transaction.set_rollback(True)
    return answer


def _asks_to_sign_in(answer: Any) -> bool:
    return bool(answer.status_code == FOUND and answer.url.startswith(SIGN_IN))


def _is_closed(answer: Any) -> bool:
    return answer.status_code in CLOSED or _asks_to_sign_in(answer)


def test_it_opens_to_its_own_people_and_to_nobody_else(cast: Cast, things: dict[str, Any]) -> None:
    wrong = {}
    for route in OURS:
        if ROUTES[route].get("of") == "hat":
            continue  # a hat is one's own; tests/home/test_hats.py
        answers = {role: _ask(route, _method(route), things, cast.of_role(role), cast) for role in ALL_ROLES}
        opened = {role for role, answer in answers.items() if not _is_closed(answer)}
        if opened != set(ROUTES[route]["own"]):
            wrong[route] = {role: answer.status_code for role, answer in answers.items()}
    assert wrong == {}


def test_it_asks_a_stranger_to_sign_in(cast: Cast, things: dict[str, Any]) -> None:
    closed = [route for route in OURS if not ROUTES[route].get("open")]
    for method in ("GET", "POST"):
        let_in = [route for route in closed if not _asks_to_sign_in(_ask(route, method, things, None, cast))]
        assert let_in == []


def test_it_answers_alike_for_what_is_others_and_what_is_not_there(cast: Cast, things: dict[str, Any]) -> None:
    told = []
    for route in WITH_A_THING:
        for role in {"lead", "other_therapist", "other_client"} - set(ROUTES[route]["own"]):
            outsider = cast.of_role(role)
            others = _ask(route, _method(route), things, outsider, cast)
            nothing = _ask(route, _method(route), things | {ROUTES[route]["of"]: uuid4()}, outsider, cast)
            if (others.status_code, _without_address(others)) != (nothing.status_code, _without_address(nothing)):
                told.append(f"{route} to {outsider}")
    assert told == []


def _without_address(answer: Any) -> str:
    # The page names the address it was asked for, in the link back from the help page.
    return re.sub(r"from=[^\"]*", "", answer.content.decode())


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_it_knows_no_other_methods(method: str, cast: Cast, things: dict[str, Any]) -> None:
    for route in OURS:
        for role in ("client", "therapist"):
            answer = _ask(route, method, things, cast.of_role(role), cast)
            assert answer.status_code in (HTTPStatus.BAD_REQUEST, *CLOSED), (route, role)
