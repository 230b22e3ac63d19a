"""The page on which both sort ten cards. What one sorted is laid open when the other has sorted too."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rightfit.conversation.cards import OFF, laid
from rightfit.conversation.forms import SortingForm
from rightfit.conversation.notes import Note
from rightfit.conversation.sorting import AlreadyLaidOpenError, Sorting
from rightfit.conversation.whose import while_it_lasts
from rightfit.keeping.once import once
from rightfit.practice.acts import act, is_on
from rightfit.practice.http import SignedIn
from rightfit.relationship.looks import note_look

BOTH = 2


@act("find_the_words")
@require_http_methods(["GET", "POST"])
@once
def sort(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Sort ten cards: yes, a bit, no."""
    note = get_object_or_404(
        Note.objects.visible_to(request.user)
        .filter(kind=OFF, relationship__ending=None)
        .select_related("relationship"),
        pk=note_id,
    )
    relationship = note.relationship
    seen = {one.by_id: one for one in Sorting.objects.visible_to(request.user).filter(note=note)}
    own = seen.get(request.user.pk)
    form = SortingForm(request.POST or None, initial=own.piles if own else None)
    if form.is_bound and form.is_valid():
        try:
            with while_it_lasts():
                Sorting.objects.lay(note, by=request.user, piles=form.piles())
        except AlreadyLaidOpenError:
            messages.error(request, _("You have both sorted, so it stays as it is."))
        else:
            messages.success(request, _("Sorted. You can lay them anew until both of you have."))
        return redirect("conversation:sort", note_id=note.pk)
    laid_open = len(seen) == BOTH
    if laid_open:
        note_look(relationship, by=request.user, at_what="your talks")
    context = {
        "note": note,
        "relationship": relationship,
        "other": relationship.other(request.user),
        "form": form,
        "own": own,
        "laid_open": laid_open,
        "rows": _side_by_side(seen, relationship.client_id, relationship.therapist_id) if laid_open else [],
        "piles": Sorting.Pile.choices,
        "may_try": is_on("what_we_try"),
    }
    return render(request, "conversation/sort.html", context, status=422 if form.is_bound else 200)


def _side_by_side(seen: dict[UUID, Sorting], client: UUID, therapist: UUID) -> list[dict[str, object]]:
    """The ten cards with both piles; first those to which either said yes."""
    names = dict(Sorting.Pile.choices)
    weight = {Sorting.Pile.YES: 2, Sorting.Pile.BIT: 1}
    rows: list[tuple[int, dict[str, object]]] = []
    for card in laid():
        piles = [seen[who].piles.get(card.key, "") for who in (client, therapist)]
        strength = sum(weight.get(Sorting.Pile(pile), 0) for pile in piles if pile)
        rows.append((strength, {"card": card, "client": names.get(piles[0]), "therapist": names.get(piles[1])}))
    return [row for _strength, row in sorted(rows, key=lambda one: -one[0])]
