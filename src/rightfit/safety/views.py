"""Filling in a form in which an answer may mean danger, and the pages of those who are called then."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from rightfit.keeping.once import once
from rightfit.practice.http import SignedIn
from rightfit.practice.models import Duty, Therapist
from rightfit.questionnaire.forms import answers_in, questions
from rightfit.questionnaire.measures import AnswerError
from rightfit.questionnaire.models import AnsweredError, Form, NotOnError
from rightfit.relationship.looks import note_look
from rightfit.relationship.models import EndedError
from rightfit.safety.models import HOURS, Alert, answer_with_care, contact_for


class DidForm(forms.Form):
    did = forms.CharField(
        max_length=1000, error_messages={"required": gettext_lazy("Say in a line what you did or will do.")}
    )


@require_http_methods(["GET", "POST"])
@once
def fill(request: SignedIn, form_id: UUID) -> HttpResponse:
    """Fill it in, having read who reads it and by when. What is answered and who is called are one transaction."""
    form = get_object_or_404(Form.objects.visible_to(request.user), pk=form_id)
    measure = form.definition
    if request.user.pk != form.relationship.client_id or measure is None:
        raise Http404
    alert = Alert.objects.visible_to(request.user).filter(answer__form=form).first()
    if alert is not None:
        return render(request, "safety/after.html", {"form": form, "alert": alert, "contact": contact_for(form)})
    if not Form.objects.waiting().filter(pk=form.pk).exists():
        return redirect("questionnaire:forms", form.relationship_id)
    answers, wrong = answers_in(measure, request.POST), ""
    if request.method == "POST":
        try:
            answer_with_care(form, answers, by=request.user)
        except AnswerError as refused:
            wrong = str(refused)
        except (EndedError, AnsweredError, NotOnError) as gone:
            raise Http404 from gone
        else:
            messages.success(request, _("Thank you. {name} can read it now.").format(name=form.by.given_name))
            return redirect("safety:fill", form.pk)
    context = {
        "form": form,
        "measure": measure,
        "questions": questions(measure, answers),
        "wrong": wrong,
        "hours": HOURS,
        "contact": contact_for(form),
    }
    return render(request, "safety/fill.html", context, status=422 if wrong else 200)


@require_GET
def alerts(request: SignedIn) -> HttpResponse:
    """What this person is to take up, the oldest first."""
    treats = Therapist.objects.filter(person=request.user).exists()
    if not treats and not request.user.has_duty(Duty.Kind.SAFETY_CONTACT) and not request.user.has_duty(Duty.Kind.LEAD):
        raise Http404
    waiting = Alert.objects.waiting_for(request.user).select_related("answer__form__relationship__client")
    context = {
        "waiting": waiting.order_by("at"),
        "overdue": Alert.objects.overdue().count() if request.user.has_duty(Duty.Kind.LEAD) else 0,
    }
    return render(request, "safety/alerts.html", context)


@require_http_methods(["GET", "POST"])
@once
def alert(request: SignedIn, alert_id: UUID) -> HttpResponse:
    """What was answered, for who may take it up."""
    found = get_object_or_404(
        Alert.objects.visible_to(request.user).exclude(answer__form__relationship__client=request.user), pk=alert_id
    )
    pair, measure = found.answer.form.relationship, found.answer.measure
    form = DidForm(request.POST or None)
    if form.is_bound and form.is_valid():
        found.take_up(by=request.user, did=form.cleaned_data["did"])
        messages.success(request, _("Noted. It is yours now."))
        return redirect("safety:alerts")
    note_look(pair, by=request.user, at_what="an answer that called for somebody")
    answered = []
    if measure is not None:
        for key in found.items:
            item, value = measure.item(key), str(found.answer.answers.get(key, ""))
            answered.append((item.text, dict(item.options).get(value, value)))
    context = {
        "alert": found,
        "client": pair.client,
        "answered": answered,
        "measure": measure,
        "taken_up": getattr(found, "acknowledgement", None),
        "form": form,
    }
    return render(request, "safety/alert.html", context, status=422 if form.errors else 200)
