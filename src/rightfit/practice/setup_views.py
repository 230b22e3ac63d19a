"""The lead's pages that set a practice up; each can be left and come back to."""

from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.keeping.once import once
from rightfit.practice import day_one, naming
from rightfit.practice.acts import ACTS
from rightfit.practice.arriving import FirstLink, GoneError
from rightfit.practice.beginning_anew import begin_anew, begun_on_the_machine, may_begin_anew
from rightfit.practice.http import SignedIn
from rightfit.practice.leading import for_lead
from rightfit.practice.models import Duty, Person, Practice
from rightfit.practice.setup import mail_leaves, steps
from rightfit.practice.setup_forms import FirstForm, HouseForm, NameForm

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@login_not_required
@require_http_methods(["GET", "POST"])
@once
def begin(request: HttpRequest) -> HttpResponse:
    """The page behind the printed one-time link: its first visitor becomes the lead."""
    key = request.POST.get("key") or request.GET.get("key", "")
    if not FirstLink.objects.good(key).exists():
        raise Http404
    form = FirstForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            person, new = FirstLink.objects.use(key, **form.cleaned_data)
        except GoneError as gone:  # in the moment between the two
            raise Http404 from gone
        if not new:
            # Somebody who is here shows with a code from their mail that they are that person.
            return redirect(f"{reverse('account_login')}?next={reverse('practice:setup')}")
        login(request, person, backend=BACKEND)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        messages.success(request, _("Good. This is your practice now."))
        return redirect("practice:setup")
    context = {"form": form, "key": key}
    return render(request, "practice/begin.html", context, status=422 if form.is_bound else 200)


@for_lead
@require_GET
def overview(request: SignedIn) -> HttpResponse:
    """What is done and what is next."""
    found = steps(request.user)
    context = {
        "practice": Practice.objects.the(),
        "steps": found,
        "done": sum(step.done for step in found),
        "next": next((step for step in found if not step.done), None),
        "mail_leaves": mail_leaves(),
    }
    return render(request, "practice/setup.html", context)


@for_lead
@require_POST
@once
def test_mail(request: SignedIn) -> HttpResponse:
    """Send the lead a mail, at once, and say what became of it."""
    letter = EmailMessage(
        subject=_("A test mail"),
        body=_("If you read this, mail leaves the house.\n"),
        to=[request.user.email or ""],
    )
    try:
        letter.send()
    except (OSError, SMTPException) as failed:
        words = _("The mail could not leave ({kind}). Ask whoever runs the machine to look at the mail server.")
        messages.error(request, words.format(kind=type(failed).__name__))
        return redirect("practice:setup")
    Event.objects.record("sent a test mail", by=request.user.pk, about=request.user)
    messages.success(request, _("It has left. Look whether it comes to you."))
    return redirect("practice:setup")


@for_lead
@require_http_methods(["GET", "POST"])
@once
def house(request: SignedIn) -> HttpResponse:
    """The practice's own words."""
    practice = Practice.objects.the()
    form = HouseForm(request.POST or None, instance=practice)
    if form.is_bound and form.is_valid():
        form.save()
        Event.objects.record("changed the practice’s own words", by=request.user.pk, about=practice)
        messages.success(request, _("Kept."))
        return redirect("practice:setup")
    return render(request, "practice/setup_house.html", {"form": form}, status=422 if form.is_bound else 200)


@for_lead
@require_http_methods(["GET", "POST"])
@once
def people(request: SignedIn) -> HttpResponse:
    """Who does what, by name."""
    needed = day_one.needed()
    missing = next((kind for kind in needed if Duty.objects.holder(kind) is None), needed[0])
    form = NameForm(request.POST or None, by=request.user, initial={"kind": missing})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        kind, person = Duty.Kind(said.pop("kind")), said.pop("person")
        try:
            if person:
                naming.name(kind, by=request.user, person=person)
            else:
                naming.name_new(kind, by=request.user, **said)
        except naming.OnlyTherapistError:
            form.add_error("person", _("They treat everybody here. Name somebody from outside as the listener."))
        else:
            messages.success(request, _("Named. They have a letter."))
            return redirect("practice:setup_people")
    held = Duty.objects.held_on(clock.today()).select_related("person").order_by("since", "pk")
    rows = [
        (kind, day_one.WHAT_FOR.get(kind, ""), [duty for duty in held if duty.kind == kind], kind in needed)
        for kind in sorted(Duty.Kind, key=lambda kind: (kind not in needed, kind))
    ]
    colleagues = Person.objects.visible_to(request.user).exclude(pk=request.user.pk).filter(is_active=True)
    context = {
        "form": form,
        "rows": rows,
        "lead": Duty.Kind.LEAD,
        "colleagues": colleagues.order_by("given_name", "family_name"),
        "begun_on_the_machine": begun_on_the_machine(),
    }
    return render(request, "practice/setup_people.html", context, status=422 if form.is_bound else 200)


@for_lead
@require_POST
@once
def end_duty(request: SignedIn, duty_id: UUID) -> HttpResponse:
    """Take a duty from somebody."""
    duty = get_object_or_404(Duty.objects.visible_to(request.user).exclude(kind=Duty.Kind.LEAD), pk=duty_id)
    try:
        naming.end(duty.pk, by=request.user)
    except Duty.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, _("They do not have it any more."))
    return redirect("practice:setup_people")


@for_lead
@require_http_methods(["GET", "POST"])
@once
def second_step_anew(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Somebody has lost phone and spare codes: read what that means, and let them choose anew."""
    colleague = get_object_or_404(Person.objects.visible_to(request.user), pk=person_id)
    if not may_begin_anew(colleague, by=request.user):
        raise Http404
    if request.method == "POST":
        begin_anew(colleague.pk, by=request.user)
        words = _("{name} is signed out, and chooses a second step at the next sign-in.")
        messages.success(request, words.format(name=colleague.full_name))
        return redirect("practice:setup_people")
    return render(request, "practice/second_step_anew.html", {"colleague": colleague})


@for_lead
@require_http_methods(["GET", "POST"])
@once
def acts(request: SignedIn) -> HttpResponse:
    """What is on and what is off."""
    if request.method == "POST":
        day = request.POST.get("day_one")
        if day in ("one", "several"):
            on = [act.key for act in ACTS if day_one.on_day_one(act, several=day == "several")]
        else:
            on = request.POST.getlist("on")
        day_one.set_switches(on, by=request.user)
        messages.success(request, _("Kept. What is off is not there for anybody."))
        return redirect("practice:setup_acts" if day else "practice:setup")
    context = {"switches": day_one.switches(Practice.objects.the()), "one": day_one.is_one_therapist()}
    return render(request, "practice/setup_acts.html", context)
