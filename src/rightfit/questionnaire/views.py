"""Pages of questionnaires: which are on, who gets one, filling it in, and what it came to."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty
from rightfit.questionnaire import measures as here
from rightfit.questionnaire.forms import PackForm, answers_in, questions
from rightfit.questionnaire.measures import AnswerError, DefinitionError, PackError
from rightfit.questionnaire.models import (
    AnsweredError,
    Form,
    FormAnswer,
    NoSafetyContactError,
    NotOnError,
    SwitchedOn,
)
from rightfit.questionnaire.over_time import courses
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import EndedError, Relationship


@require_http_methods(["GET", "POST"])
@once
def measures(request: SignedIn) -> HttpResponse:
    """The lead's list of questionnaires: switch on and off, and add one under a licence of one's own."""
    if not request.user.has_duty(Duty.Kind.LEAD):
        raise Http404
    form = PackForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            added = here.add(
                given["text"],
                attested_by=request.user.full_name,
                licence=given["licence"],
                until=given["until"],
                uses=given["uses"],
            )
        except (DefinitionError, PackError) as wrong:
            form.add_error("text", str(wrong))
        else:
            messages.success(request, _("{name} is here. Switch it on to use it.").format(name=added.name))
            return redirect("questionnaire:measures")
    on = set(SwitchedOn.objects.values_list("measure", flat=True))
    listed = [{"measure": one, "is_on": one.id in on, "has_risk": here.has_risk(one)} for one in here.known()]
    context = {"listed": listed, "form": form}
    return render(request, "questionnaire/measures.html", context, status=422 if form.errors else 200)


@require_POST
@once
def switch(request: SignedIn, measure_id: str) -> HttpResponse:
    """Switch a questionnaire on or off."""
    if not request.user.has_duty(Duty.Kind.LEAD):
        raise Http404
    if "off" in request.POST:
        SwitchedOn.objects.switch_off(measure_id, by=request.user)
        messages.success(request, _("Off. What was filled in stays."))
        return redirect("questionnaire:measures")
    try:
        SwitchedOn.objects.switch_on(measure_id, by=request.user)
    except NotOnError as missing:
        raise Http404 from missing
    except NoSafetyContactError:
        messages.error(
            request,
            _("An answer in it may mean danger. First name a safety contact, who is called when nobody looks in time."),
        )
    else:
        messages.success(request, _("On. Therapists can give it from now on."))
    return redirect("questionnaire:measures")


@require_http_methods(["GET", "POST"])
@once
def forms(request: SignedIn, relationship_id: UUID) -> HttpResponse:
    """The forms of one pair and what they came to; the therapist gives another."""
    pair = get_object_or_404(
        Relationship.objects.visible_to(request.user).select_related("client", "therapist"), pk=relationship_id
    )
    gives = request.user.pk == pair.therapist_id
    if request.method == "POST":
        if not gives:
            raise Http404
        try:
            Form.objects.give(pair, measure_id=request.POST.get("measure", ""), by=request.user)
        except NotOnError:
            messages.error(request, _("Pick one that your practice uses."))
        except EndedError as ended:
            raise Http404 from ended
        else:
            messages.success(request, _("It waits on {name}’s page.").format(name=pair.client.given_name))
        return redirect("questionnaire:forms", pair.pk)
    given = Form.objects.visible_to(request.user).filter(relationship=pair).order_by("-at")
    filled = FormAnswer.objects.visible_to(request.user).filter(form__in=given).select_related("form").order_by("-at")
    if filled:
        note_look(pair, by=request.user, at_what="your forms")
    context = {
        "relationship": pair,
        "other": pair.other(request.user),
        "gives": gives,
        "on": SwitchedOn.objects.measures(),
        "waiting": [(one, measure) for one in given.waiting() if (measure := one.definition) is not None],
        "filled": [(one, one.measure, one.scores()) for one in filled],
        "courses": [(one, mark_safe(one.picture(one.name))) for one in courses(filled)],  # noqa: S308 - figures, and a name that is escaped there
    }
    return render(request, "questionnaire/forms.html", context)


@require_POST
@once
def take_back(request: SignedIn, form_id: UUID) -> HttpResponse:
    """Take a form back that waits."""
    form = get_object_or_404(Form.objects.visible_to(request.user).filter(by=request.user), pk=form_id)
    try:
        form.take_back(by=request.user)
    except AnsweredError:
        messages.info(request, _("It was filled in meanwhile."))
    else:
        messages.success(request, _("Taken back."))
    return redirect("questionnaire:forms", form.relationship_id)


@require_http_methods(["GET", "POST"])
@once
def fill(request: SignedIn, form_id: UUID) -> HttpResponse:
    """Fill a form in. One in which an answer may mean danger is filled in on a page of `safety`."""
    form = get_object_or_404(Form.objects.visible_to(request.user).waiting(), pk=form_id)
    measure = form.definition
    if request.user.pk != form.relationship.client_id or measure is None:
        raise Http404
    if here.has_risk(measure):
        return redirect("safety:fill", form.pk)
    answers, wrong = answers_in(measure, request.POST), ""
    if request.method == "POST":
        try:
            form.answer(answers, by=request.user)
        except AnswerError as refused:
            wrong = str(refused)
        except (EndedError, AnsweredError, NotOnError) as gone:
            raise Http404 from gone
        else:
            messages.success(request, _("Thank you. {name} can read it now.").format(name=form.by.given_name))
            return redirect("questionnaire:forms", form.relationship_id)
    context = {"form": form, "measure": measure, "questions": questions(measure, answers), "wrong": wrong}
    return render(request, "questionnaire/fill.html", context, status=422 if wrong else 200)
