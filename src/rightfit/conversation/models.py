"""The nouns of this room, file by file, in the order in which they come to life."""

from rightfit.conversation.agreements import Agreement, FollowUp, Handshake, Watch
from rightfit.conversation.needs import Need, Preparation
from rightfit.conversation.notes import SENTENCES, AlreadyOpenedError, Note, NotInTheRoomError, Opened, Reply
from rightfit.conversation.sorting import Sorting
from rightfit.conversation.talks import Conversation, Held, Understanding

__all__ = [
    "SENTENCES",
    "Agreement",
    "AlreadyOpenedError",
    "Conversation",
    "FollowUp",
    "Handshake",
    "Held",
    "Need",
    "NotInTheRoomError",
    "Note",
    "Opened",
    "Preparation",
    "Reply",
    "Sorting",
    "Understanding",
    "Watch",
]
