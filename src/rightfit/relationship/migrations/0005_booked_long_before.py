"""What stands on the calendar already was booked long before: nobody's answers close again."""

from datetime import timedelta
from typing import Any

from django.db import migrations
from django.db.models import F

LONG_BEFORE = timedelta(weeks=6)


def book_long_before(apps: Any, _schema: Any) -> None:
    apps.get_model("relationship", "Session").objects.update(booked_at=F("starts_at") - LONG_BEFORE)


class Migration(migrations.Migration):
    dependencies = [("relationship", "0004_booked_at")]

    operations = [migrations.RunPython(book_long_before, migrations.RunPython.noop)]
