"""The whole chain, by clicks alone, from the first search to settling in with someone new.

Wren looks, meets two, and begins with Ida; she says what is missing, and the two try a change that does not
help; she moves to Samira, with Tom's help, and settles in.
At each step the test looks what each of them sees and does not see; the house looks, with every move of the
clock, that somebody is responsible for her (tests/browser/worker.py).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.acting import House, button, does_not_see, goes, house, link, option, place, sees
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_signing_in import with_a_code

STORY = "Since the move I lie awake and go over every talk of the day."
KEPT = "I have been here before with somebody else"
LEARNED = "somebody who lets me finish"
HER_MARKS = (6, 5, 7)
FASTER = "It goes too fast for me."
OWN_WORDS = "When I search for a word, you say it for me."
CHANGE = "Count to five before answering"
OWN_LINE = "I need time to finish a sentence."
CLOSING = "You saw that I was in the wrong place, and you said so."


class They:
    """Everybody with a page open, and the clock."""

    def __init__(self, fernlea: House) -> None:
        self.house = fernlea
        self.wren = fernlea.open_page(None, **PHONE)
        self.ida = fernlea.open_page("therapist", **DESKTOP)
        self.samira = fernlea.open_page("other_therapist", **DESKTOP)
        self.tom = fernlea.open_page("coordinator", **DESKTOP)
        self.rosa = fernlea.open_page("lead", **DESKTOP)
        self.jonas = fernlea.open_page("former_therapist", **DESKTOP)

    def strangers_learn_nothing(self, *words: str) -> None:
        """The lead, and a therapist who has no part in it, see no name and no word."""
        for page in (self.rosa, self.jonas):
            page.goto("/")
            does_not_see(page, "Wren", STORY, KEPT, LEARNED, *words)
        place(self.jonas, "People")
        does_not_see(self.jonas, "Wren", STORY, KEPT, LEARNED, *words)


@pytest.fixture
def they(empty_house: Path, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[They]:
    with house("where_people_look", empty_house, tmp_path_factory.mktemp("whole-chain"), browser) as fernlea:
        yield They(fernlea)


def test_it_leads_from_the_first_search_to_settling_in_with_someone_new(they: They) -> None:
    she_looks_without_a_name(they)
    she_asks_two(they)
    they_offer_times_and_she_tells_what_she_likes(they)
    they_meet_and_say_how_it_felt(they)
    she_chooses_and_ida_says_yes(they)
    she_says_what_is_missing(they)
    the_change_does_not_help(they)
    she_moves(they)
    she_settles_in(they)
    they_close_with_words(they)
    she_sends_ida_a_card(they)


def she_looks_without_a_name(they: They) -> None:
    """A few taps, nobody is asked who they are; reasons and counter-reasons stand with each."""
    they.house.wait_until(1, "Tue", "20:00")
    wren = they.wren
    wren.goto("/find/")
    sees(wren, "Who could be right for you?", "Nothing is kept until you ask for a first meeting.")
    for wish in ("worry and panic", "warm and calm", "Monday", "evening"):
        option(wren, wish).first.tap()
    goes(wren, button(wren, "Show me three"))
    sees(wren, "You could meet one of them", "Meeting says more.", "What speaks for it", "What may be hard")
    sees(wren, "I take my time, and so can you.", "you want mostly quiet.")
    assert wren.url.endswith("/find/suggestions/")


def she_asks_two(they: They) -> None:
    """The first as a stranger, by mail address; the second once she has signed in."""
    wren = they.wren
    goes(wren, button(wren, "Ask Ida for a first meeting"))
    sees(wren, "You need not say why you come.")
    wren.get_by_label("What should we call you?").fill("Wren")
    wren.get_by_label("Your mail address").fill("wren@home.example")
    goes(wren, button(wren, "Ask"))
    sees(wren, "Thank you. We have it.")
    they.house.wait_until(1, "Tue", "20:05")
    (letter,) = they.house.links_to("Wren", "Ida")
    wren.goto(letter)
    with_a_code(wren, "wren@home.example", they.house.server)
    sees(wren, "My search", "Ida Fenwright", "Asked. Times will come.")

    goes(wren, link(wren, "Look for somebody else too"))
    option(wren, "worry and panic").first.tap()
    goes(wren, button(wren, "Show me three"))
    goes(wren, button(wren, "Ask Samira for a first meeting"))
    sees(wren, "Samira has been asked. We write to you when there are times.")
    they.strangers_learn_nothing()


def they_offer_times_and_she_tells_what_she_likes(they: They) -> None:
    """Both offer; she picks; only Ida may read her story, and only the part that is ticked."""
    they.house.wait_until(1, "Wed", "09:00")
    for page, name, time in ((they.ida, "Ida", "2026-04-16T12:30"), (they.samira, "Samira", "2026-04-17T12:30")):
        page.goto("/")
        place(page, "Today")
        goes(page, page.get_by_role("link", name="first meeting"))
        goes(page, link(page, "Wren"))
        does_not_see(page, "wren@home.example", "worry")
        page.get_by_label("Time 1").fill(time)
        page.get_by_label("Where: a room, a number, a link").fill(f"room of {name}")
        goes(page, button(page, "Offer"))
    they.house.wait_until(1, "Wed", "19:00")
    wren = they.wren
    for name, time in (("Ida Fenwright", "Thursday 16 April, 12:30"), ("Samira Dunhollow", "Friday 17 April, 12:30")):
        place(wren, "My search")
        goes(wren, link(wren, name))
        goes(wren, button(wren, time))
        sees(wren, time, "Into my calendar")
    place(wren, "My search")
    goes(wren, link(wren, "Ida Fenwright"))
    goes(wren, link(wren, "Write, or tick what may be read"))
    wren.get_by_label("What brings me", exact=True).fill(STORY)
    wren.get_by_label("What I tried before", exact=True).fill(KEPT)
    wren.locator("label:has([name='reads'][value='brings'])").tap()
    goes(wren, button(wren, "Keep this"))
    sees(wren, "What brings me: Ida may read it", "What I tried before: only you")

    they.ida.reload()
    sees(they.ida, STORY)
    does_not_see(they.ida, KEPT)
    they.samira.reload()
    sees(they.samira, "Nothing was ticked for you.")
    does_not_see(they.samira, STORY, KEPT)
    they.strangers_learn_nothing()


def they_meet_and_say_how_it_felt(they: They) -> None:
    """Each for themselves: nobody reads the other's, before or after."""
    wren = they.wren
    for page, name, day, marks in (
        (they.ida, "Ida Fenwright", "Thu", (8, 8, 8)),
        (they.samira, "Samira Dunhollow", "Fri", HER_MARKS),
    ):
        they.house.wait_until(1, day, "13:00")
        place(wren, "My search")
        goes(wren, link(wren, name))
        goes(wren, link(wren, "Say how it felt"))
        for key, mark in zip(("understood", "myself", "again"), marks, strict=True):
            wren.locator(f"#{key} label:has([value='{mark}'])").tap()
        wren.get_by_label("Words for yourself, if you like").fill(f"With {name} I felt {marks[0]}-ish")
        goes(wren, button(wren, "Keep this"))
        page.reload()
        goes(page, link(page, "Say how it felt"))
        page.locator("#right label:has([value='7'])").click()
        goes(page, button(page, "Keep this"))
        does_not_see(page, f"I felt {marks[0]}-ish")
        does_not_see(wren, "I am the right person for this")
    place(wren, "My search")
    goes(wren, link(wren, "How it felt, side by side"))
    sees(wren, "Ida felt nearest to you.", "we cannot be sure", "This is a rule of thumb, not a finding.")
    wren.get_by_label("I learned that I need ...").fill(LEARNED)
    goes(wren, button(wren, "Keep this"))
    sees(wren, LEARNED)
    they.strangers_learn_nothing()


