"""What the therapists of Fernlea say of themselves to everybody: the fields of `finding.Profile`, made up."""

from typing import Any

PROFILES: dict[str, dict[str, Any]] = {
    "Ida": {
        "own_line": "I ask a lot, and I tell you what I think. We look at what you can try this week.",
        "not_right_if": "you would rather be listened to for a long time before anybody says anything.",
        "topics": ["worry", "tired", "self"],
        "style": {"leads": -1, "back": 1},
        "at_home": ["woman"],
        "languages": ["English", "Irish"],
        "ways": ["place", "video"],
        "fee": 80,
        "times": [(1, "afternoon"), (3, "morning")],
    },
    "Jonas": {
        "own_line": "I listen first. Feelings are welcome here, and so is silence.",
        "not_right_if": "you want a plan and things to practise from the first day.",
        "topics": ["loss", "low", "family"],
        "style": {"leads": 1, "feelings": -1, "warm": -1},
        "at_home": ["man", "older"],
        "languages": ["English"],
        "ways": ["place", "phone"],
        "fee": 70,
        "times": [(0, "morning"), (2, "evening")],
    },
    "Samira": {
        "own_line": "I moved here at nineteen. You need not explain to me how it is to live between two places.",
        "not_right_if": "you look for somebody with no opinion of their own. I say mine, kindly.",
        "topics": ["worry", "partner", "who"],
        "style": {"feelings": 1, "warm": 1},
        "at_home": ["woman", "moved", "of_colour"],
        "languages": ["English", "Arabic"],
        "ways": ["place", "video"],
        "fee": None,
        "times": [(2, "morning"), (4, "afternoon")],
    },
}
