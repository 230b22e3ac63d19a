"""The shapes as data: every picture of the product is two lines, one of the client, one of the therapist.

In each shape `a` is the client's line, `z` the therapist's, `ad` and `zd` their dotted parts.
"""

# ruff: noqa: E501 - a path is one stroke of the pen, not prose

# Box 24 by 24, no fill, round ends, stroke 1.8.
ICONS = {
    "home": "M4 20V11c0-4 3.5-7 8-7M20 20V11c0-4-3.5-7-8-7M9.5 20v-5h5v5",
    "course": "M3 5c7 0 7 5.5 12 5.5h6M3 19c7 0 7-5.5 12-5.5h6",
    "talk": "M10 5c-5 0-7 3-7 6 0 2 1 3 2 4l-1 4 4-2M14 7c5 0 7 3 7 6 0 2-1 3-2 4l1 4-4-2c-3 0-5-1-6-3",
    "me": "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4 21c1-4 4-6 8-6s7 2 8 6",
    "people": "M8.5 5a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4M2.5 19c.6-3 3-5 6-5s5.4 2 6 5M16 6a3 3 0 0 1 0 5.6M17.5 14.4c2 .6 3.4 2.3 4 4.6",
    "seat": "M7 4v9h10V4M5 13h14M7 13v7M17 13v7",
    "cal": "M4 7h16v13H4zM4 11h16M8 4v4M16 4v4",
    "eye": "M2.5 12C5 7.5 8.3 5.5 12 5.5s7 2 9.5 6.5C19 16.5 15.7 18.5 12 18.5s-7-2-9.5-6.5M12 9.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6",
    "lock": "M6 11h12v9H6zM8.5 11V8c0-2.5 1.5-4 3.5-4s3.5 1.5 3.5 4v3",
    "care": "M12 20C6 16 3 12.5 3 9c0-2.5 2-4.5 4.3-4.5 2 0 3.7 1.2 4.7 3 1-1.8 2.7-3 4.7-3C19 4.5 21 6.5 21 9c0 3.5-3 7-9 11",
    "q": "M12 1.8L22.2 12 12 22.2 1.8 12ZM9.7 10c0-1.5 1-2.4 2.4-2.4s2.4.9 2.4 2.2c0 1.7-2.4 1.9-2.4 3.6M12.1 16.3v.1",
    "find": "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13M15.5 15.5L21 21",
    "tick": "M5 12.5l4.5 4.5L19 7.5",
    "go": "M9 5l7 7-7 7",
    "back": "M15 5l-7 7 7 7",
    "door": "M6 21V4h9v17M4 21h16M12 12v1",
    "knot": "M3 8c5 0 6 8 11 8s5-4 7-4M3 16c5 0 6-8 11-8s5 4 7 4",
    "shift": "M3 7h6c4 0 5 10 9 10h3M3 17h4M15 7h6",
    "phone": "M6 4h4l1.5 5-2 1.5c1 2 2 3 4 4l1.5-2 5 1.5v4c-8 1-15-6-14-14",
    "pic": "M4 19V5M4 19h16M8 15l3-4 3 2 5-7",
    "undo": "M9 7L4 12l5 5M4 12h10c4 0 6 2 6 6",
    "pen": "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
    "plus": "M12 5v14M5 12h14",
    "note": "M6 3h9l4 4v14H6zM9 11h7M9 15h7",
    "bell": "M12 3v3M5 18h14c-2-2-2-4-2-6 0-3-2-6-5-6s-5 3-5 6c0 2 0 4-2 6M10 21h4",
}

