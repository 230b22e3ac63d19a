"""The worker's step of this room: after a first meeting both are asked, once, how it felt."""

from django.urls import reverse

from rightfit.finding.introduction import Introduction
from rightfit.keeping.models import Letter


def lay_how_it_felt_letters() -> int:
    """Lay a letter to each who met and has not said how it felt; return how many were laid."""
    known = set(Letter.objects.filter(once__startswith="how-it-felt:").values_list("once", flat=True))
    laid = 0
    for introduction in Introduction.objects.under_way().met().select_related("search__person", "therapist"):
        said = set(introduction.impressions.values_list("by", flat=True))
        for person in (introduction.search.person, introduction.therapist):
            once = f"how-it-felt:{introduction.pk}:{person.pk}"
            if person.pk not in said and person.email and once not in known:
                path = reverse("finding:how_it_felt", args=[introduction.pk])
                Letter.objects.write(to=person.pk, path=path, once=once)
                laid += 1
    return laid