def she_chooses_and_ida_says_yes(they: They) -> None:
    """It begins when both have said so; the other is thanked and reads nothing any more."""
    wren, ida = they.wren, they.ida
    goes(wren, link(wren, "Go on with Ida"))
    goes(wren, button(wren, "Choose Ida"))
    sees(wren, "You chose Ida", "You both decide.")
    place(ida, "People")
    does_not_see(ida, "Wren")
    place(ida, "Today")
    goes(ida, ida.get_by_role("link", name="first meeting"))
    goes(ida, link(ida, "Wren"))
    sees(ida, "Wren would like to start with you")
    does_not_see(ida, LEARNED)
    goes(ida, button(ida, "Yes, we start"))
    they.house.wait_until(1, "Fri", "15:00")
    place(ida, "People")
    sees(ida, "Wren")
    they.samira.reload()
    does_not_see(they.samira, STORY, "Wren would like")
    wren.goto("/")
    sees(wren, "You and Ida")
    they.strangers_learn_nothing()


def she_says_what_is_missing(they: They) -> None:
    """A card, her own words, exactly what will be read; opened together; one change that both agree to."""
    wren, ida = they.wren, they.ida
    goes(ida, link(ida, "Wren"))
    goes(ida, link(ida, "Book our usual time"))
    ida.get_by_label("The first one").fill("2026-04-20T18:00")
    goes(ida, button(ida, "Book"))
    they.house.wait_until(2, "Mon", "19:30")
    they_both_say_whether_to_go_on(wren, ida)
    they.house.wait_until(3, "Tue", "20:00")
    place(wren, "Talk")
    goes(wren, link(wren, "Find the words"))
    option(wren, FASTER).tap()
    goes(wren, button(wren, "Next: how to say it"))
    option(wren, "I write it, Ida reads it at the start").tap()
    wren.get_by_label("Your words").fill(OWN_WORDS)
    goes(wren, button(wren, "See what Ida will read"))
    sees(wren, "This is all that Ida will read", OWN_WORDS, "What Ida will not see")
    goes(wren, wren.get_by_role("button", name="Put it in for"))
    for where in ("Today", "People"):
        place(ida, where)
        does_not_see(ida, OWN_WORDS, FASTER, "has put a sentence")

    they.house.wait_until(4, "Mon", "18:02")
    place(ida, "Today")
    sees(ida, "Wren has put a sentence on today’s page.")
    does_not_see(ida, OWN_WORDS)
    goes(ida, button(ida, "Open it together"))
    sees(ida, OWN_WORDS, "First, thank")
    does_not_see(ida, FASTER)
    ida.get_by_label("What I heard").fill("I jump in before you are done.")
    goes(ida, button(ida, "Show Wren"))
    goes(ida, link(ida, "Write it together"))
    ida.get_by_label("What changes").fill(CHANGE)
    option(ida, "Ida").click()
    goes(ida, button(ida, "Yes, let’s try this"))
    place(wren, "Talk")
    goes(wren, link(wren, "Talks"))
    sees(wren, "I jump in before you are done.")
    goes(wren, link(wren, "Look at it"))
    goes(wren, button(wren, "Yes, let’s try this"))
    sees(wren, "You have both said yes.")
    they.strangers_learn_nothing(OWN_WORDS, CHANGE)


