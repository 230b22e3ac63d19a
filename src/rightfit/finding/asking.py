"""Asking for a first meeting by somebody whom the house may or may not know."""

from typing import Any

from django.db import IntegrityError, transaction

from rightfit.finding import letters
from rightfit.finding.introduction import Introduction
from rightfit.finding.search import Search
from rightfit.practice.models import Duty, Person


def ask_as_a_stranger(
    *, therapist: Person, wishes: dict[str, Any], way: str, given_name: str, email: str = "", phone: str = ""
) -> None:
    """Ask for somebody who is not signed in.

    An address that is known gets only the letter that leads to signing in: nobody makes things in another's
    name, and the page says the same to both, so it does not tell who is a client here.
    """
    email = email.strip().lower()
    if email and Person.objects.filter(email__iexact=email).exists():
        letters.lay_to_sign_in(Person.objects.get(email__iexact=email))
        return
    try:
        with transaction.atomic():
            person = Person(given_name=given_name, email=email or None, phone=phone)
            person.save()
    except IntegrityError:
        # Two at once with one address: the second finds it known.
        letters.lay_to_sign_in(Person.objects.get(email__iexact=email))
        return
    search = Search.objects.begin(person, wishes=wishes)
    introduction = Introduction.objects.ask(search, therapist=therapist, by=person, way=way)
    if email:
        letters.lay_to_sign_in(person)
        return
    introducer = Duty.objects.holder(Duty.Kind.INTRODUCER)
    if introducer is not None:
        # Who left only a number is rung: there is nothing to sign in with.
        letters.lay(introducer, introduction.pk, "ring")
