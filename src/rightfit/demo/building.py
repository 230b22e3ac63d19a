"""Fernlea from its first week to the demo's moment, week by week, and on to the next visit."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from rightfit.conversation.models import Note
from rightfit.demo import ending, forms, looking, moving, standing, talks
from rightfit.demo.living import Life, ask_the_worker
from rightfit.demo.people import CLIENTS, STAFF, Act, Client
from rightfit.keeping import clock
from rightfit.listening.models import ask_to_listen
from rightfit.practice.models import Duty, Person, Practice, Therapist
from rightfit.relationship.models import Relationship
from rightfit.transition.models import Request

WEEK = timedelta(weeks=1)
_EVENING = time(18, 30)
# More than a week, for a week is planned at its start: the first session must be booked by then.
BEFORE_THE_FIRST = timedelta(days=8)
DAILY = timedelta(days=9)
OUT_OF_HOURS = "From six in the evening nobody answers the phone here. The numbers under Help now do."

Say = Callable[[int, int], None]
Extra = tuple[datetime, Callable[[], object]]


def build(moment: datetime, *, clients: Sequence[Client] = CLIENTS, say: Say | None = None) -> None:
    """Make the practice and let its people live up to the moment; `say` is told how many weeks are done."""
    firsts = {client.given: first_session(client, moment) for client in clients}
    start = min(firsts.values()) - 2 * BEFORE_THE_FIRST
    with clock.at(start):
        _open_the_house()
    names = {client.given for client in clients}
    extra = _beginnings(clients, firsts) + _told(clients, moment)
    extra += looking.acts(moment) + talks.acts(moment, names) + moving.acts(moment, names)
    extra += ending.acts(moment, names) + forms.acts(moment, names)
    extra += [(standing.moment_on(standing.working_days_on(moment.date(), -1), _EVENING), ask_the_worker)]
    extra += [(moment, ask_the_worker)]
    live_on(Life(clients, daily_from=moment - DAILY), start, moment, extra=extra, say=say)


def live_on(life: Life, start: datetime, end: datetime, *, extra: Sequence[Extra] = (), say: Say | None = None) -> None:
    """Let them live from one moment to the other, a week at a time."""
    weeks = -(-(end - start) // WEEK)
    for done in range(weeks):
        week = start + done * WEEK
        until = min(week + WEEK, end)
        life.live(week, until, extra=[(at, do) for at, do in extra if week < at <= until])
        if say:
            say(done + 1, weeks)


def move_on(since: datetime, moment: datetime, *, say: Say | None = None) -> None:
    """Let the people do what became due between two visits."""
    live_on(Life(), since, moment, extra=[(moment, ask_the_worker)], say=say)


def first_session(client: Client, moment: datetime) -> datetime:
    newest = standing.working_days_on(moment.astimezone(standing.FERNLEA).date(), -client.day)
    return standing.moment_on(newest - client.weeks * WEEK, client.at)


def _open_the_house() -> None:
    Practice.objects.create(
        name="Fernlea Practice", phone="555 0142", out_of_hours=OUT_OF_HOURS, switches={"course_at_home": True}
    )
    for member in STAFF:
        phone = "555 0199" if "listener" in member.duties else ""
        person = Person(given_name=member.given, family_name=member.family, email=member.email, phone=phone)
        person.save()
        if member.seats:
            Therapist.objects.create(person=person, seats=member.seats)
        for kind in member.duties:
            Duty.objects.create(person=person, kind=Duty.Kind(kind))
    looking.write_profiles()


def _beginnings(clients: Sequence[Client], firsts: dict[str, datetime]) -> list[Extra]:
    return [
        (firsts[one.given] - BEFORE_THE_FIRST, partial(_begin, one, firsts[one.given], phone=f"555 02{number:02}"))
        for number, one in enumerate(clients)
    ]


def _begin(client: Client, first_at: datetime, *, phone: str) -> None:
    # Not sooner: an account that begins with nobody closes after ninety days.
    person = Person.objects.create(given_name=client.given, email=client.email, phone=phone)
    therapist = Person.objects.get(given_name=client.therapist)
    pair = Relationship.objects.begin(client=person, therapist=therapist, by=person)
    if client.booked_singly:
        for week in range(client.weeks + 1):
            at = standing.moment_on(first_at.date() + week * WEEK, client.at)
            pair.book(by=therapist, starts_at=at, place=client.room)
    else:
        pair.book_series(by=therapist, first_at=first_at, place=client.room)


def _told(clients: Sequence[Client], moment: datetime) -> list[Extra]:
    """What is told of some people beside the simulator, each at its time."""
    return [
        (standing.moment_on(standing.working_days_on(moment.date(), -act.days_ago), act.at), partial(_tell, one, act))
        for one in clients
        for act in one.acts
    ]


def _tell(client: Client, act: Act) -> None:
    person = Person.objects.get(email=client.email)
    pair = Relationship.objects.of_client(person)
    if pair is None:
        return
    match act.what:
        case "something isn't right":
            Note.objects.put(pair, by=person, sentence="not_right")
        case "rather tell the listener":
            ask_to_listen(pair, by=person)
        case "someone else":
            Request.objects.ask(pair, by=person)
        case "stop for now":
            pair.pause(by=person)
        case "end":
            pair.end(by=person, goodbye="I have what I needed. Thank you.")
        case _:
            raise LookupError(act.what)
