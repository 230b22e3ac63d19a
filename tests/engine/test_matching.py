"""Three suggestions by hard limits and reasons, without a number."""

from hypothesis import given
from hypothesis import strategies as st

from rightfit.engine.matching import LIMITS, Offer, Reason, Wishes, suggest

ABOUT = st.frozensets(st.sampled_from(["a", "b", "c"]))
SIDES = st.dictionaries(st.sampled_from(["leads", "warm"]), st.sampled_from([-1, 1]))
OFFERS = st.builds(
    Offer,
    therapist=st.uuids().map(str),
    free_seats=st.integers(0, 3),
    topics=ABOUT,
    style=SIDES,
    at_home=ABOUT,
    times=st.frozensets(st.tuples(st.integers(0, 5), st.sampled_from(["morning", "evening"]))),
    languages=ABOUT,
    ways=ABOUT,
    fee=st.none() | st.integers(0, 200),
)
WISHES = st.builds(
    Wishes,
    topics=ABOUT,
    style=SIDES,
    at_home=ABOUT,
    days=st.frozensets(st.integers(0, 5)),
    parts=st.frozensets(st.sampled_from(["morning", "evening"])),
    languages=ABOUT,
    ways=ABOUT,
    fee_up_to=st.none() | st.integers(0, 200),
    musts=st.frozensets(st.sampled_from(LIMITS)),
)


@given(wishes=WISHES, offers=st.lists(OFFERS, max_size=8, unique_by=lambda offer: offer.therapist))
def test_it_suggests_three_at_most_and_keeps_every_must(wishes: Wishes, offers: list[Offer]) -> None:
    by_name = {offer.therapist: offer for offer in offers}
    found = suggest(wishes, offers)
    assert len(found) <= 3
    for one in found:
        offer = by_name[one.therapist]
        assert offer.free_seats > 0
        if "fee" in wishes.musts and wishes.fee_up_to is not None:
            assert offer.fee is not None
            assert offer.fee <= wishes.fee_up_to
        if "language" in wishes.musts and wishes.languages:
            assert wishes.languages & offer.languages


def test_it_puts_who_fits_more_wishes_first_and_says_why() -> None:
    wishes = Wishes(topics=frozenset({"worry"}), fee_up_to=50)
    found = suggest(
        wishes,
        [
            Offer(therapist="dear", free_seats=3, fee=80),
            Offer(therapist="apt", free_seats=1, fee=40, topics=frozenset({"worry"})),
        ],
    )
    assert [one.therapist for one in found] == ["apt", "dear"]
    assert found[0].reasons == (Reason("topic", "worry"), Reason("fee", "40"))
    assert found[1].against == (Reason("fee", "80"),)
    assert found[1].unknown == (Reason("topic", "worry"),)


def test_it_never_infers_whom_somebody_is() -> None:
    found = suggest(Wishes(at_home=frozenset({"woman"})), [Offer(therapist="one", free_seats=1)])
    assert found[0].unknown == (Reason("at_home", "woman"),)
    assert found[0].against == ()


def test_it_suggests_nobody_without_a_seat() -> None:
    assert suggest(Wishes(), [Offer(therapist="full", free_seats=0)]) == []
