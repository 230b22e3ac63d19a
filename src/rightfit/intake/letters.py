"""The letters about somebody new who would like to be rung: neutral, like every letter."""

from django.urls import reverse

from rightfit.intake.models import Enquiry, who_rings
from rightfit.keeping.models import Letter
from rightfit.practice.models import Duty, Person


def lay_introducers_letters() -> int:
    """Lay one letter for each who waits, and one to a stand-in once the promised day has passed."""
    first = who_rings()
    if first is None:
        return 0
    laid = sum(_lay(enquiry, first) for enquiry in Enquiry.objects.waiting())
    others = [
        duty.person
        for kind in (Duty.Kind.STAND_IN, Duty.Kind.INTRODUCER)
        for duty in Duty.objects.now(kind).exclude(person=first)
    ]
    return laid + sum(_lay(enquiry, others[0]) for enquiry in Enquiry.objects.late() if others)


def _lay(enquiry: Enquiry, to: Person) -> int:
    once = f"enquiry:{enquiry.pk}:{to.pk}"
    if Letter.objects.filter(once=once).exists():
        return 0
    Letter.objects.write(to=to.pk, path=reverse("intake:waiting"), once=once)
    return 1
