"""Three talks at three stages: one just begun, one prepared and waiting, one that led to something to try."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial

from rightfit.aims.goals import Goal
from rightfit.conversation.models import Agreement, Conversation, FollowUp, Held, Need, Note, Preparation
from rightfit.demo import standing
from rightfit.relationship.models import Relationship

BEGINS, WAITS, TRIES = "Pilar", "Maya", "Amara"
UNDERSTOOD = {
    "tell": "I put my hand on the table, and we stop.",
    "hope_client": "To sleep, and to say no once a week.",
    "hope_therapist": "To hear early when something is not right.",
}
TOO_MUCH = "What we plan is too much for me. I nod, and then I do none of it and am ashamed."
LESS_ADVICE = "Last time I had three ideas from you before I had finished. I would have liked to be heard first."
HEARD = "That you nod because you do not want to let me down, and that it is too much."


def acts(moment: datetime, names: set[str]) -> list[tuple[datetime, Callable[[], object]]]:
    """Return what happens in these talks, each at its time; of those only who is there."""
    on = partial(standing.on_the_day, moment)
    until = on(10, time(12)).date()
    told: dict[str, list[tuple[datetime, Callable[[], object]]]] = {
        BEGINS: [(on(-5, time(14, 20)), _opening), (on(-5, time(14, 46)), _how_it_was), (on(-4, time(20)), _near)],
        WAITS: [(on(0, time(12, 10)), _prepares)],
        TRIES: [
            (on(-11, time(20, 30)), _brings),
            (on(-10, time(16, 45)), _answers),
            (on(-10, time(17, 10)), partial(_agree, until)),
            (on(-10, time(17, 12)), _says_yes),
            (on(-4, time(19, 30)), _first_to_say),
        ],
    }
    return [one for name, those in told.items() if name in names for one in those]


def _pair(given: str) -> Relationship:
    return Relationship.objects.live().select_related("client", "therapist").get(client__given_name=given)


def _opening() -> None:
    pair = _pair(BEGINS)
    Conversation.objects.write_down(pair, kind=Conversation.Kind.OPENING, by=pair.therapist, words=UNDERSTOOD)
    Goal.objects.set_down(pair, by=pair.client, words="To sleep through three nights in a week")


def _how_it_was() -> None:
    pair = _pair(BEGINS)
    talk = Conversation.objects.get(relationship=pair, kind=Conversation.Kind.OPENING)
    for person in (pair.client, pair.therapist):
        talk.say_held(by=person, how=Held.How.GOOD)


def _near() -> None:
    pair = _pair(BEGINS)
    Goal.objects.get(relationship=pair).rate(by=pair.client, mark=3)


def _put(given: str, card: str, words: str) -> None:
    pair = _pair(given)
    need = Need.objects.raise_(pair, by=pair.client, cards=[card], since=Need.Since.WEEKS)
    Note.objects.put_prepared(need.prepare(how=Preparation.How.WRITE, words=words))


def _prepares() -> None:
    _put(WAITS, "listen", LESS_ADVICE)


def _brings() -> None:
    _put(TRIES, "load", TOO_MUCH)


def _talk() -> tuple[Relationship, Note, Conversation]:
    pair = _pair(TRIES)
    note = Note.objects.get(need__relationship=pair)
    return pair, note, Conversation.objects.get(about=note.pk)


def _answers() -> None:
    pair, note, _said = _talk()
    note.answer(by=pair.therapist, words=HEARD)


def _agree(until: date) -> None:
    pair, _note, talk = _talk()
    talk.say_held(by=pair.client, how=Held.How.MIXED)
    talk.say_held(by=pair.therapist, how=Held.How.GOOD)
    Agreement.objects.offer(
        pair, by=pair.therapist, what="One small thing a week, and you choose it", who=Agreement.Who.BOTH,
        until=until, watch="whether you nod and mean no", after=talk,
    )  # fmt: skip


def _says_yes() -> None:
    pair = _pair(TRIES)
    Agreement.objects.get(relationship=pair).say_yes(by=pair.client)


def _first_to_say() -> None:
    pair = _pair(TRIES)
    agreement: Agreement = Agreement.objects.standing().get(relationship=pair)
    agreement.follow_up(by=pair.therapist, did=FollowUp.Did.YES, helped=FollowUp.Helped.BIT)