def they_both_say_whether_to_go_on(wren: Page, ida: Page) -> None:
    """After the first session, blind; the second one who says it reads both."""
    place(ida, "Today")
    goes(ida, link(ida, "Say it Wren"))
    option(ida, "Yes, let us go on").click()
    goes(ida, button(ida, "Say it"))
    sees(ida, "You both read both answers once Wren has said too.")
    place(wren, "Home")
    does_not_see(wren, "Shall we go on?")  # one question at a time
    goes(wren, link(wren, "Say how it was"))
    option(wren, "No, all good").tap()
    goes(wren, button(wren, "Send to Ida"))
    place(wren, "Home")
    sees(wren, "Shall we go on?")
    goes(wren, link(wren, "Say it"))
    does_not_see(wren, "Ida said:")
    option(wren, "Yes, let us go on").tap()
    goes(wren, button(wren, "Say it"))
    sees(wren, "Ida said: Yes, let us go on")


def the_change_does_not_help(they: They) -> None:
    """Both say so, blind; then the talk about whether they fit, and her word opens the move."""
    wren, ida = they.wren, they.ida
    they.house.wait_until(5, "Mon", "19:30")
    for page, did in ((wren, "a bit"), (ida, "yes")):
        page.goto("/talks/")
        goes(page, link(page, "Say whether it helped"))
        does_not_see(page, "What you said about it")
        for question, answer in (("#did", did), ("#helped", "no")):
            page.locator(question).locator("label").filter(has=page.get_by_text(answer, exact=True)).click()
        goes(page, button(page, "Say it"))
    they.house.wait_until(5, "Tue", "20:00")
    wren.reload()
    goes(wren, link(wren, "Talk about whether we fit"))
    goes(wren, button(wren, "Let’s talk about whether we fit"))
    sees(wren, "It waits until you sit together. Nobody reads it in between.")
    for where in ("Today", "People"):
        place(ida, where)
        does_not_see(ida, "whether you fit")
    goes(ida, link(ida, "Wren"))
    goes(ida, link(ida, "Whether we fit"))
    does_not_see(ida, "Wren would like this talk")

    they.house.wait_until(6, "Mon", "18:05")
    place(ida, "Today")
    sees(ida, "Wren would like to talk about whether you fit.")
    goes(ida, link(ida, "The talk about whether you fit"))
    goes(ida, button(ida, "Begin the talk together"))
    goes(ida, button(ida, "Stay together"))
    sees(ida, "You see what Wren says once you have both said it.")
    place(wren, "Talk")
    goes(wren, link(wren, "Whether we fit"))
    does_not_see(wren, "Stay together: ")
    goes(wren, button(wren, "Move on to someone new"))
    sees(wren, "Moving to someone new", "Your person here today is Ida Fenwright.", "Tom Hale helps you move.")
    they.strangers_learn_nothing(OWN_WORDS, CHANGE)


