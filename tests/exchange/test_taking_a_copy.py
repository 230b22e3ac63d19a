"""Taking a copy: everything about her that she may read, and nothing else."""

import csv
import json
import re
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.conversation.models import Need, Note
from rightfit.engine import fhir
from rightfit.engine.measures.shipped import load
from rightfit.exchange import of_a_client
from rightfit.exchange.copying import RUNS, Section, as_csv, take_copy
from rightfit.finding.models import Search, StoryPart
from rightfit.keeping import clock
from rightfit.keeping.models import Event
from rightfit.practice.models import Person
from tests.cast import NOW, Cast, both_say, signed_in, well
from tests.house.test_doors import things  # noqa: F401 - a practice with one of each thing
from tests.questionnaire.test_forms import OWN, given, press

pytestmark = pytest.mark.django_db


def opened(client: Person) -> dict[str, str]:
    with clock.at(NOW), ZipFile(BytesIO(take_copy(client))) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_it_knows_every_table_of_the_house_once() -> None:
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("rightfit.")}
    assert ours == set(of_a_client.COPIED) | set(of_a_client.NOT_COPIED)
    assert not set(of_a_client.COPIED) & set(of_a_client.NOT_COPIED)


def test_it_holds_every_row_that_she_may_read(cast: Cast, things: dict[str, Any]) -> None:  # noqa: F811 - the fixture
    assert things
    everything = json.loads(opened(cast.noor)["everything.json"])
    with clock.at(NOW):
        for model, rows in of_a_client.of(cast.noor):
            assert len(everything.get(model._meta.label, [])) == rows.count(), model
    there = {"checkin.Answer", "conversation.Note", "listening.Concern", "questionnaire.FormAnswer", "safety.Alert"}
    assert there | {"finding.Choice", "transition.Handover", "relationship.ClosingWords"} <= set(everything)


def test_it_holds_nothing_of_others(cast: Cast, things: dict[str, Any]) -> None:  # noqa: F811 - the fixture
    assert things
    everything = opened(cast.noor)["everything.json"]
    for label in of_a_client.COPIED:
        model: type[Model] = apps.get_model(label)
        way = of_a_client.way_to_the_client(model)
        others = model._default_manager.exclude(**{way: cast.noor.pk}).filter(**{f"{way}__isnull": False})
        for key in others.values_list("pk", flat=True):
            assert str(key) not in everything, model
    assert "Evren" not in everything
    # The people of the house may be seen by her; a copy of them is not hers.
    assert [row["given_name"] for row in json.loads(everything)["practice.Person"]] == ["Noor"]


def test_it_holds_nothing_that_the_other_has_for_themselves(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.ida, answers={"understood": 3, "tap": "bring"})
        Note.objects.put(cast.pair, by=cast.ida, sentence="own", words="kestrel over the field")
        giving.give(cast.last, by=cast.noor, answers=well(understood=9))
    files = opened(cast.noor)
    answers = json.loads(files["everything.json"])["checkin.Answer"]
    assert 9 in [row["value"] for row in answers]
    assert 3 not in [row["value"] for row in answers]
    assert not [name for name, text in files.items() if "kestrel" in text]


def test_it_can_be_read_without_anything_else(cast: Cast) -> None:
    with clock.at(NOW):
        Need.objects.raise_(cast.pair, by=cast.noor, cards=["fast"], words="<script>alert(1)</script>")
    page = opened(cast.noor)["read-me.html"]
    assert "What you looked for words for" in page
    assert "<script" not in page
    assert not re.search(r"(src|href)=.(?!#)", page)
    assert "SealedField" not in page
    assert "b'" not in page


def test_it_is_in_order_and_in_the_words_of_the_questions(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    files = opened(cast.noor)
    answers = json.loads(files["everything.json"])["checkin.Answer"]
    when = {row["id"]: row["given_at"] for row in json.loads(files["everything.json"])["checkin.CheckIn"]}
    moments = [when[row["check_in"]] for row in answers]
    assert moments == sorted(moments)
    assert "How free were you to say what you really thought?" in files["read-me.html"]


def test_its_tables_run_nothing_in_a_spreadsheet() -> None:
    cells = [*(f"{sign}SUM(A1)" for sign in RUNS), "plain", -3]
    section = Section("a.B", "", ("words",), [{"words": one} for one in cells], [])
    read = [row[0] for row in csv.reader(StringIO(as_csv(section)))][1:]
    assert all(one.startswith("'") for one in read[: len(RUNS)])
    assert read[-2:] == ["plain", "-3"]


def test_another_practice_reads_its_forms(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(understood=9))
    bundle = json.loads(opened(cast.noor)["forms.fhir.json"])
    resources = [entry["resource"] for entry in bundle["entry"]]
    asked, filled = resources
    assert fhir.definition(asked) == load("checkin_client")
    assert fhir.form(filled, measure=load("checkin_client")).answers["understood"] == "9"


def test_a_pack_leaves_without_its_text(cast: Cast) -> None:
    told = {"text": OWN, "licence": "our own", "uses": "1", "attested": "yes"}
    with clock.at(NOW):
        assert press(cast.rosa, "questionnaire:measures", **told).status_code == 303
        press(cast.noor, "questionnaire:fill", given(cast, "calm2").pk, calm2_1="3", calm2_2="4")
    files = opened(cast.noor)
    assert '"calm2_1": "3"' in files["everything.json"]
    assert [name for name, text in files.items() if "I feel calm" in text] == []
    kinds = [entry["resource"]["resourceType"] for entry in json.loads(files["forms.fhir.json"])["entry"]]
    assert kinds == ["QuestionnaireResponse"]


def test_it_stands_in_her_trail(cast: Cast) -> None:
    with clock.at(NOW):
        answer = signed_in(cast.noor).get(reverse("exchange:copy"))
        assert answer["Content-Type"] == "application/zip"
        assert "attachment" in answer["Content-Disposition"]
        assert Event.objects.filter(chain=cast.noor.pk, by=cast.noor.pk, verb="took a copy").count() == 1
        trail = signed_in(cast.noor).get(reverse("home:trail")).content.decode()
    assert "took a copy of what is kept about you" in trail


def test_who_only_looks_has_one_too(cast: Cast) -> None:
    with clock.at(NOW):
        lior = Person.objects.create(given_name="Lior", email="lior@fernlea.example")
        StoryPart.objects.create(person=lior, kind="why", words="the winter was long")
        Search.objects.begin(lior)
    assert "the winter was long" in opened(lior)["read-me.html"]


def test_it_is_not_there_for_who_only_works_here(cast: Cast) -> None:
    with clock.at(NOW):
        for person in (cast.ida, cast.rosa, cast.mira):
            assert signed_in(person).get(reverse("exchange:copy")).status_code == 404
            assert signed_in(person).get(reverse("exchange:kept")).status_code == 404
