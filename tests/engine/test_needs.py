"""Own words to cards. The sentences here are by the author of the cards, written after them: that is all there is.

They show that the method does what it says. How well it serves people who are not its authors is not known.
"""

import tomllib
from pathlib import Path

import pytest

from rightfit.engine.needs import Card, suggest

TOML = Path(__file__).parents[2] / "src" / "rightfit" / "conversation" / "cards.toml"
CARDS = [Card(**row) for row in tomllib.loads(TOML.read_text(encoding="utf-8"))["card"]]

WENT_TOO_FAR = """
He put his hand on my knee when I cried.
She hugged me without asking and held me for long.
My therapist told me he is in love with me.
He asked me out for a drink after the session.
He keeps staring at my legs.
She told me about her own divorce for half an hour.
He texted me late at night to ask how I am.
He said I look sexy today.
She sent me a friend request.
He kissed me on the cheek when I left.
She wants me to not tell anyone about our talks outside.
He shouted at me because I was late.
You asked me about my sex life again and again and it felt wrong.
He said that I should come to his house next time.
She asked me to lend her money.
He sat so close that our knees touched.
You crossed a line last week.
She told my husband what I said.
He strokes my hair when he says goodbye.
He makes comments on my body.
It felt creepy how he looked at me.
She invited me to dinner with her friends.
He wrote me a love letter.
That was too personal for me, what you told me about yourself.
He told me it is our little secret.
He threatened to stop if I complain.
She calls me every Sunday just to talk.
He touched me on the shoulder and I froze.
You asked me to undress so you could see my scar.
He grabbed me by the arm.
She went through my phone.
He found me on Instagram and writes to me there.
You yelled at me and I was scared.
She said we could go for coffee together like friends.
He told me that he is attracted to women like me.
My therapist wants me to work for him in the garden.
He blocked the door when I wanted to go.
She gave me an expensive gift.
You told other clients about me.
He said he would love to date someone like me.
""".strip().splitlines()

ELSE = {
    "load": [
        "I can't do all those exercises on top of my job.",
        "The homework is too much, I am so tired.",
        "I have no strength for the tasks you give me.",
    ],
    "warmth": [
        "You are so distant, I wish you were kinder.",
        "I want some comfort and not advice all the time.",
        "I'd like more warmth from you.",
    ],
    "hold_back": [
        "There is something I have not told you because I am ashamed.",
        "I am afraid you would judge me.",
        "I hide the worst part of it.",
    ],
    "fast": ["You rush me, I need more time.", "Please slow down a bit.", "I am not ready and you push me."],
    "slow": ["We go round in circles and nothing moves.", "I would like to be challenged more."],
    "direction": [
        "I don't know what the goal is.",
        "There is no plan and no structure.",
        "It feels aimless, we just chat.",
    ],
    "more_say": ["You always choose the topic.", "I want to decide myself what we do."],
    "listen": ["You interrupt me all the time.", "You talk too much, let me finish."],
    "hurt": [
        "Your remark last week was painful.",
        "I felt blamed and stupid after what you said.",
        "It stung when you laughed at me.",
    ],
    "not_helping": ["I don't feel better at all.", "Nothing changes in my life since I come here."],
    "please": ["I nod although I don't agree.", "I don't want to disappoint you so I say I am fine."],
    "trust": ["Who reads your notes about me?", "I don't know if I can trust you."],
    "forgotten": [
        "You mixed me up with another client.",
        "You looked at the clock again.",
        "You forgot my son's name.",
    ],
    "do": ["I need tools for my panic.", "Give me practical tips."],
    "deeper": ["We never talk about my childhood.", "It stays on the surface."],
    "like_me": ["You can't know how it is to be black here.", "I always have to explain my culture and religion."],
    "alone": ["The weekend between sessions is so hard and I am alone."],
    "frame": ["I can't afford the bill.", "The appointment is too early in the morning.", "I'd rather meet online."],
    "ending": ["I think about stopping.", "Maybe another therapist would be better for me."],
    "past": ["We talk about the wrong things and miss what is important to me.", "I feel misunderstood."],
    "feel": ["It is all so rational, I'd like to be able to cry."],
}
OTHERS = [(kind, said) for kind, sentences in ELSE.items() for said in sentences]


def test_it_puts_a_worry_about_a_boundary_first_or_second_where_it_was_said() -> None:
    missed = [said for said in WENT_TOO_FAR if "boundary" not in suggest(said, CARDS)[:2]]
    assert len(WENT_TOO_FAR) >= 40
    assert len(missed) <= 0.05 * len(WENT_TOO_FAR), missed


def test_it_does_not_put_one_there_where_none_was_said() -> None:
    frightened = [said for _kind, said in OTHERS if "boundary" in suggest(said, CARDS)[:2]]
    assert len(frightened) <= 0.1 * len(OTHERS), frightened


def test_it_has_the_card_that_was_meant_among_its_three_mostly() -> None:
    missed = [(kind, said, suggest(said, CARDS)) for kind, said in OTHERS if kind not in suggest(said, CARDS)]
    assert len(missed) <= 0.15 * len(OTHERS), missed


@pytest.mark.parametrize("words", ["", "   ", "?!", "xyzzy plugh", "hello", "12345"])
def test_it_suggests_nothing_where_nothing_is_alike(words: str) -> None:
    assert suggest(words, CARDS) == []


def test_it_never_suggests_more_than_three_and_none_twice() -> None:
    for said in (*WENT_TOO_FAR, *(said for _kind, said in OTHERS), " ".join(WENT_TOO_FAR)):
        keys = suggest(said, CARDS)
        assert len(keys) <= 3
        assert len(set(keys)) == len(keys)


def test_it_takes_typographic_and_typed_apostrophes_alike() -> None:
    assert suggest("I don’t want to disappoint you", CARDS) == suggest("I don't want to disappoint you", CARDS)


def test_it_forgets_a_cue_that_is_not_there() -> None:
    """The cue does the work: without it the same sentence does not put the card ahead."""
    without = [Card(key=card.key, text=card.text, says=card.says, first=card.first) for card in CARDS]
    assert suggest("He kissed me on the cheek when I left.", CARDS)[0] == "boundary"
    assert "boundary" not in suggest("He kissed me on the cheek when I left.", without)[:2]
