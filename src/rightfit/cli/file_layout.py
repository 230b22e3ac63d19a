"""How a file of sessions is laid out, as the call says it: names, scales, items."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from rightfit.engine.dyad import Scale
    from rightfit.engine.files import Layout


def layout(parser: argparse.ArgumentParser, *, needed: bool = True) -> None:
    """What `read`, `calibrate` and `import` take alike; `import` can do without a file."""
    what = "CSV in UTF-8 (or Parquet with rightfit[fast])"
    parser.add_argument("file", type=Path, nargs=None if needed else "?", metavar="IN", help=what)
    parser.add_argument("--scale", metavar="LO:HI", help="lowest and highest score, as in 0:40")
    parser.add_argument("--therapist-scale", metavar="LO:HI", help="the same for the therapist (default: as --scale)")
    parser.add_argument(
        "--map", action="append", default=[], metavar="OURS=THEIRS",
        help="a column of ours under another name, as in client=patient; may be given again",
    )  # fmt: skip
    parser.add_argument("--client-items", metavar="A,B,C", help="the client's items instead of client_score")
    parser.add_argument("--therapist-items", metavar="A,B,C", help="the therapist's items")
    parser.add_argument("--item-scale", metavar="LO:HI", help="lowest and highest answer to an item, as in 1:5")


def scale_of(text: str | None, option: str) -> Scale | None:
    """A scale from `LO:HI`."""
    from rightfit.engine.dyad import Scale  # noqa: PLC0415
    from rightfit.engine.files import CallError  # noqa: PLC0415

    if text is None:
        return None
    low, colon, high = text.partition(":")
    try:
        if not colon:
            raise ValueError  # noqa: TRY301 - said below
        return Scale(low=float(low), high=float(high))
    except ValueError:
        message = f"{option} {text!r} is not LO:HI with LO below HI, as in 0:40"
        raise CallError(message) from None


def layout_of(args: argparse.Namespace) -> Layout:
    """The file's layout from the call; asks for what is missing and says what was seen."""
    from rightfit.engine.files import CallError, Layout  # noqa: PLC0415

    names = {}
    for pair in (part for text in args.map for part in text.split(",")):
        ours, sign, theirs = pair.partition("=")
        if not sign or not ours.strip() or not theirs.strip():
            message = f"--map {pair!r} is not OURS=THEIRS, as in client=patient"
            raise CallError(message)
        names[ours.strip()] = theirs.strip()
    items = [_items(args.client_items), _items(args.therapist_items)]
    item_scale = scale_of(args.item_scale, "--item-scale")
    if any(items) and item_scale is None:
        message = "items need --item-scale LO:HI, the lowest and the highest answer to one item"
        raise CallError(message)
    if item_scale is not None and not any(items):
        message = "--item-scale goes with --client-items or --therapist-items"
        raise CallError(message)
    scale = scale_of(args.scale, "--scale")
    therapist = scale_of(args.therapist_scale, "--therapist-scale") or scale
    if items[0]:
        scale = item_scale
    if items[1]:
        therapist = item_scale
    if scale is None:
        scale = therapist if items[1] else None
    if scale is None:
        raise CallError(_ask_scale(args.file, names))
    return Layout(
        scale=scale,
        therapist_scale=therapist or scale,
        names=names,
        client_items=items[0],
        therapist_items=items[1],
        item_scale=item_scale,
    )


def _items(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if text else ()


def _ask_scale(path: Path, names: dict[str, str]) -> str:
    from rightfit.engine.files import span  # noqa: PLC0415

    seen = span(path, names=names)
    told = f"scores in the file go from {seen[0]:g} to {seen[1]:g}" if seen else "no score was seen in the file"
    return f"--scale LO:HI is needed, the lowest and the highest score a form can have; {told}"