# Box 160 by 76, stroke 2.8. The words beside them say all: a need without a shape is not done.
NEEDS = {
    # The tasks are too much on top of everything
    "too_much": {
        "a": "M10 40C40 40 40 18 60 18S80 50 66 50 54 22 84 20 100 56 88 56 82 26 110 26 128 40 150 40",
        "z": "M10 60H150",
    },
    # We talk past what matters to me
    "past_each_other": {
        "a": "M10 20C60 20 90 44 150 62",
        "z": "M10 60C60 62 100 34 150 14",
    },
    # I hold back. I’m afraid of being judged
    "hold_back": {
        "a": "M10 30C30 12 46 48 66 36",
        "ad": "M76 38H150",
        "z": "M10 60C50 52 100 64 150 56",
    },
    # I’d like more warmth
    "more_warmth": {
        "a": "M10 22C50 16 100 26 150 20",
        "z": "M10 62C50 68 100 58 150 64",
    },
    # You don’t know what it is like to be me
    "like_to_be_me": {
        "a": "M10 28L26 14 42 34 58 14 74 34 90 14 106 34 122 14 150 30",
        "z": "M10 60C40 44 60 76 90 60S130 44 150 60",
    },
    # It goes too fast for me
    "too_fast": {
        "a": "M10 34C40 34 50 40 70 40",
        "z": "M10 54C50 54 60 30 92 30S130 30 150 30",
    },
    # It goes too slowly: both level, one with impatient little steps
    "too_slow": {
        "a": "M10 30H40L48 20 56 30H86L94 20 102 30H132L140 20 150 30",
        "z": "M10 58H150",
    },
    # I don’t know where we are going: both wander
    "direction": {
        "a": "M10 40C40 8 60 66 84 34 100 12 118 34 104 46 92 56 112 62 150 30",
        "zd": "M10 62H150",
    },
    # I want a say: the therapist's line leads, mine is bent along
    "more_say": {
        "z": "M10 20C60 20 90 20 150 20",
        "a": "M10 60C30 60 36 32 56 30 90 28 110 30 150 30",
    },
    # Listen longer: one line breaks off where the other begins
    "listen": {
        "a": "M10 32C30 20 46 44 66 32",
        "z": "M56 54C76 40 90 68 110 54S134 48 150 54",
    },
    # Something you said hurt me: one line is struck and falls
    "hurt": {
        "z": "M10 18C40 18 60 22 76 34",
        "a": "M10 40H70L78 30 84 58C100 66 130 62 150 62",
    },
    # I’m not sure this helps: both level, nothing between them moves
    "not_helping": {
        "a": "M10 24H150",
        "z": "M10 54H110",
        "zd": "M118 54H150",
    },
    # I say what you want to hear: one line copies the other
    "please": {
        "z": "M10 24C40 8 60 40 90 24S130 12 150 24",
        "a": "M10 44C40 28 60 60 90 44S130 32 150 44",
        "ad": "M10 66H150",
    },
    # I’m not sure I can trust you yet: near, and away again
    "trust": {
        "z": "M10 58H150",
        "a": "M10 18C40 18 50 46 70 46S96 18 110 18 130 44 150 44",
    },
    # You forgot something: one line has a gap
    "forgotten": {
        "a": "M10 26H150",
        "z": "M10 54H56M104 54H150",
    },
    # Something I can do: one line turns into steps
    "something_to_do": {
        "z": "M10 20C50 14 70 26 90 20H150",
        "a": "M10 62H44V52H78V42H112V32H150",
    },
    # We stay on the surface: both on top, deep water dotted below
    "deeper": {
        "a": "M10 18C30 10 50 26 70 18S110 10 150 18",
        "z": "M10 30C30 22 50 38 70 30S110 22 150 30",
        "ad": "M80 30V66",
    },
    # We stay in the head: angles beside one soft curve
    "feel": {
        "z": "M10 24H40V14H70V24H100V14H150",
        "a": "M10 56C40 32 60 76 90 54S130 40 150 56",
    },
    # Between our sessions I am alone: the other line is there at both ends only
    "alone": {
        "a": "M10 34C50 46 110 46 150 34",
        "z": "M10 56H34M126 56H150",
        "zd": "M42 56H118",
    },
    # Times, room, money: the two in a box that does not fit
    "frame": {
        "a": "M34 12H132V64H34Z",
        "z": "M10 30C60 30 100 48 150 48",
    },
    # Are we done, or do I need someone else: one line goes on, the other turns off
    "ending": {
        "a": "M10 32C60 32 90 32 150 18",
        "z": "M10 44C60 44 90 46 124 66",
    },
    # Something went too far: one line crosses over the other's
    "boundary": {
        "a": "M10 48H150",
        "z": "M10 20C60 20 76 66 92 66S116 20 150 20",
    },
}

