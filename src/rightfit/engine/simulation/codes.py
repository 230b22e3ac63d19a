"""The codes of a session: what is going on in it, who came, and what can be answered after it."""

__all__ = [
    "CANCELLED", "CONFRONTATION", "FINE", "HELD", "MISSED", "RATINGS", "STATES", "TENSION", "TOP", "WISHES",
    "WITHDRAWAL",
]  # fmt: skip

FINE, TENSION, WITHDRAWAL, CONFRONTATION = 0, 1, 2, 3
STATES = ("fine", "tension", "withdrawal", "confrontation")
"""What can be going on in a session; the last two are ruptures."""

HELD, MISSED, CANCELLED = 1, 0, -1
"""Attendance: held; missed or cancelled late; cancelled in time."""

WISHES = ("listened", "ideas", "questions", "calm", "push", "plan")
"""What a client can want a bit more of, besides more of the same."""

RATINGS = ("understood", "matters", "useful", "free")
"""The four items that both rate, from 0 to 10 each."""

TOP = 40.0
"""The highest score of a form: the four items added up."""
