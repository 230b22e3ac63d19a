"""Walks through what is under way: looking, beginning, finding words, trying something, moving on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from rightfit.conversation.models import Agreement, Need
from rightfit.demo import ending, moving, talks
from rightfit.demo.people import LOOKER
from rightfit.demo.step import Step
from rightfit.finding.models import Introduction, Search
from rightfit.practice.models import Person
from rightfit.relationship.closing import PlannedEnding
from rightfit.relationship.models import Relationship
from rightfit.transition.models import Handover


def looking() -> list[Step]:
    wren = Person.objects.filter(email=LOOKER.email).first()
    if wren is None or Search.objects.of(wren) is None:
        return []
    steps = [
        Step(
            person=wren,
            page=reverse("finding:mine"),
            what=_("Three first meetings: one with times to pick, one agreed, one that was held."),
        ),
        Step(
            person=wren,
            page=reverse("finding:compare"),
            what=_("What she felt beside what is practical, and whether one more meeting is worth it."),
        ),
    ]
    meetings = Introduction.objects.on_offer().filter(search__person=wren).select_related("therapist")
    agreed = [meeting for meeting in meetings if meeting.picked and not meeting.was_met]
    return steps + [
        Step(
            person=meeting.therapist,
            page=reverse("finding:introduction", args=[meeting.pk]),
            what=_("What the therapist may read: the part that was ticked, and nothing else."),
        )
        for meeting in agreed
    ]


def finding_words() -> list[Step]:
    need = Need.objects.filter(relationship__client__given_name=talks.WAITS, relationship__ending=None).first()
    if need is None:
        return []
    pair = need.relationship
    return [
        Step(
            person=need.by,
            page=reverse("conversation:need", args=[need.pk]),
            what=_("Words found, written, and waiting for the next session. They can be taken back."),
        ),
        Step(
            person=pair.therapist,
            page=reverse("home:pair", args=[pair.pk]),
            what=_("Look for them: nothing of them is there before the day."),
        ),
    ]


def trying() -> list[Step]:
    found = Agreement.objects.standing().filter(relationship__client__given_name=talks.TRIES, relationship__ending=None)
    for agreement in found.select_related("relationship__client", "relationship__therapist"):
        pair, page = agreement.relationship, reverse("conversation:agreement", args=[agreement.pk])
        return [
            Step(person=pair.client, page=page, what=_("They agreed on something. Say whether it helped.")),
            Step(
                person=pair.therapist,
                page=page,
                what=_("Beside what the therapist said: how it looks since, and how often that is right. Only here."),
            ),
        ]
    return []


def beginning() -> list[Step]:
    pair = Relationship.objects.live().filter(client__given_name=talks.BEGINS).select_related("client").first()
    if pair is None:
        return []
    return [
        Step(
            person=pair.client,
            page=reverse("conversation:opening", args=[pair.pk]),
            what=_("What the two wrote down in their first hour, and a goal in her own words."),
        )
    ]


def moving_on() -> list[Step]:
    move = Handover.objects.under_way().filter(leaving__client__email=moving.EMAIL).in_full().first()
    if move is None:
        return []
    steps = [
        Step(
            person=move.client,
            page=reverse("transition:moving"),
            what=_("Between two therapists: who looks after her now, and what comes next. She says when she is there."),
        )
    ]
    if move.new:
        steps.append(
            Step(
                person=move.new.therapist,
                page=reverse("transition:packet", args=[move.pk]),
                what=_("What she passed on, ticked one by one. The rest is not here."),
            )
        )
    if move.coordinator:
        steps.append(
            Step(
                person=move.coordinator,
                page=reverse("transition:handover", args=[move.pk]),
                what=_("Where the move stands, for the coordinator: dates and names, not a word of hers."),
            )
        )
    return steps


def ending_well() -> list[Step]:
    planned = PlannedEnding.objects.agreed().filter(relationship__client__email=ending.EMAIL).first()
    if planned is None:
        return []
    pair = planned.relationship
    return [
        Step(
            person=pair.client,
            page=reverse("relationship:closing_words", args=[pair.pk]),
            what=_("Closing words, kept and not given yet. Give them, or erase them."),
        ),
        Step(
            person=pair.therapist,
            page=reverse("relationship:plan_ending", args=[pair.pk]),
            what=_("The last day that both agreed on. Nothing of the words before they are given."),
        ),
    ]