# The three steps of the public page, in the same box.
STEPS = {
    "meet_more_than_one": {
        "a": "M10 38C50 38 60 38 74 38M74 38C90 38 110 16 150 14",
        "z": "M86 38C110 38 120 38 150 38",
        "zd": "M74 38C90 40 110 60 150 62",
    },
    "both_say": {
        "a": "M10 24C50 16 110 30 150 24",
        "z": "M10 54C50 62 110 44 150 52",
    },
    "find_the_words": {
        "a": "M10 34C50 34 60 10 84 12S120 32 150 33",
        "z": "M10 44C50 44 60 66 84 64S120 46 150 45",
    },
}

# Box 400 by 64, stretched over the page; `back` is the therapist's line from right to left, to close the field.
WAVES = {
    "meet": {
        "a": "M0,26 C70,58 150,4 235,20 S340,30 400,24",
        "z": "M0,58 C80,14 150,62 235,38 S340,34 400,38",
        "back": "L400,38 C340,34 320,14 235,38 C150,62 80,14 0,58",
    },
    "drift": {
        "a": "M0,30 C70,34 130,22 210,24 S340,10 400,8",
        "z": "M0,44 C70,40 130,34 210,38 S340,52 400,56",
        "back": "L400,56 C340,52 290,42 210,38 C130,34 70,40 0,44",
    },
    "handover": {
        "a": "M0,26C120,26 250,18 400,24",
        "z": "M0,36C90,36 150,40 215,64",
        # One line leaves, the next one, dashed, joins.
        "back": "L400,36 C260,36 190,50 120,64 L0,36",
        "next": "M120,64C190,50 260,36 400,36",
    },
}

# Box 40 by 40, stroke 3.4.
MARK = {
    "a": "M4 6C16 6 16 17 26 18 31 18.5 34 17 37 17",
    "z": "M4 34C16 34 16 23 26 22 31 21.5 34 23 37 23",
    "between": "M4 6C16 6 16 17 26 18S34 17 37 17V23C34 23 36 22 26 22S16 34 4 34Z",
}

# Behind the eleven marks: far on the left, near on the right. Box 110 by 56.
SCALE = {"a": "M0,6C40,6 60,20 110,24", "z": "M0,50C40,50 60,36 110,32", "back": "L110,32 C60,36 40,50 0,50"}

# The curved scale: right on top, both ends lower. Box 110 by 76.
ARC = "M5,64Q55,-29 105,64"

# The lane under a course. Each drawn around 0,0 within a radius of 10. What both hold has a fig ring; asking is a diamond in honey.
LANE = {
    "talk": '<circle class="mkf" r="9.5"/><path class="mk" d="M-1.5,-4.5a4.5,4.5 0 0 0 0,9M1.5,-4.5a4.5,4.5 0 0 1 0,9"/>',
    "agreement": '<rect class="mkf" x="-9" y="-9" width="18" height="18" rx="5"/><path class="mk" d="M-5,-3.5C-1,-3.5 1,3.5 5,3.5M-5,3.5C-1,3.5 1,-3.5 5,-3.5"/>',
    "together": '<circle class="mkf" r="9.5"/><path class="mk" d="M-5.5,0C-3,-3.8 3,-3.8 5.5,0C3,3.8 -3,3.8 -5.5,0Z"/><circle class="mk" r=".6"/>',
    "asking": '<path class="sig" d="M0,-11L11,0 0,11 -11,0Z"/><path class="sigq" d="M-2.7,-2.3c0,-1.7 1.2,-2.7 2.8,-2.7s2.7,1 2.7,2.5c0,2 -2.7,2.2 -2.7,4M.1,4.8v.1"/>',
    "missed": '<circle class="miss" r="7"/><path class="miss" d="M-4.5,4.5L4.5,-4.5"/>',
}
