"""Who may hear a concern about a therapist: a named listener who is free of that therapist."""

from django.db.models import QuerySet

from rightfit.keeping import clock
from rightfit.practice.models import Duty, Person, Therapist
from rightfit.relationship.models import Relationship
from rightfit.relationship.responsible import holders, matters_of


def may_not_hear(person: Person) -> QuerySet[Relationship]:
    """Return the pairs about which this person hears nothing.

    Those in whose matters they have no hat; those of a therapist who helps them as a trainee; and, where the
    therapist leads the practice, all pairs of that therapist for whoever works here beside listening.
    """
    helped_by = Therapist.objects.filter(person=person).values("helped_by")
    closed = matters_of(person) | Relationship.objects.filter(therapist__in=helped_by)
    if _works_here(person):
        leads = Duty.objects.held_on(clock.today()).filter(kind=Duty.Kind.LEAD).values("person")
        closed |= Relationship.objects.filter(therapist__in=leads)
    return closed


def free_to_hear(relationship: Relationship) -> list[Person]:
    """Return who may be told about this therapist, the longest in the duty first."""
    listeners = holders(Duty.Kind.LISTENER, in_a_matter_of=relationship)
    return [one for one in listeners if not may_not_hear(one).filter(pk=relationship.pk).exists()]


def _works_here(person: Person) -> bool:
    duties = Duty.objects.held_on(clock.today()).filter(person=person).exclude(kind=Duty.Kind.LISTENER)
    return Therapist.objects.filter(person=person).exists() or duties.exists()
