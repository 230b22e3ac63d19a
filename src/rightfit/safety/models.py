"""An answer that may mean danger: an alert with a clock, who took it up, and whom it went to when nobody did."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models, transaction
from django.urls import reverse

from rightfit.keeping import clock
from rightfit.keeping.models import Letter
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Duty, Person
from rightfit.questionnaire.measures import risks
from rightfit.questionnaire.models import Form, FormAnswer, NotOnError
from rightfit.relationship.models import NotYoursError
from rightfit.relationship.responsible import holders

# Told to the client before they answer. Nights and weekends count: danger knows no office hours.
HOURS = 24


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, person: Person) -> Self:
        """The therapist, while the work lasts; who was called in their place, while it is open; the client."""
        treats = models.Q(answer__form__relationship__therapist=person, answer__form__relationship__ending=None)
        called = models.Q(escalations__to=person, escalations__why=Escalation.Why.CONTACT, acknowledgement=None)
        own = models.Q(answer__form__relationship__client=person)
        return self.filter(treats | called | own | models.Q(acknowledgement__by=person)).distinct()

    def open(self) -> Self:
        return self.filter(acknowledgement=None)

    def waiting_for(self, person: Person) -> Self:
        """Those that this person is to take up."""
        return self.open().visible_to(person).exclude(answer__form__relationship__client=person)

    def overdue(self) -> Self:
        """Those that nobody took up in the promised time: the lead sees how many, and nothing of what was answered."""
        return self.open().filter(due_at__lte=clock.now())


class Alert(models.Model):
    """That an answer may mean danger: a row with a clock. A letter is only a nudge to look."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    answer = models.OneToOneField(FormAnswer, models.CASCADE, related_name="alert")
    items = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField()

    objects = AlertQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.answer}: look at it"

    @property
    def half_time(self) -> datetime:
        return self.at + (self.due_at - self.at) / 2

    @transaction.atomic
    def take_up(self, *, by: Person, did: str) -> "Acknowledgement":
        """Say that one is at it, and what one did."""
        alert = Alert.objects.select_for_update(of=("self",)).get(pk=self.pk)
        pair = alert.answer.form.relationship
        if not Alert.objects.visible_to(by).filter(pk=alert.pk).exists() or by.pk == pair.client_id:
            raise NotYoursError
        taken_up, fresh = Acknowledgement.objects.get_or_create(alert=alert, defaults={"by": by, "did": did})
        if fresh:
            pair.track("took up an answer", by=by, about=alert)
        return taken_up


class Acknowledgement(models.Model):
    """That somebody took it up, and what they did."""

    alert = models.OneToOneField(Alert, models.CASCADE, primary_key=True, related_name="acknowledgement")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    did = SealedField()
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.alert}: taken up"


class Escalation(models.Model):
    """That it went to somebody else, because nobody took it up."""

    class Why(models.TextChoices):
        CONTACT = "contact"
        LEAD = "lead"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="escalations")
    to = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(max_length=7, choices=Why.choices)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["alert", "to", "why"], name="escalated_once_to_each"),)

    def __str__(self) -> str:
        return f"{self.alert}: also to {self.to.given_name}"


def contact_for(form: Form) -> Person | None:
    """Return who is called when the therapist does not look in time."""
    return next(iter(holders(Duty.Kind.SAFETY_CONTACT, in_a_matter_of=form.relationship)), None)


@transaction.atomic
def answer_with_care(form: Form, answers: Mapping[str, str], *, by: Person) -> FormAnswer:
    """Keep what was answered; where an item may mean danger, the alert and the letter in the same transaction."""
    filled = form.answer(answers, by=by)
    measure = form.definition
    if measure is None:
        raise NotOnError
    found = risks(measure, answers=answers)
    if found:
        now = clock.now()
        alert = Alert.objects.create(answer=filled, items=list(found), due_at=now + timedelta(hours=HOURS))
        _nudge(alert, form.relationship.therapist)
        form.relationship.track("an answer called for somebody", by=None, about=alert)
    return filled


def escalate() -> int:
    """Call the safety contact at half of the time, or at once where the therapist is gone; the lead at its end."""
    called = 0
    for alert in Alert.objects.open().select_related("answer__form__relationship"):
        with transaction.atomic():
            # Who takes it up at this moment has this row.
            now = Alert.objects.select_for_update(of=("self",)).get(pk=alert.pk)
            if Acknowledgement.objects.filter(alert=now).exists():
                continue
            pair = alert.answer.form.relationship
            if clock.now() >= now.half_time or not pair.is_live:
                for person in holders(Duty.Kind.SAFETY_CONTACT, in_a_matter_of=pair):
                    called += _call(now, person, Escalation.Why.CONTACT)
            if clock.now() >= now.due_at:
                for duty in Duty.objects.now(Duty.Kind.LEAD):
                    called += _call(now, duty.person, Escalation.Why.LEAD)
    return called


def _call(alert: Alert, person: Person, why: Escalation.Why) -> int:
    _escalation, fresh = Escalation.objects.get_or_create(alert=alert, to=person, why=why)
    if fresh:
        _nudge(alert, person)
    return int(fresh)


def _nudge(alert: Alert, to: Person) -> None:
    Letter.objects.write(to=to.pk, path=reverse("safety:alerts"), once=f"alert:{alert.pk}:{to.pk}")
