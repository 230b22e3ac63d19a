"""A client's copy of what is kept about them: to read, for a spreadsheet, for another program, for another practice.

One table of the house is one section. What stands in it follows from the table's own fields, so that a field added
later is in the copy without anybody thinking of it.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from rightfit.exchange import as_fhir, of_a_client
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person, Practice

# A spreadsheet takes a cell that begins with one of these for a formula and runs it.
RUNS = ("=", "+", "-", "@", "\t", "\r")
# What a field is called for somebody who reads; the others are plain enough.
IN_WORDS = {
    "at": _("when"),
    "given_at": _("when"),
    "starts_at": _("from"),
    "ends_at": _("to"),
    "joined_at": _("since"),
    "by": _("who"),
    "verb": _("what"),
    "relationship": _("the two of you"),
    "check_in": _("after"),
    "item": _("question"),
    "value": _("answer"),
    "side": _("whose"),
    "by_side": _("whose"),
    "shown_to": _("for whom"),
    "every_weeks": _("every so many weeks"),
    "first_at": _("the first"),
}


@dataclass(frozen=True)
class Section:
    """One table of the copy: its kind, what it is in words, and its rows."""

    kind: str
    title: str
    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    to_read: list[list[tuple[str, str]]]


@transaction.atomic
def take_copy(person: Person) -> bytes:
    """Return everything about this client that the client may read, packed in one file, and note that it was taken."""
    Event.objects.record("took a copy", by=person.pk, about=person, chain=person.pk)
    sections = list(sections_of(person))
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as into:
        into.writestr("read-me.html", readable(person, sections))
        everything = {one.kind: one.rows for one in sections}
        into.writestr("everything.json", json.dumps(everything, ensure_ascii=False, indent=1))
        for one in sections:
            into.writestr(f"tables/{one.kind}.csv", as_csv(one))
        into.writestr("forms.fhir.json", json.dumps(as_fhir.bundle(person), ensure_ascii=False, indent=1))
    return packed.getvalue()


def sections_of(person: Person) -> Iterator[Section]:
    """Yield the sections that hold something."""
    named = Named()
    for model, rows in of_a_client.of(person):
        fields = _fields(model)
        found = list(rows)
        if found:
            yield Section(
                kind=model._meta.label,
                title=str(of_a_client.COPIED[model._meta.label]),
                columns=tuple(one.name for one in fields),
                rows=[{one.name: _plain(one, row, named) for one in fields} for row in found],
                to_read=[_in_words(fields, row, named) for row in found],
            )


def readable(person: Person, sections: list[Section]) -> str:
    """Return the copy as one page that needs nothing else: no network, no script."""
    context = {"person": person, "sections": sections, "practice": Practice.objects.the(), "at": clock.now()}
    return render_to_string("exchange/copy_to_read.html", context)


def as_csv(section: Section) -> str:
    """Return one table for a spreadsheet; a cell that it would run as a formula is told to be text."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(section.columns)
    for row in section.rows:
        writer.writerow([_cell(row[name]) for name in section.columns])
    return written.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(RUNS) and not isinstance(value, int | float) else text


def _fields(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    only = of_a_client.ONLY.get(model._meta.label)
    return [one for one in model._meta.concrete_fields if only is None or one.name in only]


class Named(dict[tuple[Any, Any], str]):
    """What a row is called, by its table and key: asked once for each."""

    def __missing__(self, key: tuple[Any, Any]) -> str:
        model, pk = key
        row = model._default_manager.filter(pk=pk).first()
        self[key] = row.full_name if isinstance(row, Person) else str(row or "")
        return self[key]


def _names_a_person(field: "models.Field[Any, Any]") -> bool:
    """Say whether it is somebody: the trail holds the bare key of who acted."""
    return field.related_model is Person or (field.name == "by" and isinstance(field, models.UUIDField))


def _plain(field: "models.Field[Any, Any]", row: models.Model, named: Named) -> Any:
    """Return the value for a program: a person of the house by name, another row by its key."""
    value = getattr(row, field.attname)
    if _names_a_person(field) and value is not None:
        return named[Person, value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)


def _in_words(fields: "list[models.Field[Any, Any]]", row: models.Model, named: Named) -> list[tuple[str, str]]:
    """Return what a person would like to read of a row; keys and empty fields are left out."""
    said = []
    for field in fields:
        value = getattr(row, field.attname)
        if _names_a_person(field):
            words = named[Person, value] if value is not None else ""
        elif field.is_relation:
            words = named[field.related_model, value] if value is not None else ""
        elif field.name == "item":
            words = as_fhir.questions().get(value, value)
        elif field.choices:
            words = str(dict(field.flatchoices).get(value, value))
        else:
            words = _word(value)
        if words:
            said.append((str(IN_WORDS.get(field.name, field.verbose_name)), words))
    return said


def _word(value: Any) -> str:
    """Return a value as one would write it; a key says nothing to a person."""
    words = str(value)
    match value:
        case None | UUID():
            words = ""
        case bool():
            words = "yes" if value else "no"
        case datetime():
            words = f"{clock.local(value):%-d %B %Y, %H:%M}"
        case date():
            words = f"{value:%-d %B %Y}"
        case list():
            words = ", ".join(_word(one) for one in value)
        case dict():
            words = "; ".join(f"{name}: {_word(one)}" for name, one in value.items())
    return words
