"""Questionnaires in the practice: which are on, which form was given to whom, and what was answered."""

from collections.abc import Mapping
from typing import Self
from uuid import uuid4

from django.db import models, transaction

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.keeping.sealed import SealedField
from rightfit.practice.models import Duty, Person
from rightfit.questionnaire import measures
from rightfit.questionnaire.measures import Measure, Score
from rightfit.relationship.models import NotYoursError, Relationship


class NotOnError(Exception):
    """The practice does not use this questionnaire, or its licence is over."""


class NoSafetyContactError(Exception):
    """An answer may mean danger, and nobody is named who is called then."""


class AnsweredError(Exception):
    """The form was filled in: what was answered then stays."""


class SwitchedOnQuerySet(models.QuerySet["SwitchedOn"]):
    def visible_to(self, person: Person) -> Self:  # noqa: ARG002 - which questionnaires are in use is no secret
        return self

    def measures(self) -> list[Measure]:
        """Return the measures that are on and may be used today."""
        found = (measures.find(one) for one in self.order_by("measure").values_list("measure", flat=True))
        return [measure for measure in found if measure is not None]

    @transaction.atomic
    def switch_on(self, measure_id: str, *, by: Person) -> "SwitchedOn":
        """Use a questionnaire in this practice: the lead's word, and not before somebody is named for danger."""
        measure = measures.find(measure_id)
        if measure is None:
            raise NotOnError
        if not by.has_duty(Duty.Kind.LEAD):
            raise NotYoursError
        if measures.has_risk(measure) and not Duty.objects.now(Duty.Kind.SAFETY_CONTACT).exists():
            raise NoSafetyContactError
        on, fresh = self.get_or_create(measure=measure_id, defaults={"by": by})
        if fresh:
            Event.objects.record("switched a questionnaire on", by=by.pk, about=by)
        return on

    @transaction.atomic
    def switch_off(self, measure_id: str, *, by: Person) -> None:
        """Give it to nobody any more. What was filled in stays."""
        if not by.has_duty(Duty.Kind.LEAD):
            raise NotYoursError
        if self.filter(measure=measure_id).delete()[0]:
            Event.objects.record("switched a questionnaire off", by=by.pk, about=by)


class SwitchedOn(models.Model):
    """That the practice uses a questionnaire."""

    measure = models.CharField(max_length=60, primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    objects = SwitchedOnQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "switched on"

    def __str__(self) -> str:
        return self.measure


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def waiting(self) -> Self:
        return self.filter(filled=None, relationship__ending=None)

    @transaction.atomic
    def give(self, relationship: Relationship, *, measure_id: str, by: Person) -> "Form":
        """Give the client a form to fill in. One of a kind waits at a time."""
        pair = relationship.locked_while_it_lasts()
        if by.pk != pair.therapist_id:
            raise NotYoursError
        measure = measures.find(measure_id)
        if measure is None or not SwitchedOn.objects.filter(measure=measure_id).exists():
            raise NotOnError
        form = self.waiting().filter(relationship=pair, measure=measure_id).first()
        if form is None:
            form = self.create(relationship=pair, measure=measure_id, version=measure.version, by=by)
            pair.track("gave you a form", by=by, about=form)
        return form


class Form(models.Model):
    """A questionnaire given to one client."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="forms")
    measure = models.CharField(max_length=60)
    version = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.PROTECT)
    at = models.DateTimeField(default=clock.now)

    objects = FormQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.relationship}: {self.measure}"

    @property
    def definition(self) -> Measure | None:
        return measures.find(self.measure)

    @transaction.atomic
    def answer(self, answers: Mapping[str, str], *, by: Person) -> "FormAnswer":
        """Keep what the client answered. Raises AnswerError, which names item and allowed answers."""
        pair = self.relationship.locked_while_it_lasts()
        if by.pk != pair.client_id:
            raise NotYoursError
        if FormAnswer.objects.filter(form=self).exists():
            raise AnsweredError
        measure = self.definition
        if measure is None:
            raise NotOnError
        measures.score(measure, answers=answers)
        measures.count_use(measure)
        filled = FormAnswer.objects.create(form=self, answers=dict(answers))
        pair.track("filled in a form", by=by, about=self)
        return filled

    @transaction.atomic
    def take_back(self, *, by: Person) -> None:
        """Take a form back that waits."""
        pair = self.relationship.locked()
        if by.pk != pair.therapist_id:
            raise NotYoursError
        if FormAnswer.objects.filter(form=self).exists():
            raise AnsweredError
        pair.track("took a form back", by=by, about=self)
        self.delete()


class FormAnswerQuerySet(models.QuerySet["FormAnswer"]):
    def visible_to(self, person: Person) -> Self:
        """The client, also later; the therapist at once, while the work lasts."""
        return self.filter(form__in=Form.objects.visible_to(person))


class FormAnswer(models.Model):
    """What was answered. The score is not stored: it is always computed from this."""

    form = models.OneToOneField(Form, models.CASCADE, primary_key=True, related_name="filled")
    answers = SealedField()
    at = models.DateTimeField(default=clock.now)

    objects = FormAnswerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.form}: filled in"

    @property
    def measure(self) -> Measure | None:
        return measures.of_the_past(self.form.measure)

    def scores(self) -> list[Score]:
        """Return the scores that are shown; none where the text of the questionnaire is not here any more."""
        measure = self.measure
        return measures.scores_of(measure, self.answers) if measure else []
