"""Which rows are a client's own: every table of the house stands here once, copied out or with the reason why not.

The way from a row to its client is not written down: it is the way along which the row would go with the client's.
What a client may read of it is what `visible_to` says, as on every page.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rightfit.practice.models import Person

# In the order in which somebody would read it.
COPIED: dict[str, Promise] = {
    "practice.Person": _("You"),
    "practice.Device": _("Phones that are marked as yours"),
    "finding.Search": _("What you looked for"),
    "finding.StoryPart": _("Your story"),
    "finding.StoryTick": _("Which part of your story which therapist may read"),
    "finding.Introduction": _("First meetings"),
    "finding.OfferedTime": _("Times you were offered"),
    "finding.Pick": _("Times you picked"),
    "finding.Decline": _("Who had no room, and whom they named"),
    "finding.Withdrawal": _("First meetings you took back"),
    "finding.Impression": _("How first meetings felt to you"),
    "finding.Choice": _("Whom you chose"),
    "finding.Confirmation": _("Who said yes to starting with you"),
    "finding.Thanks": _("Whom you thanked"),
    "relationship.Relationship": _("The two of you"),
    "relationship.Series": _("Your usual times"),
    "relationship.Session": _("Your sessions"),
    "relationship.Cancellation": _("Sessions that were cancelled"),
    "relationship.Absence": _("Sessions that were missed"),
    "relationship.QuietWish": _("What should happen if you go quiet"),
    "relationship.OpenDoor": _("Notes after a session without word"),
    "relationship.DoorAnswer": _("What you answered to such a note"),
    "relationship.Continuation": _("Whether you two go on"),
    "checkin.CheckIn": _("When you said how it was"),
    "checkin.Answer": _("What you said, and of the other’s what you can read now"),
    "checkin.Share": _("What you shared of it"),
    "checkin.Tap": _("Whether there was something to sort out"),
    "checkin.Rhythm": _("How often you wish to be asked"),
    "checkin.PastRating": _("Marks from before, out of the practice’s file"),
    "checkin.LookTogether": _("When you looked together"),
    "checkin.Signal": _("What you were asked, because it seemed worth asking"),
    "checkin.Ring": _("What you answered to that"),
    "aims.Goal": _("Your goals"),
    "aims.GoalRating": _("How near they felt"),
    "aims.Task": _("The one thing between sessions"),
    "aims.NotThisWeek": _("When it was: not this week"),
    "aims.Drop": _("When it was taken away"),
    "questionnaire.Form": _("Forms you were given"),
    "questionnaire.FormAnswer": _("What you filled in"),
    "safety.Alert": _("Answers for which somebody was asked to look"),
    "safety.Acknowledgement": _("Who took that up"),
    "safety.Escalation": _("Who else was asked to look"),
    "conversation.Need": _("What you looked for words for"),
    "conversation.Preparation": _("How you wanted to bring it"),
    "conversation.Note": _("Sentences for the next session"),
    "conversation.Opened": _("When they were opened"),
    "conversation.Reply": _("What was heard"),
    "conversation.Sorting": _("The cards you two sorted"),
    "conversation.Conversation": _("Your talks"),
    "conversation.Held": _("How they were"),
    "conversation.Understanding": _("How you two understand it"),
    "conversation.Agreement": _("What you said you would try"),
    "conversation.Handshake": _("Who said yes to it"),
    "conversation.Watch": _("What you wanted to watch"),
    "conversation.FollowUp": _("Whether it helped"),
    "listening.Word": _("Words from the practice"),
    "listening.Acknowledgement": _("When a listener got in touch"),
    "listening.Concern": _("What you told a listener, or kept for one"),
    "listening.Sent": _("When you sent it"),
    "listening.Received": _("When it was read"),
    "listening.Entry": _("What was written since"),
    "listening.Closed": _("When you said that it is done"),
    "transition.Request": _("When you asked to meet someone else"),
    "transition.TakenUp": _("When the practice spoke with you about it"),
    "transition.HeadsUp": _("Wishes to talk about whether you fit"),
    "transition.Outcome": _("What came of those talks"),
    "transition.Handover": _("Your move to someone new"),
    "transition.CalledOff": _("Moves that were called off"),
    "transition.Telling": _("How a therapist hears of your move"),
    "transition.Told": _("When they were told"),
    "transition.PacketItem": _("What goes along"),
    "transition.Unpacked": _("When it was opened"),
    "transition.Arrival": _("Who said that you have settled in"),
    "transition.OutsideWish": _("When you asked for names outside the practice"),
    "transition.OutsideName": _("Names outside the practice, written down for you"),
    "transition.CarriedLetter": _("Your letter to carry"),
    "transition.OutsideAnswer": _("What you answered: whether you arrived outside the practice"),
    "transition.Postcard": _("Your card to the therapist from before"),
    "transition.CardRead": _("When it was read"),
    "relationship.Pause": _("When you two stopped for now"),
    "relationship.Resumption": _("When you two went on"),
    "relationship.PlannedEnding": _("Last days that were planned"),
    "relationship.YesToEnding": _("When both had said yes to one"),
    "relationship.ClosingWords": _("Closing words"),
    "relationship.Given": _("When they were given"),
    "relationship.Ending": _("Endings"),
    "keeping.Event": _("Who did or looked at what"),
}
# Not in a copy: why.
OF_THE_HOUSE = "what the practice is, the same for everybody"
OF_STAFF = "about people who work here"
MACHINERY = "how the house works: no words, and nothing about a person that does not stand elsewhere in the copy"
NOT_COPIED: dict[str, str] = {
    "practice.Practice": OF_THE_HOUSE,
    "practice.OutsideBody": OF_THE_HOUSE,
    "questionnaire.SwitchedOn": OF_THE_HOUSE,
    "practice.Therapist": OF_STAFF,
    "practice.Duty": OF_STAFF,
    "practice.Invitation": OF_STAFF,
    "practice.Acceptance": OF_STAFF,
    "practice.FirstLink": OF_STAFF,
    "finding.Profile": OF_STAFF,
    "finding.Availability": OF_STAFF,
    "relationship.ClientInvitation": "the letter that brought somebody in; name and address stand under the person",
    "relationship.Welcome": "that this letter was answered",
    "intake.Enquiry": "a wish to be rung, of somebody without an account; it goes after 90 days",
    "intake.Callback": "that somebody was rung, as above",
    "checkin.Considered": MACHINERY,
    "checkin.RingCounted": MACHINERY,
    "checkin.RingTally": "how many people said yes and how many no, of all together; it names nobody",
    "overview.Period": OF_THE_HOUSE,
    "overview.Figure": "how many people, of all together and rounded; it names nobody",
    "exchange.Import": MACHINERY,
    "exchange.Newcomer": MACHINERY,
    "exchange.ImportedSession": MACHINERY,
    "keeping.FormKey": MACHINERY,
    "keeping.SealKey": MACHINERY,
    "keeping.Letter": MACHINERY,
    "keeping.Posting": MACHINERY,
    "keeping.Failure": MACHINERY,
}
# Of these a client reads no more than this on any page.
ONLY = {
    "practice.Person": ("given_name", "family_name", "email", "phone", "joined_at"),
    "safety.Acknowledgement": ("by", "at"),
    "keeping.Event": ("at", "by", "verb"),
}
ENDS = {
    "practice.Person": "pk",
    "practice.Device": "person",
    "relationship.Relationship": "client",
    "finding.Search": "person",
    "finding.StoryPart": "person",
    "keeping.Event": "chain",
}


def of(person: Person) -> Iterator[tuple[type[models.Model], QuerySet[Any]]]:
    """Yield each table that is copied, with the rows about this client that the client may read."""
    for label in COPIED:
        model = apps.get_model(label)
        yield model, rows_of(model, person)


def rows_of(model: type[models.Model], person: Person) -> QuerySet[Any]:
    """Return the rows about this client which the client may read, oldest first."""
    theirs = model._default_manager.filter(Q(**{way_to_the_client(model): person.pk}))
    return theirs.filter(pk__in=readable(model, person).values("pk")).order_by(when(model), "pk")


def readable(model: type[models.Model], person: Person) -> QuerySet[Any]:
    """Return what the person may read; a row without a rule of its own is read by whom its parent is."""
    manager = model._default_manager
    if hasattr(manager, "visible_to"):
        visible: QuerySet[Any] = manager.visible_to(person)
        return visible
    parent = _parent(model)
    return manager.filter(Q(**{f"{parent.name}__in": readable(parent.related_model, person)}))


@cache
def when(model: type[models.Model]) -> str:
    """Return the way to the moment of a row: its own, else that of what it hangs on."""
    own = next((name for name in ("position", "starts_at", "given_at", "at", "joined_at") if _has(model, name)), None)
    if own is not None or model._meta.label in ENDS:
        return own or "pk"
    parent = _parent(model)
    return f"{parent.name}__{when(parent.related_model)}"


@cache
def way_to_the_client(model: type[models.Model]) -> str:
    """Return the way to the client for a query: `check_in__session__relationship__client`."""
    if model._meta.label in ENDS:
        return ENDS[model._meta.label]
    parent = _parent(model)
    return f"{parent.name}__{way_to_the_client(parent.related_model)}"


def _parent(model: type[models.Model]) -> "models.ForeignKey[Any, Any]":
    """Return the key along which the row goes when its parent goes."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE:
            return field
    message = f"{model._meta.label} hangs on nobody."
    raise LookupError(message)


def _has(model: type[models.Model], name: str) -> bool:
    return any(field.name == name for field in model._meta.concrete_fields)