def she_moves(they: They) -> None:
    """The search knows what was missing; she chooses how Ida is told, and ticks what goes along."""
    wren, ida, samira, tom = they.wren, they.ida, they.samira, they.tom
    option(wren, "A slower pace").tap()
    goes(wren, button(wren, "Tell the search"))
    option(wren, "I tell them myself").tap()
    goes(wren, button(wren, "Do it this way"))
    goes(wren, button(wren, "I have told Ida"))
    sees(wren, "Ida knows, since 18 May. It was said by Wren.")
    place(ida, "Today")
    sees(ida, "moves to someone new")
    goes(ida, ida.get_by_role("link", name="Wren", exact=True).last)
    sees(ida, "You stay their person", "Do not ask them to stay.")
    does_not_see(ida, "A slower pace", "Samira")
    tom.goto("/")
    place(tom, "Moves")
    goes(tom, link(tom, "Wren"))
    sees(tom, "The one who looks after Wren today: Ida Fenwright.", "No first meeting yet")
    does_not_see(tom, "A slower pace", OWN_WORDS, CHANGE, STORY, KEPT)

    goes(wren, link(wren, "Look for someone"))
    goes(wren, button(wren, "Show me three"))
    does_not_see(wren, "Ask Ida for a first meeting")
    goes(wren, button(wren, "Ask Samira for a first meeting"))
    they.house.wait_until(6, "Tue", "09:00")
    meet(they, samira, "2026-05-20T12:30", "Wednesday 20 May, 12:30")
    does_not_see(samira, "A slower pace", "Ida", OWN_WORDS)
    they.house.wait_until(6, "Wed", "14:00")
    place(wren, "Home")
    goes(wren, link(wren, "Where my move stands"))
    goes(wren, link(wren, "My first meetings"))
    goes(wren, link(wren, "Samira Dunhollow"))
    goes(wren, button(wren, "Choose Samira"))

    wren.goto("/moving/")
    goes(wren, link(wren, "What goes along"))
    option(wren, "What was missing").tap()
    wren.get_by_label("A line of my own").fill(OWN_LINE)
    goes(wren, button(wren, "Keep this, and show me what will be read"))
    preview = wren.locator("#preview")
    assert "A slower pace" in preview.inner_text()
    assert OWN_LINE in preview.inner_text()
    assert CHANGE not in preview.inner_text()
    samira.reload()
    does_not_see(samira, OWN_LINE, "A slower pace")
    goes(samira, button(samira, "Yes, we start"))
    they.strangers_learn_nothing(OWN_WORDS, CHANGE, OWN_LINE)


