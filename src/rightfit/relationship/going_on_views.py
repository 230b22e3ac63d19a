"""The page on which each of the two says whether to go on."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.relationship.going_on import Continuation, NotAskedError
from rightfit.relationship.models import EndedError, Relationship


class GoOnForm(forms.Form):
    answer = forms.ChoiceField(
        choices=Continuation.Answer.choices, error_messages={"required": gettext_lazy("Pick one of the three.")}
    )


@require_http_methods(["GET", "POST"])
@once
def go_on_or_not(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Say it, then read both answers once both have said."""
    person = request.user
    pair = get_object_or_404(Relationship.objects.visible_to(person).live(), pk=relationship_id)
    waits = Continuation.objects.waits_for(person, pair)
    form = GoOnForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            Continuation.objects.say(pair, form.cleaned_data["answer"], by=person)
        except NotAskedError:
            messages.info(request, _("Nothing more was noted. You said it already, or nobody asks just now."))
        except EndedError as ended:  # in the moment between the two
            raise Http404 from ended
        else:
            messages.success(request, _("Noted."))
        return redirect("relationship:go_on_or_not", relationship_id=pair.pk)
    mine = Continuation.objects.visible_to(person).said_by(person, pair)
    other = pair.other(person)
    context = {
        "relationship": pair,
        "form": form,
        "other": other,
        "waits": waits,
        "mine": mine,
        "theirs": mine
        and Continuation.objects.visible_to(person).filter(relationship=pair, after=mine.after, by=other).first(),
        "as_client": person.pk == pair.client_id,
    }
    return render(request, "relationship/go_on_or_not.html", context, status=422 if form.is_bound else 200)
