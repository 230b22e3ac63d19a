"""The pages of who looks: first meetings, story, how it felt, comparing, choosing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.finding import labels
from rightfit.finding.calendar_file import calendar_file
from rightfit.finding.choice import AnotherChosenError, Choice, NotMovingError
from rightfit.finding.comparing import compare as side_by_side
from rightfit.finding.forms import LearnedForm, StoryForm
from rightfit.finding.introduction import Introduction, NotForYouError, OfferedTime, OverError
from rightfit.finding.search import Search
from rightfit.finding.story import StoryPart, StoryTick
from rightfit.keeping.once import once
from rightfit.practice.acts import act
from rightfit.practice.http import SignedIn


@require_GET
def mine(request: SignedIn) -> HttpResponse:
    """My search: the first meetings and where they stand."""
    search = Search.objects.visible_to(request.user).order_by("-at").first()
    meetings = list(_own(request).filter(search=search)) if search else []
    context = {"search": search, "meetings": meetings, "met": [one for one in meetings if one.was_met]}
    return render(request, "finding/mine.html", context)


def meeting_of_who_looks(request: SignedIn, introduction: Introduction) -> HttpResponse:
    """One first meeting, as who looks sees it."""
    parts = StoryPart.objects.visible_to(request.user).filter(person=request.user)
    ticked = StoryTick.objects.visible_to(request.user).filter(introduction=introduction)
    context = {
        "introduction": introduction,
        "picked": introduction.picked,
        "times": OfferedTime.objects.visible_to(request.user).to_come().filter(introduction=introduction),
        "parts": parts,
        "ticked": [str(key) for key in ticked.values_list("part", flat=True)],
        "choice": Choice.objects.visible_to(request.user).filter(introduction=introduction).first(),
    }
    return render(request, "finding/my_meeting.html", context)


@require_POST
@once
def pick(request: SignedIn, time_id: UUID) -> HttpResponse:
    time = get_object_or_404(
        OfferedTime.objects.visible_to(request.user).filter(introduction__search__person=request.user), pk=time_id
    )
    try:
        time.introduction.pick(time, by=request.user)
    except (NotForYouError, OverError):
        messages.info(request, _("This time can no longer be picked."))
    return redirect("finding:introduction", time.introduction_id)


@require_POST
@once
def withdraw(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    introduction = _own_or_404(request, introduction_id)
    try:
        introduction.withdraw(by=request.user)
    except OverError:
        pass  # it is over, which is what was asked
    except NotForYouError:
        messages.info(request, _("You chose this therapist. First take your choice back."))
    return redirect("finding:mine")


@require_GET
def calendar(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    """The time that was picked, for one's own calendar."""
    introduction = get_object_or_404(
        Introduction.objects.visible_to(request.user).filter(offered_times__pick__isnull=False).distinct(),
        pk=introduction_id,
    )
    picked = introduction.picked
    if picked is None or request.user.pk not in (introduction.search.person_id, introduction.therapist_id):
        raise Http404
    answer = HttpResponse(calendar_file(picked, summary=_("First meeting")), content_type="text/calendar")
    answer["Content-Disposition"] = 'attachment; filename="first-meeting.ics"'
    return answer


@require_http_methods(["GET", "POST"])
@once
def story(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    """Tell the story once, and tick what this therapist reads: only when a first meeting is agreed."""
    introduction = _own_or_404(request, introduction_id)
    if introduction.picked is None or not introduction.is_on_offer:
        raise Http404
    parts = {part.kind: part for part in StoryPart.objects.visible_to(request.user).filter(person=request.user)}
    form = StoryForm(request.POST or None, initial={kind: part.words for kind, part in parts.items()})
    ticked = StoryTick.objects.visible_to(request.user).filter(introduction=introduction)
    kinds = list(ticked.values_list("part__kind", flat=True))
    if request.method == "POST" and form.is_valid():
        written = [
            StoryPart.objects.write(introduction, kind=kind, words=form.cleaned_data[kind], by=request.user)
            for kind, _label in labels.STORY
        ]
        wanted = request.POST.getlist("reads")
        StoryTick.objects.tick(
            introduction, parts=[part.pk for part in written if part and part.kind in wanted], by=request.user
        )
        messages.success(request, _("Kept."))
        return redirect("finding:introduction", introduction.pk)
    context = {"introduction": introduction, "form": form, "ticked": request.POST.getlist("reads") or kinds}
    return render(request, "finding/story.html", context)


@require_http_methods(["GET", "POST"])
@act("compare")
@once
def compare(request: SignedIn) -> HttpResponse:
    """The first meetings side by side; and what one learned about what one needs."""
    search = Search.objects.visible_to(request.user).order_by("-at").first()
    if search is None:
        raise Http404
    form = LearnedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        search.learn(form.cleaned_data["words"])
        messages.success(request, _("Kept with your wishes."))
        return redirect("finding:compare")
    meetings = [one for one in _own(request).filter(search=search, withdrawal=None) if not hasattr(one, "decline")]
    context: dict[str, Any] = {
        "search": search,
        "form": form,
        "compared": side_by_side(request.user, meetings),
        "may_choose": [one for one in meetings if one.was_met and one.is_on_offer],
    }
    return render(request, "finding/compare.html", context)


@require_POST
@once
def choose(request: SignedIn, introduction_id: UUID) -> HttpResponse:
    introduction = _own_or_404(request, introduction_id)
    try:
        Choice.objects.choose(introduction, by=request.user)
    except NotMovingError:
        messages.info(request, _("First say that you move. Your therapist stays yours until you have arrived."))
        return redirect("transition:moving")
    except AnotherChosenError:
        messages.info(request, _("You have chosen somebody else. First take that back."))
    except (NotForYouError, OverError):
        messages.info(request, _("You can choose once you have met, and while the first meeting is open."))
    return redirect("finding:introduction", introduction.pk)


@require_POST
@once
def think_again(request: SignedIn, choice_id: UUID) -> HttpResponse:
    choice = get_object_or_404(
        Choice.objects.visible_to(request.user).filter(introduction__search__person=request.user), pk=choice_id
    )
    try:
        choice.take_back(by=request.user)
    except OverError:
        messages.info(request, _("Your therapist has said yes already."))
    return redirect("finding:introduction", choice.introduction_id)


def _own(request: SignedIn) -> Any:
    own = Introduction.objects.visible_to(request.user).filter(search__person=request.user)
    return own.in_full().select_related("therapist__profile").prefetch_related("offered_times__pick").order_by("at")


def _own_or_404(request: SignedIn, introduction_id: UUID) -> Introduction:
    return get_object_or_404(
        Introduction.objects.visible_to(request.user).filter(search__person=request.user), pk=introduction_id
    )
