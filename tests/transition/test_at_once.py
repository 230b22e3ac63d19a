"""Taken back or opened, never both (P4): for real, at once, on PostgreSQL."""

import pytest

from rightfit.keeping import clock
from rightfit.transition.models import Handover, PacketItem, Unpacked
from rightfit.transition.packet import AlreadyOpenedError
from tests.cast import NOW, assemble
from tests.relationship.at_once import at_once, on_postgresql
from tests.transition.conftest import Moving


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_it_is_taken_back_or_opened_never_both() -> None:
    cast = assemble()
    with clock.at(NOW):
        moving = Moving(cast, Handover.objects.open(cast.pair, by=cast.noor))
        PacketItem.objects.pack(moving.handover, by=cast.noor, ticked=[], own="a line")
    moving.choose(cast.samira)
    raised = at_once(
        lambda: Unpacked.objects.unpack(moving.handover, by=cast.samira),
        lambda: PacketItem.objects.pack(moving.handover, by=cast.noor, ticked=[]),
        at=moving.now,
    )
    seen = PacketItem.objects.visible_to(cast.samira).exists()
    assert {type(failed) for failed in raised} <= {AlreadyOpenedError}
    assert seen == bool(raised), "who was told that it is taken back has nothing read"
