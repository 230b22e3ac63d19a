"""The trail, turned into sentences: in one place, for the client whose record it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rightfit.keeping.models import Event
from rightfit.practice.models import Person

# Every verb that a client's trail can hold, as its line says it after "You" or a name.
SENTENCES = {
    "began to look for a therapist": gettext_lazy("began to look for a therapist"),
    "changed what you look for": gettext_lazy("changed what you look for"),
    "asked for a first meeting": gettext_lazy("asked for a first meeting"),
    "offered times for a first meeting": gettext_lazy("offered times for a first meeting"),
    "picked a time for a first meeting": gettext_lazy("picked a time for a first meeting"),
    "could not take a first meeting": gettext_lazy("had no room for a first meeting, and named who would serve better"),
    "took a first meeting back": gettext_lazy("took a first meeting back"),
    "looked at a first meeting": gettext_lazy("looked at a first meeting of yours"),
    "wrote a part of the story": gettext_lazy("wrote a part of your story"),
    "erased a part of the story": gettext_lazy("erased a part of your story"),
    "ticked what a therapist may read": gettext_lazy("ticked what a therapist may read"),
    "said how a first meeting felt": gettext_lazy("said how a first meeting felt"),
    "chose a therapist": gettext_lazy("chose a therapist"),
    "took a choice back": gettext_lazy("took a choice back"),
    "confirmed a choice": gettext_lazy("said yes to starting with you"),
    "began": gettext_lazy("began the work together"),
    "came from a file": gettext_lazy("brought in your hours from before, from the practice’s own file"),
    "became the lead": gettext_lazy("became the practice lead"),
    "invited a therapist": gettext_lazy("invited a therapist"),
    "invited a client": gettext_lazy("invited a client"),
    "accepted an invitation": gettext_lazy("came in by an invitation"),
    "took an invitation back": gettext_lazy("took an invitation back"),
    "switched a questionnaire on": gettext_lazy("switched a questionnaire on"),
    "switched a questionnaire off": gettext_lazy("switched a questionnaire off"),
    "switched acts": gettext_lazy("changed what the practice uses"),
    "named somebody": gettext_lazy("named somebody for a duty"),
    "took a second step away": gettext_lazy("let somebody choose a second step anew"),
    "ended a duty": gettext_lazy("ended somebody’s duty"),
    "sent a test mail": gettext_lazy("sent a test mail"),
    "changed the practice’s own words": gettext_lazy("changed the practice’s own words"),
    "works as a therapist too": gettext_lazy("works as a therapist too"),
    "counted a half-year": gettext_lazy("counted a half-year of the practice"),
    "brought a file in": gettext_lazy("brought a file of the practice’s in"),
    "took a file out again": gettext_lazy("took a file of the practice’s out again"),
    "was taken out again": gettext_lazy("took out again what had come from the practice’s own file"),
    "ended": gettext_lazy("ended the work together"),
    "planned an ending": gettext_lazy("said by which day to end"),
    "agreed to an ending": gettext_lazy("agreed to a last day"),
    "took a planned ending back": gettext_lazy("took the last day back"),
    "looked at closing words": gettext_lazy("read the closing words"),
    "gave you a form": gettext_lazy("gave you a form to fill in"),
    "filled in a form": gettext_lazy("filled in a form"),
    "took a form back": gettext_lazy("took a form back"),
    "looked at your forms": gettext_lazy("looked at your forms"),
    "an answer called for somebody": gettext_lazy("an answer of yours asked somebody to look"),
    "looked at an answer that called for somebody": gettext_lazy("looked at the answer that asked somebody to look"),
    "took up an answer": gettext_lazy("took up what you had answered"),
    "gave closing words": gettext_lazy("gave closing words"),
    "took the ending back": gettext_lazy("took the ending back"),
    "paused": gettext_lazy("stopped for now"),
    "said whether to go on": gettext_lazy("said whether to go on together"),
    "went on": gettext_lazy("went on after stopping"),
    "booked a series": gettext_lazy("booked your usual time"),
    "booked a session": gettext_lazy("booked a session"),
    "cancelled a session": gettext_lazy("cancelled a session"),
    "said a session was missed": gettext_lazy("said that a session did not take place"),
    "said a session was held": gettext_lazy("said that a session took place"),
    "said what to do if quiet": gettext_lazy("said what to do if it goes quiet"),
    "left the door open": gettext_lazy("sent you one note after a session without word"),
    "called after a missed session": gettext_lazy("called you after a session without word"),
    "answered the open door": gettext_lazy("answered at the open door"),
    "looked at where it is safe to reach you": gettext_lazy("looked at where it is safe to reach you"),
    "said how it was": gettext_lazy("said how a session was"),
    "changed how it was": gettext_lazy("changed what was said about a session"),
    "kept a check-in private": gettext_lazy("kept an answer private"),
    "chose how often to be asked": gettext_lazy("chose how often to be asked"),
    "looked together": gettext_lazy("looked together, in the session"),
    "answered a hint": gettext_lazy("answered a question that was worth asking"),
    "agreed one thing": gettext_lazy("wrote down one thing between sessions"),
    "dropped the one thing": gettext_lazy("took the one thing away"),
    "said not this week": gettext_lazy("said: not this week"),
    "took it up again": gettext_lazy("took the one thing up again"),
    "put a sentence on the next page": gettext_lazy("put a sentence on the next page"),
    "took a sentence back": gettext_lazy("took a sentence back"),
    "opened a sentence": gettext_lazy("opened a sentence, in the session"),
    "answered a sentence": gettext_lazy("said what was heard, in the session"),
    "found words for something": gettext_lazy("looked for words, for yourself"),
    "let something go": gettext_lazy("let something go that you had found words for"),
    "sorted cards": gettext_lazy("sorted the cards"),
    "wrote down an understanding": gettext_lazy("wrote down how you two understand it"),
    "said how a talk was": gettext_lazy("said how a talk was"),
    "wrote down what to try": gettext_lazy("wrote down what you could try"),
    "agreed to try it": gettext_lazy("said yes to what you will try"),
    "took away what to try": gettext_lazy("took away what you could have tried"),
    "said whether it helped": gettext_lazy("said whether it helped"),
    "wrote down a goal": gettext_lazy("wrote down a goal"),
    "said how near a goal is": gettext_lazy("said how near a goal is"),
    "let a goal go": gettext_lazy("let a goal go"),
    "looked at your talks": gettext_lazy("looked at your talks and what you will try"),
    "left a word from the practice": gettext_lazy("left a word from the practice on your page"),
    "asked the listener": gettext_lazy("asked the listener to get in touch"),
    "the listener got in touch": gettext_lazy("got in touch"),
    "kept words for a listener": gettext_lazy("kept words for a listener, without sending"),
    "erased words for a listener": gettext_lazy("erased words for a listener"),
    "told a listener": gettext_lazy("wrote to a listener"),
    "read what was told a listener": gettext_lazy("has read what you told"),
    "added to what was told a listener": gettext_lazy("added to what was told a listener"),
    "turned to another listener": gettext_lazy("turned to another listener"),
    "closed what was told a listener": gettext_lazy("said that it is done"),
    "looked at what you told a listener": gettext_lazy("looked at what you told"),
    "wrote down a place outside": gettext_lazy("wrote down a place outside the practice"),
    "checked a place outside": gettext_lazy("checked a place outside the practice"),
    "took a place outside away": gettext_lazy("took a place outside the practice away"),
    "took a copy": gettext_lazy("took a copy of what is kept about you"),
    "erased what only you could read": gettext_lazy("erased what only you could read"),
    "closed the account": gettext_lazy("closed your account"),
    "erased an old record": gettext_lazy("erased a record that need not be kept any more"),
    "asked to be rung": gettext_lazy("asked to be rung"),
    "rang somebody new": gettext_lazy("rang somebody new"),
    "erased an old wish to be rung": gettext_lazy("erased an old wish to be rung"),
    "asked for someone else": gettext_lazy("asked to meet someone else"),
    "took the request back": gettext_lazy("took back the wish to meet someone else"),
    "took up a request": gettext_lazy("spoke with you about meeting someone else"),
    "opened a move": gettext_lazy("opened your move to someone new"),
    "said what was missing": gettext_lazy("said what was missing"),
    "chose how a therapist is told": gettext_lazy("chose how a therapist hears of your move"),
    "told a therapist of the move": gettext_lazy("said that a therapist knows of your move"),
    "called a move off": gettext_lazy("called your move off"),
    "said it has settled in": gettext_lazy("said that you have settled in"),
    "old work ran out": gettext_lazy("saw that two weeks had passed since you first met someone new"),
    "ticked what goes along": gettext_lazy("ticked what goes along"),
    "opened what you passed on": gettext_lazy("opened what you passed on"),
    "asked for names outside": gettext_lazy("asked for names outside the practice"),
    "took back the wish for names outside": gettext_lazy("took back the wish for names outside the practice"),
    "wrote down a name outside": gettext_lazy("wrote down a name outside the practice for you"),
    "took a name outside away": gettext_lazy("took a name outside the practice away again"),
    "looked at names outside": gettext_lazy("looked at the names outside the practice for you"),
    "said how it goes outside": gettext_lazy("said how it goes outside the practice"),
    "made a letter to carry": gettext_lazy("made a letter to carry"),
    "wrote on a letter to carry": gettext_lazy("changed the letter to carry"),
    "tore up a letter to carry": gettext_lazy("tore up the letter to carry"),
    "sent a card": gettext_lazy("sent a card"),
    "read a card": gettext_lazy("read your card"),
    "asked for a talk about fit": gettext_lazy("asked for a talk about whether you fit"),
    "took a talk about fit back": gettext_lazy("took back the wish to talk about whether you fit"),
    "sat down for a talk about fit": gettext_lazy("sat down with you to talk about whether you fit"),
    "said what comes of a talk about fit": gettext_lazy("said what comes of your talk"),
    "looked at where your move stands": gettext_lazy("looked at where your move stands"),
    "looked at what you passed on": gettext_lazy("looked at what you passed on"),
    "remembered a phone": gettext_lazy("marked a phone as your own"),
    "forgot a phone": gettext_lazy("made us forget a phone"),
    "wrote a profile": gettext_lazy("wrote the page on which people find them"),
    "looked at the page of the day": gettext_lazy("looked at the page for the day you met"),
    "looked at your course": gettext_lazy("looked at your course"),
    "looked at what you both said": gettext_lazy("looked with you at what you both said"),
    "looked at what you ask for, in the mirror": gettext_lazy("looked at what people ask for, your wishes among them"),
    "looked at what you asked of the practice": gettext_lazy("looked at what you asked of the practice"),
}


@dataclass(frozen=True)
class Line:
    """One line of the trail, for reading."""

    at: datetime
    who: str
    did: str


def sentences(events: Iterable[Event], *, reader: Person) -> list[Line]:
    """Return the lines in words; `reader` is the client."""
    events = list(events)
    people = {person.pk: person for person in Person.objects.filter(pk__in={event.by for event in events if event.by})}
    return [Line(event.at, _who(event, people, reader), str(SENTENCES[event.verb])) for event in events]


def _who(event: Event, people: dict[object, Person], reader: Person) -> str:
    if event.by is None:
        return _("The practice’s computer")
    if event.by == reader.pk:
        return _("You")
    person = people.get(event.by)
    return person.full_name if person else _("Somebody who has left")
