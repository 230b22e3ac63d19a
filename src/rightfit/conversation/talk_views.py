"""The pages of the talks: all of them in one list, the opening, starting in the middle."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.aims.goals import Goal
from rightfit.conversation.agreements import Agreement
from rightfit.conversation.forms import UnderstandingsForm
from rightfit.conversation.notes import Note
from rightfit.conversation.talks import Conversation, Held, NotTheDayError, Understanding, meet_today
from rightfit.conversation.whose import of_pair, while_it_lasts
from rightfit.keeping.once import once
from rightfit.practice.acts import act, is_on
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Person
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import Relationship

LAST = 5


@dataclass(frozen=True, kw_only=True)
class Talks:
    """What one pair has to talk about, or has talked about, as one of the two may know it."""

    relationship: Relationship
    other: Person
    is_client: bool
    waiting: list[Note]
    to_open: list[Note]
    opened: list[Note]
    unsaid: list[Conversation]
    held: list[tuple[Conversation, list[Held]]]
    offered: list[Agreement]
    standing: list[Agreement]
    asked: list[Agreement]

    @property
    def waits_for_them(self) -> bool:
        """Whether something on the page waits for this person."""
        return bool(self.to_open or self.unsaid or self.asked or self.offered)


def talks_of(relationship: Relationship, person: Person) -> Talks:
    """Gather the talks of one pair for one of the two."""
    notes = Note.objects.visible_to(person).filter(relationship=relationship).select_related("opened", "reply", "by")
    mine = Conversation.objects.visible_to(person).filter(relationship=relationship)
    said = Held.objects.visible_to(person).filter(conversation__relationship=relationship).select_related("by")
    by_talk: dict[UUID, list[Held]] = {}
    for held in said.order_by("at"):
        by_talk.setdefault(held.conversation_id, []).append(held)
    agreements = Agreement.objects.visible_to(person).filter(relationship=relationship)
    standing = list(agreements.standing().select_related("watch", "relationship").order_by("-at"))
    return Talks(
        relationship=relationship,
        other=relationship.other(person),
        is_client=person.pk == relationship.client_id,
        waiting=list(notes.waiting().filter(by=person).order_by("at")),
        to_open=list(notes.waiting().exclude(by=person).order_by("at")),
        opened=list(notes.exclude(opened=None).order_by("-at")[:LAST]),
        unsaid=list(mine.unsaid_by(person).order_by("at")),
        held=[(talk, by_talk[talk.pk]) for talk in mine.filter(pk__in=by_talk).order_by("-at")[:LAST]],
        offered=list(agreements.offered().select_related("watch", "by", "relationship").order_by("-at")),
        standing=standing,
        asked=[one for one in standing if one.is_asked_of(person)],
    )


@require_GET
def talks(request: SignedIn) -> HttpResponse:
    """All talks, of each pair that the person is one of."""
    if not request.user.is_therapist and not Relationship.objects.filter(client=request.user).exists():
        raise Http404
    pairs = Relationship.objects.visible_to(request.user).live().select_related("client", "therapist")
    found = [talks_of(pair, request.user) for pair in pairs.order_by("began_at")]
    # Eight people fill several screens: first those with whom something waits.
    found.sort(key=lambda one: not one.waits_for_them)
    for one in found:
        if one.opened or one.standing:
            note_look(one.relationship, by=request.user, at_what="your talks")
    acts = {key: is_on(key) for key in ("find_the_words", "what_we_try", "opening", "middle")}
    return render(request, "conversation/talks.html", {"pairs": found, "hows": Held.How.choices, "on": acts})


@require_POST
@once
def held(request: SignedIn, conversation_id: UUID) -> HttpResponse:
    """One tap: it took place, and how it was."""
    talk = get_object_or_404(
        Conversation.objects.visible_to(request.user).filter(relationship__ending=None), pk=conversation_id
    )
    how = request.POST.get("how", "")
    if how in Held.How.values:
        talk.say_held(by=request.user, how=how)
        messages.success(
            request,
            _("Noted. {name} sees it once you have both said it.").format(
                name=talk.relationship.other(request.user).given_name
            ),
        )
    else:
        messages.error(request, _("Pick one, or leave it: it stays open."))
    return redirect("conversation:talks")


@act("opening")
@require_http_methods(["GET", "POST"])
@once
def opening(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The opening conversation: a guide for both, and what both understand alike, written down."""
    relationship = of_pair(request, relationship_id)
    questions = {
        "tell": _("How will we tell each other when something is off?"),
        "hope_client": _("What does {name} hope for?").format(name=relationship.client.given_name),
        "hope_therapist": _("What does {name} hope for?").format(name=relationship.therapist.given_name),
    }
    return _written_together(request, relationship, Conversation.Kind.OPENING, questions)


@act("middle")
@require_http_methods(["GET", "POST"])
@once
def middle(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """Starting in the middle: five minutes, three questions, for two who have worked together for a while."""
    relationship = of_pair(request, relationship_id)
    questions = {
        "stay": _("What must stay as it is?"),
        "more": _("One thing {name} would like more of").format(name=relationship.client.given_name),
        "tell": _("How will we tell each other when something is off?"),
    }
    return _written_together(request, relationship, Conversation.Kind.MIDDLE, questions)


def _written_together(
    request: SignedIn, relationship: Relationship, kind: Conversation.Kind, questions: dict[str, str]
) -> HttpResponse:
    newest = Understanding.objects.visible_to(request.user).newest(relationship)
    initial = {key: newest[key].words for key in questions if key in newest}
    form = UnderstandingsForm(request.POST or None, keys=list(questions), initial=initial)
    if form.is_bound and form.is_valid():
        return _write(request, relationship, kind, {key: form.cleaned_data[key] for key in questions}, initial)
    note_look(relationship, by=request.user, at_what="your talks")
    talk = Conversation.objects.visible_to(request.user).filter(relationship=relationship, kind=kind).last_begun()
    context: dict[str, Any] = {
        "relationship": relationship,
        "other": relationship.other(request.user),
        "is_client": request.user.pk == relationship.client_id,
        "kind": kind,
        "questions": [(key, text, form[key], newest.get(key)) for key, text in questions.items()],
        "form": form,
        "meet_today": meet_today(relationship),
        "talk": talk,
        "said": Held.objects.visible_to(request.user).filter(conversation=talk, by=request.user).exists(),
        "hows": Held.How.choices,
        "goals": Goal.objects.visible_to(request.user).filter(relationship=relationship),
        "may_set_goals": is_on("goals"),
    }
    return render(request, "conversation/written_together.html", context, status=422 if form.errors else 200)


def _write(
    request: SignedIn,
    relationship: Relationship,
    kind: Conversation.Kind,
    given: dict[str, str],
    before: dict[str, str],
) -> HttpResponse:
    changed = {key: words for key, words in given.items() if words and words != before.get(key)}
    try:
        with while_it_lasts():
            Conversation.objects.write_down(relationship, kind=kind, by=request.user, words=changed)
    except NotTheDayError:
        messages.error(request, _("You write this together, on a day you meet. Nothing was kept."))
    else:
        messages.success(request, _("Kept. You both see it."))
    return redirect(request.path)
