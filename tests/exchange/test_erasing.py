"""Erasing: what only she reads at any time, the account, old records; and a restored backup that obeys it."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.urls import reverse

from rightfit.checkin import giving
from rightfit.checkin.models import Answer, CheckIn, Share
from rightfit.conversation.models import Need, Note
from rightfit.exchange import letting_go
from rightfit.exchange.letting_go import StillOpen, StillOpenError, close_account, do_again, erase_private
from rightfit.exchange.retention import close_unused_accounts, erase_old_records
from rightfit.finding.models import Introduction, Search
from rightfit.keeping import clock, erasing
from rightfit.keeping.erasing import Deed, erase
from rightfit.keeping.models import Letter
from rightfit.practice.models import Device, Person
from rightfit.questionnaire.models import Form, SwitchedOn
from rightfit.relationship.models import QuietWish, Relationship
from rightfit.safety.models import answer_with_care
from tests.cast import NOW, Cast, both_say, signed_in, well

pytestmark = pytest.mark.django_db


def pages_of_ida(cast: Cast) -> list[str]:
    browser = signed_in(cast.ida)
    pages = ("home:today", "home:people", "home:mirror")
    read = [browser.get(reverse(page)).content.decode() for page in pages]
    read.append(browser.get(reverse("home:pair", args=[cast.pair.pk])).content.decode())
    return [re.sub(r'(name="(csrfmiddlewaretoken|form_key)" value=)"[^"]*"', r"\1", page) for page in read]


def test_what_only_she_reads_goes_at_once_and_nobody_sees_it(cast: Cast) -> None:
    for session in cast.sessions()[:3]:
        both_say(session, cast)
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(free=2), kept=["free"])
        kept = cast.sessions()[2]
        CheckIn.objects.get(session=kept, by=cast.noor).shares.all().delete()
        Need.objects.raise_(cast.pair, by=cast.noor, cards=["fast"]).prepare(how="write", words="I would like to say")
        before = pages_of_ida(cast)
        page = signed_in(cast.noor).get(reverse("exchange:erase_private")).content.decode()
        assert "What you looked for words for, and drafts" in page
        answer = signed_in(cast.noor).post(reverse("exchange:erase_private"), {"form_key": uuid4()})
        assert answer.status_code == 303
        assert pages_of_ida(cast) == before
    assert not Need.objects.exists()
    assert not CheckIn.objects.filter(session=kept, by=cast.noor).exists()
    said = Answer.objects.filter(check_in__session=cast.last, check_in__by=cast.noor)
    assert "free" not in {one.item for one in said}
    assert "understood" in {one.item for one in said}


def test_where_there_is_nothing_it_says_so(cast: Cast) -> None:
    with clock.at(NOW):
        page = signed_in(cast.evren).get(reverse("exchange:erase_private")).content.decode()
    assert "There is nothing that only you can read" in page


def test_a_listener_who_was_asked_keeps_what_was_asked(cast: Cast) -> None:
    with clock.at(NOW):
        giving.give(cast.last, by=cast.noor, answers=well(tap="listener"))
        erase_private(cast.noor)
        assert cast.noor.taps.filter(listener=cast.mira).exists()


def test_an_account_is_not_closed_while_somebody_still_counts_on_it(cast: Cast) -> None:
    with clock.at(NOW):
        for person, why in ((cast.noor, StillOpen.WORK), (cast.ida, StillOpen.STAFF)):
            with pytest.raises(StillOpenError) as refused:
                close_account(person, by=person)
            assert refused.value.why is why
        page = signed_in(cast.noor).post(reverse("exchange:close_account"), {"form_key": uuid4(), "sure": "yes"})
        assert "You are still working with somebody" in page.content.decode()
        cast.noor.refresh_from_db()
        assert cast.noor.is_active

        lior = Person.objects.create(given_name="Lior", email="lior@fernlea.example")
        Introduction.objects.ask(Search.objects.begin(lior), therapist=cast.ida, by=lior)
        assert letting_go.still_open(lior) is StillOpen.MEETING

        for measure in ("phq9",):
            SwitchedOn.objects.switch_on(measure, by=cast.rosa)
        form = Form.objects.give(cast.pair, measure_id="phq9", by=cast.ida)
        answer_with_care(form, {f"phq9_{place}": "1" for place in range(1, 10)}, by=cast.noor)
        cast.pair.end(by=cast.noor)
        assert letting_go.still_open(cast.noor) is StillOpen.ALERT


def test_a_closed_account_has_no_name_no_contact_and_no_way_in(cast: Cast) -> None:
    with clock.at(NOW):
        EmailAddress.objects.create(user=cast.noor, email=cast.noor.email or "", verified=True, primary=True)
        cast.noor.remember_device("phone")
        cast.pair.wish_if_quiet(wish=QuietWish.Wish.NOTE, safe_contact="555 0100")
        Letter.objects.write(to=cast.noor.pk, path="/", once="a letter")
        giving.give(cast.last, by=cast.noor, answers=well())
        cast.pair.end(by=cast.noor)
        browser = signed_in(cast.noor)
        unsure = browser.post(reverse("exchange:close_account"), {"form_key": uuid4()})
        assert unsure.status_code == 422
        done = browser.post(reverse("exchange:close_account"), {"form_key": uuid4(), "sure": "yes"}, follow=True)
        assert "Your account is closed" in done.content.decode()
        assert browser.get(reverse("home:mine")).status_code == 302
    noor = Person.objects.get(pk=cast.noor.pk)
    assert (noor.email, noor.full_name, noor.phone, noor.is_active) == (None, "Somebody", "", False)
    gone = (
        EmailAddress.objects.filter(user=noor),
        Device.objects.filter(person=noor),
        Letter.objects.filter(to=noor.pk),
    )
    assert not any(rows.exists() for rows in (*gone, QuietWish.objects.filter(relationship__client=noor)))
    # What was shared is part of the record, and stays as long as the practice must keep it.
    assert Share.objects.filter(check_in__by=noor).exists()


def test_somebody_who_began_with_nobody_goes_after_ninety_days(cast: Cast) -> None:
    with clock.at(NOW):
        lior = Person.objects.create(given_name="Lior", email="lior@fernlea.example")
        Search.objects.begin(lior, wishes={"topics": ["sleep"]})
    with clock.at(NOW + timedelta(days=89)):
        assert close_unused_accounts() == 0
    with clock.at(NOW + timedelta(days=91)):
        assert close_unused_accounts() == 1
        assert close_unused_accounts() == 0
    lior.refresh_from_db()
    assert not lior.is_active
    assert not Search.objects.filter(person=lior).exists()
    assert Person.objects.filter(is_active=True).count() == 8


def test_a_record_goes_when_it_need_not_be_kept_any_more(cast: Cast) -> None:
    both_say(cast.last, cast)
    with clock.at(NOW):
        cast.pair.end(by=cast.noor)
    with clock.at(NOW + timedelta(days=365 * 10 - 5)):
        assert erase_old_records() == 0
    with clock.at(NOW + timedelta(days=365 * 10 + 5)):
        assert erase_old_records() == 1
    assert not Relationship.objects.filter(client=cast.noor).exists()
    assert Relationship.objects.filter(client=cast.evren).exists()
    assert not Person.objects.get(pk=cast.noor.pk).is_active


def test_a_backup_brings_back_nothing_that_was_taken_away_since(cast: Cast) -> None:
    with clock.at(NOW):
        check_in = giving.give(cast.last, by=cast.noor, answers=well())
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="off")
        need = Need.objects.raise_(cast.pair, by=cast.noor, cards=["fast"])
        lior = Person.objects.create(given_name="Lior", email="lior@fernlea.example")
        shares, before = list(check_in.shares.all()), NOW + timedelta(minutes=1)
    with clock.at(NOW + timedelta(minutes=2)):
        giving.keep_to_self(check_in)
        note.take_back()
        erase_private(cast.noor)
        close_account(lior, by=lior)
        # The backup of a minute ago: everything is there again.
        CheckIn.objects.create(pk=check_in.pk, session=cast.last, side="client", by=cast.noor)
        Share.objects.bulk_create(shares)
        for row in (note, need, lior):
            row.save(force_insert=row is not lior)
        assert do_again(before) > 3
    assert not Share.objects.filter(check_in=check_in.pk).exists()
    assert not Note.objects.exists()
    assert not Need.objects.exists()
    assert Person.objects.get(pk=lior.pk).email is None


def test_a_later_backup_is_left_as_it_is(cast: Cast) -> None:
    with clock.at(NOW):
        note = Note.objects.put(cast.pair, by=cast.noor, sentence="off")
        erase(note)
        note.save(force_insert=True)
    assert do_again(NOW + timedelta(minutes=1)) == 0
    assert Note.objects.filter(pk=note.pk).exists()


def test_a_line_that_was_cut_short_spoils_no_other(cast: Cast, settings: LazySettings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with clock.at(NOW):
        erasing.note(Deed.PRIVATE, [cast.noor])
        with (tmp_path / erasing.NAME).open("a") as opened:
            opened.write('\n{"at": "2026-05-06T10:00')
        erasing.note(Deed.PRIVATE, [cast.evren])
    found = [stone.key for stone in erasing.since(NOW)]
    assert found == [str(cast.noor.pk), str(cast.evren.pk)]
    assert (tmp_path / erasing.NAME).stat().st_mode & 0o777 == 0o600
    assert "Noor" not in (tmp_path / erasing.NAME).read_text()
