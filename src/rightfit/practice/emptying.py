"""A person is emptied, never deleted: what others said and did keeps its place."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext as _

from rightfit.practice.models import Device, Person


def empty(person: Person) -> None:
    """Take away name, contact and every way to sign in, and end where they are signed in now."""
    for signed_in in UserSession.objects.filter(user=person):
        signed_in.end()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    Device.objects.filter(person=person).delete()
    person.email, person.given_name, person.family_name, person.phone = None, _("Somebody"), "", ""
    person.is_active, person.last_login = False, None
    person.set_unusable_password()
    person.save()
