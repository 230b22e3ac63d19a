"""Tell of what is off the calendar already whether somebody's stopping took it off.

Until now that was told by time and person alone. The stopping and its cancellations were written within one
request; only what can still be put back is looked at.
"""

from datetime import timedelta
from typing import Any

from django.db import migrations

ONE_REQUEST = timedelta(seconds=10)


def name_the_stopping(apps: Any, _schema: Any) -> None:
    models = {name: apps.get_model("relationship", name) for name in ("Cancellation", "Pause", "Ending")}
    pauses = models["Pause"].objects.filter(resumption=None, relationship__ending=None)
    for field, stoppings in (("pause", pauses), ("ending", models["Ending"].objects.all())):
        for stopping in stoppings:
            models["Cancellation"].objects.filter(
                session__relationship=stopping.relationship_id,
                session__starts_at__gt=stopping.at,
                by=stopping.by_id,
                at__gte=stopping.at,
                at__lte=stopping.at + ONE_REQUEST,
            ).update(**{field: stopping})


class Migration(migrations.Migration):
    dependencies = [("relationship", "0002_who_took_it_off")]

    operations = [migrations.RunPython(name_the_stopping, migrations.RunPython.noop)]
