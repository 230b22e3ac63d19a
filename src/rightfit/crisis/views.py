"""Help now: one page for everybody, signed in or not, and for a moment in which nothing else may fail."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from rightfit.crisis.lines import countries
from rightfit.crisis.names import NAMES


@login_not_required
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """Show whom to ring. The country is asked, never guessed, and nothing of this visit is kept."""
    practice = _practice()
    chosen = request.GET.get("country", "")
    country = countries().get(chosen)
    # The real day, not the house's clock: a demo that lives in another month must not make an old number new.
    today = timezone.localdate()
    context = {
        # Without the frame this page needs neither a session nor the database.
        "frame": None,
        "country": country,
        "country_name": NAMES.get(chosen, ""),
        "lines": country.lines_to_show(today) if country else [],
        "elsewhere": chosen == "other",
        "choices": sorted(NAMES.items(), key=lambda one: str(one[1])),
        "chosen": chosen,
        "practice_name": practice.get("name", ""),
        "out_of_hours": practice.get("out_of_hours", ""),
        "back": _back(request),
    }
    return render(request, "crisis/help.html", context)


def _practice() -> Mapping[str, str]:
    """Return the practice's own words, from the callable named in CRISIS_PRACTICE, which lies above this room."""
    where = getattr(settings, "CRISIS_PRACTICE", "")
    if not where:
        return {}
    try:
        words: Mapping[str, str] = import_string(where)()
    except DatabaseError:  # the numbers are shown even when the practice's words cannot be read
        return {}
    return words


def _back(request: HttpRequest) -> str:
    """Return the page that somebody came from, if it is one of ours; only its path."""
    asked = request.GET.get("from", "")
    if not asked.startswith("/") or not url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return ""
    path = urlsplit(asked).path
    return path if path.startswith("/") and not path.startswith("//") else ""
