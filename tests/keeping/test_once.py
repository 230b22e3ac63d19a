"""A form that is sent twice is answered once, also when both presses arrive together."""

import threading
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from rightfit.aims.models import Task
from rightfit.keeping import clock
from rightfit.keeping.models import FormKey
from tests.cast import NOW, assemble

PRESSES = 8


@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="here SQLite lies in memory, where a locked table does not wait; tests/browser presses twice on a file",
)
@pytest.mark.django_db(transaction=True)
def test_it_makes_one_row_of_many_presses_at_once() -> None:
    cast = assemble()
    form = {"words": "one walk", "form_key": str(uuid4())}
    address = reverse("aims:agree", args=[cast.pair.pk])
    answers: list[Any] = []

    def press() -> None:
        ida = Client()
        ida.cookies = signed.cookies
        try:
            with clock.at(NOW):
                answers.append(ida.post(address, form))
        finally:
            connections.close_all()

    signed = Client()
    signed.force_login(cast.ida)
    presses = [threading.Thread(target=press) for _ in range(PRESSES)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()
    assert [answer.status_code for answer in answers] == [HTTPStatus.SEE_OTHER] * PRESSES
    assert len({answer["Location"] for answer in answers}) == 1
    assert Task.objects.count() == 1
    assert FormKey.objects.count() == 1


@pytest.mark.django_db
def test_it_lets_a_corrected_form_be_sent_with_the_same_key() -> None:
    cast = assemble()
    ida = Client()
    ida.force_login(cast.ida)
    key = str(uuid4())
    address = reverse("aims:agree", args=[cast.pair.pk])
    with clock.at(NOW):
        assert ida.post(address, {"words": "", "form_key": key}).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert ida.post(address, {"words": "one walk", "form_key": key}).status_code == HTTPStatus.SEE_OTHER
    assert Task.objects.get().words == "one walk"


@pytest.mark.django_db
@pytest.mark.parametrize("key", [{}, {"form_key": "not a key"}])
def test_it_refuses_a_form_without_its_key(key: dict[str, str]) -> None:
    """It was not sent from a page of ours."""
    cast = assemble()
    ida = Client()
    ida.force_login(cast.ida)
    with clock.at(NOW):
        answer = ida.post(reverse("aims:agree", args=[cast.pair.pk]), {"words": "one walk"} | key)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert not Task.objects.exists()
