"""Make the practice that the browser visits: `python -m tests.browser.practice`.

It runs in a process of its own with RIGHTFIT_HOME naming an empty folder, makes the database and the
static files there as an operator would, brings the cast of tests/cast.py together, and prints as JSON
one session key for each role, so that a test need not sign in by mail first.
"""

import json
import sys
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.core.management import call_command

if TYPE_CHECKING:
    from rightfit.practice.models import Person


def build() -> dict[str, str]:
    """Return for each role the key of a session in which that person is signed in."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)

    from tests.cast import ALL_ROLES, assemble, both_say  # noqa: PLC0415 - models, so not before setup

    cast = assemble()
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    return {role: session_of(cast.of_role(role)) for role in ALL_ROLES}


def session_of(person: "Person") -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    assert session.session_key is not None
    return session.session_key


if __name__ == "__main__":
    django.setup()
    json.dump(build(), sys.stdout)
