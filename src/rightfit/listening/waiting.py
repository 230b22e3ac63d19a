"""What waits for a listener: the queries that other rooms may ask."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from rightfit.checkin.models import Tap
from rightfit.keeping import clock
from rightfit.listening.concerns import Concern, Entry
from rightfit.listening.words import Word
from rightfit.practice.models import Duty, Person
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import in_time_since, listener_for, matters_of

PROMISED_WORKING_DAYS = 3


def open_taps() -> QuerySet[Tap]:
    """Return what clients asked of a listener who has not been in touch yet."""
    return Tap.objects.filter(listener__isnull=False, acknowledgement=None)


def late() -> QuerySet[Tap]:
    """Return those whose client was told "within three working days", and still waits."""
    return open_taps().filter(at__lt=in_time_since(PROMISED_WORKING_DAYS))


def taps_for_listener(person: Person) -> QuerySet[Tap]:
    """Return what this person may take up: with the duty today, and not involved.

    What was asked of another listener stays with that one, until they may no longer take it or are late.
    """
    if not person.has_duty(Duty.Kind.LISTENER):
        return Tap.objects.none()
    on_duty = Duty.objects.held_on(clock.today()).filter(kind=Duty.Kind.LISTENER).values("person")
    treats = Relationship.objects.filter(client=OuterRef("relationship__client"), therapist=OuterRef("listener"))
    left_alone = ~Q(listener__in=on_duty) | Q(Exists(treats)) | Q(pk__in=late().values("pk"))
    asked = Tap.objects.filter(listener__isnull=False).exclude(relationship__in=matters_of(person))
    return asked.filter(Q(listener=person) | left_alone)


def nobody_may_take() -> int:
    """Count what waits while every listener is involved, or none is named; a number for the lead, and no more."""
    return sum(listener_for(tap.relationship) is None for tap in open_taps().select_related("relationship"))


def word_on_the_page_of(client: Person) -> Word | None:
    """Return the practice's word to this client, while it stands on their page."""
    return Word.objects.on_the_page_of(client)


def open_concerns() -> QuerySet[Concern]:
    """Return what was sent to a listener who has not said yet that they have read it."""
    return Concern.objects.exclude(sent=None).filter(received=None, closed=None)


def late_concerns() -> QuerySet[Concern]:
    """Return those for which the three working days have passed."""
    return open_concerns().filter(sent__at__lt=in_time_since(PROMISED_WORKING_DAYS))


def concerns_for(listener: Person) -> QuerySet[Concern]:
    """Return what waits for this listener to be read."""
    return Concern.objects.told_to(listener).filter(pk__in=open_concerns())


def answers_for(client: Person) -> QuerySet[Concern]:
    """Return those of this client's, not done yet, whose newest line is the listener's."""
    newest = Entry.objects.filter(concern=OuterRef("pk")).order_by("-at").values("by")[:1]
    mine = Concern.objects.visible_to(client).filter(by=client, closed=None).annotate(newest_by=newest)
    return mine.exclude(newest_by=None).exclude(newest_by=client)
