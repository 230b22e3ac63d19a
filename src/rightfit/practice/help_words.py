"""What the practice itself says on the help page. The page asks by name: it stands on a lower floor."""

from rightfit.practice.models import Practice


def help_words() -> dict[str, str]:
    """Return the practice's name, and what a person can do when nobody is there."""
    practice = Practice.objects.first()
    return {"name": practice.name, "out_of_hours": practice.out_of_hours} if practice else {}
