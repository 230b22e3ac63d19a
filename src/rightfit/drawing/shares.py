"""A share of people as a bar, and the stretch in which it may lie by chance alone. The words beside it say the same."""

WIDTH, HEIGHT, EDGE = 320, 30, 4
TOP, THICK = 6, 18


def bar(share: float, low: float, high: float) -> str:
    """Return the drawing; all three are shares, 0 to 1. It is silent: the sentence beside it holds the figures."""
    wide = WIDTH - 2 * EDGE
    at, first, last = (EDGE + wide * min(max(one, 0.0), 1.0) for one in (share, low, high))
    middle = TOP + THICK / 2
    whiskers = f"M{first:.1f},{middle:g}H{last:.1f}" + "".join(
        f"M{end:.1f},{TOP - 3}v{THICK + 6}" for end in (first, last)
    )
    return (
        f'<svg class="share" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'<rect class="all" x="{EDGE}" y="{TOP}" width="{wide}" height="{THICK}" rx="4"/>'
        f'<rect class="part" x="{EDGE}" y="{TOP}" width="{at - EDGE:.1f}" height="{THICK}" rx="4"/>'
        f'<path class="edge" d="{whiskers}"/><path class="chance" d="{whiskers}"/></svg>'
    )
