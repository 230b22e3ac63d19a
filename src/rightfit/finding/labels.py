"""The project's own words for what people look for, one list for wishes and profiles alike."""

from django.utils.translation import gettext_lazy as _

TOPICS = (
    ("worry", _("worry and panic")),
    ("low", _("feeling low or empty")),
    ("tired", _("too much work, no strength")),
    ("loss", _("losing somebody")),
    ("partner", _("love and partnership")),
    ("family", _("parents and family")),
    ("past", _("something that was done to me")),
    ("self", _("being hard on myself")),
    ("body", _("body, food and sleep")),
    ("who", _("who I am and what I want")),
)
# Each side of a style is -1 or 1; 0, or nothing, is "I don't know yet".
STYLES = (
    ("leads", _("In a session"), _("leads the way"), _("lets me lead")),
    ("feelings", _("We stay more with"), _("feelings"), _("thoughts")),
    ("back", _("We look more at"), _("how it came to be"), _("now and next")),
    ("warm", _("Somebody who is more"), _("warm and calm"), _("challenging")),
)
AT_HOME = (
    ("woman", _("a woman")),
    ("man", _("a man")),
    ("queer", _("somebody queer")),
    ("moved", _("somebody who also moved country")),
    ("faith", _("somebody who knows my faith")),
    ("of_colour", _("a person of colour")),
    ("older", _("somebody older than fifty")),
)
DAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
)
PARTS = (("morning", _("morning")), ("afternoon", _("afternoon")), ("evening", _("evening")))
WAYS = (("place", _("in the practice")), ("video", _("by video")), ("phone", _("by phone")))
MUSTS = (
    ("times", _("the times")),
    ("language", _("the language")),
    ("way", _("place, video or phone")),
    ("fee", _("the fee")),
    ("at_home", _("whom I feel at home with")),
)
STORY = (
    ("brings", _("What brings me")),
    ("before", _("What I tried before")),
    ("hopes", _("What I hope for")),
    ("know", _("What you should know about me")),
)
# What may have been missing with somebody, in people's words; it goes into the reopened search as it stands here.
MISSING = (
    ("understood", _("Being understood")),
    ("calm", _("More calm")),
    ("ideas", _("More ideas and things to try")),
    ("plan", _("A clearer plan")),
    ("slower", _("A slower pace")),
    ("push", _("A push now and then")),
    ("free", _("Being able to say anything")),
    ("knows", _("Somebody who knows my kind of life")),
    ("practical", _("Other times, another place, another way to meet")),
)
# What of it says something about a style, on which side. The rest is read by the person alone: no profile knows
# whether somebody understands.
MISSING_AS_STYLE = {
    "calm": ("warm", -1),
    "push": ("warm", 1),
    "ideas": ("leads", -1),
    "plan": ("leads", -1),
}
