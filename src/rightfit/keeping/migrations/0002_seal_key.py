from django.db import migrations, models

import rightfit.keeping.clock
from rightfit.keeping.seal_keys import fingerprints, make_for_a_new_practice


def know_the_keys(apps, schema_editor):
    """A new practice gets its key here, and here alone; an older one must still have its own."""
    using = schema_editor.connection.alias
    if not apps.get_model("keeping", "Event").objects.using(using).exists():
        make_for_a_new_practice()
    known = apps.get_model("keeping", "SealKey").objects.using(using)
    for name, fingerprint in fingerprints().items():
        known.create(name=name, fingerprint=fingerprint)


class Migration(migrations.Migration):

    dependencies = [
        ('keeping', '0001_first'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealKey',
            fields=[
                ('name', models.CharField(max_length=4, primary_key=True, serialize=False)),
                ('fingerprint', models.CharField(max_length=64)),
                ('known_since', models.DateTimeField(default=rightfit.keeping.clock.now)),
            ],
        ),
        migrations.RunPython(know_the_keys, migrations.RunPython.noop),
    ]