def meet(they: They, therapist: Page, at: str, said: str) -> None:
    therapist.goto("/first-meetings/")
    goes(therapist, link(therapist, "Wren"))
    therapist.get_by_label("Time 1").fill(at)
    therapist.get_by_label("Where: a room, a number, a link").fill("room 3")
    goes(therapist, button(therapist, "Offer"))
    they.wren.goto("/my-search/")
    goes(they.wren, link(they.wren, "Samira Dunhollow"))
    goes(they.wren, button(they.wren, said))


def she_settles_in(they: They) -> None:
    """The first session with the new one before the last with the old; both say it, and the old work ends."""
    wren, ida, samira, tom = they.wren, they.ida, they.samira, they.tom
    place(samira, "Today")
    goes(samira, link(samira, "Wren"))
    goes(samira, link(samira, "What Wren passed on"))
    does_not_see(samira, OWN_LINE)
    goes(samira, button(samira, "Open it"))
    sees(samira, OWN_LINE, "A slower pace")
    does_not_see(samira, CHANGE, OWN_WORDS, KEPT)
    goes(samira, link(samira, "Where the move stands"))
    goes(samira, link(samira, "Book your usual time"))
    samira.get_by_label("The first one").fill("2026-05-22T16:00")
    goes(samira, button(samira, "Book"))
    place(wren, "Home")
    sees(wren, "First session with Samira", "Booked with Samira", "Your person here today is Ida Fenwright.")

    they.house.wait_until(6, "Fri", "18:00")
    wren.reload()
    sees(wren, "Still booked with Ida", "Your person here today is Samira Dunhollow.")
    goes(wren, link(wren, "Where my move stands"))
    goes(wren, link(wren, "Have you settled in?"))
    goes(wren, button(wren, "Yes, settled in"))
    place(ida, "People")
    sees(ida, "Wren")
    pair_page = ida.get_by_role("link", name="Wren").get_attribute("href")
    assert pair_page
    place(samira, "Today")
    goes(samira, samira.get_by_role("link", name="Wren", exact=True).last)
    goes(samira, link(samira, "Settled in?"))
    goes(samira, button(samira, "Yes, settled in"))
    sees(samira, "You have both said yes. The move is done.")

    place(ida, "People")
    does_not_see(ida, "Wren")
    answer = ida.goto(pair_page)
    assert answer is not None
    assert answer.status == 404
    place(tom, "Moves")
    does_not_see(tom, "Wren")
    place(wren, "Home")
    sees(wren, "You and Samira")
    does_not_see(wren, "Still booked with Ida", "You move to someone new")


def they_close_with_words(they: They) -> None:
    """Kept, nobody knows of them; given, the other reads them, and nothing else of hers with them."""
    wren, ida = they.wren, they.ida
    wren.goto("/moving/")
    goes(wren, link(wren, "Closing words"))
    wren.get_by_label("Your words").fill(CLOSING)
    goes(wren, button(wren, "Keep them for now"))
    ida.goto("/")
    does_not_see(ida, "From Wren", CLOSING)
    goes(wren, button(wren, "Give them to Ida"))
    sees(wren, "You gave Ida", CLOSING)
    ida.reload()
    goes(ida, link(ida, "From Wren"))
    sees(ida, CLOSING)
    does_not_see(ida, OWN_WORDS, CHANGE, OWN_LINE)
    they.strangers_learn_nothing(CLOSING)


def she_sends_ida_a_card(they: They) -> None:
    """On wish, once; it is read once, and nothing else of hers opens with it."""
    wren, ida = they.wren, they.ida
    wren.goto("/moving/")
    goes(wren, link(wren, "A card to Ida"))
    wren.get_by_label("Your words").fill("Settled in. Thank you for letting me go well.")
    goes(wren, button(wren, "Send it"))
    ida.goto("/")
    goes(ida, ida.locator("a[href*='/card/']").filter(has_text="From Wren"))
    does_not_see(ida, "Settled in. Thank you")
    goes(ida, button(ida, "Read it"))
    sees(ida, "Settled in. Thank you for letting me go well.")
    they.house.wait_until(7, "Mon", "09:00")
    answer = ida.reload()
    assert answer is not None
    assert answer.status == 404
    they.strangers_learn_nothing(OWN_WORDS, CHANGE, OWN_LINE, "Settled in.")
