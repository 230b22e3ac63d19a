"""Moving to someone new. What stands where is derived from these rows; there is no state field.

- A `Request` waits until it is `TakenUp`. A `HeadsUp` waits for the day the two meet; they sit down (a
  `Conversation` of kind "fit" about it begins) and each says an `Outcome`.
- A `Handover` is under way from its row on, until it is `CalledOff` or both have written their `Arrival`.
  The old work is `handover.leaving`, with one handover for each work that is left. The search is the newest one with
  `Search.leaving` set to that work; only a handover sets it, so nobody begins with someone new beside the old work
  without one. The new work is `handover.new`: what the confirmed choice of that search began, while it lasts.
  Who takes back the ending of the new work takes the no back with it: the move is under way again.
- The therapist of the old work knows once it is `Told`, or from the next day the two meet where the `Telling` says so.
- `PacketItem`s are copies of what is ticked. They change until `Unpacked` exists for the new work, never after.
- The old work ends in the transaction of the second `Arrival`, by the client's word, or by the worker 14 days after
  the first session held with the new one. Who is responsible is never asked here: `relationship/responsible.py`.
- Outside the house a move goes by an `OutsideWish` of the client's, or by the first `OutsideName`, which the move's one
  coordinator writes down, two at most. The `CarriedLetter` is the client's alone. The newest `OutsideAnswer` counts:
  "I have somebody" ends the old work in its own transaction, and the move is over for as long as that ending stands;
  a no calls the move off.
"""

from rightfit.transition.arriving import Arrival
from rightfit.transition.asking import Request, TakenUp
from rightfit.transition.carried import CarriedLetter
from rightfit.transition.fitting import HeadsUp, Outcome
from rightfit.transition.handover import CalledOff, Handover
from rightfit.transition.outside import OutsideName, OutsideWish
from rightfit.transition.outside_answer import OutsideAnswer
from rightfit.transition.packet import PacketItem, Unpacked
from rightfit.transition.postcard import CardRead, Postcard
from rightfit.transition.telling import Telling, Told

__all__ = [
    "Arrival",
    "CalledOff",
    "CardRead",
    "CarriedLetter",
    "Handover",
    "HeadsUp",
    "Outcome",
    "OutsideAnswer",
    "OutsideName",
    "OutsideWish",
    "PacketItem",
    "Postcard",
    "Request",
    "TakenUp",
    "Telling",
    "Told",
    "Unpacked",
]
