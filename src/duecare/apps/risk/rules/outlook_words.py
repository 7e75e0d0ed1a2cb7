"""A place's ranges and chances in words, made from the draws and never written by hand.

Every text is in `TEXTS`; whoever speaks another language passes `say`, which is given a text or a band.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .outlook import Outlook, Share

Say = Callable[[str], str]

STATED = "This method does not say how its weights may vary; they are taken as stated."
EVERY = "%(level)s under every one of %(n)s weightings."
SOME = "%(level)s; %(others)s of weightings."
UNDER = "%(level)s under %(share)s"
CHANCE = "%(level)s %(share)s"
BOTH = "With the errors of the figures as well: %(shares)s."
ERRORS = "With the errors of the figures: %(shares)s."
COMPLETE = "Nothing is missing: the figures held set the band, and the statistical range counts."
MISSING = "What is missing sets the band: it counts at its worst, and the statistical range does not count."
SAME = "Figures are missing; at their worst they leave the band as it is."
TOO_FEW = "Too few figures for a band of its own: treated as %(level)s."
HELD = "The figures held alone: %(shares)s."
LATE_ONE = "One figure is older than usual (%(series)s of %(year)s): it widens the range towards worse."
LATE = "%(n)s figures are older than usual, the oldest of %(year)s: they widen the range towards worse."
RANK = "Rank %(rank)s of %(of)s from the riskiest; between %(low)s and %(high)s in %(share)s of draws."
SWAP = "It changes places with the next safer country in %(share)s of draws."
LITTLE = "less than 1 %%"
MOST = "more than 99 %%"
TEXTS = (
    STATED, EVERY, SOME, UNDER, CHANCE, BOTH, ERRORS, COMPLETE, MISSING, SAME, TOO_FEW, HELD, LATE_ONE, LATE,
    RANK, SWAP, LITTLE, MOST,
)  # fmt: skip


def headline(outlook: Outlook, say: Say = str) -> str:
    """ "High; elevated under 6 % of weightings." """
    if not outlook.varied:
        return say(STATED)
    level = _first(say(outlook.reads))
    others = [
        say(UNDER) % {"level": say(one.band), "share": percent(one.weights, say)}
        for one in sorted(outlook.shares, key=lambda one: -one.weights)
        if one.band != outlook.reads and one.weights > 0
    ]
    if not others:
        return say(EVERY) % {"level": level, "n": f"{outlook.draws:,}"}
    return say(SOME) % {"level": level, "others": ", ".join(others)}


def sentences(outlook: Outlook, say: Say = str) -> tuple[str, ...]:
    """Everything there is to say, the headline first."""
    both = _listed(outlook.shares, [one.both for one in outlook.shares], say)
    said = [
        headline(outlook, say),
        *_set_by(outlook, say),
        say(BOTH if outlook.varied else ERRORS) % {"shares": both},
    ]
    if len(outlook.late) == 1:
        said.append(say(LATE_ONE) % dict(zip(("series", "year"), outlook.late[0], strict=True)))
    elif outlook.late:
        oldest = min(year for _series, year in outlook.late)
        said.append(say(LATE) % {"n": len(outlook.late), "year": oldest})
    if (rank := outlook.rank) is not None:
        level = percent(outlook.level, say)
        said.append(say(RANK) % {"rank": rank.rank, "of": rank.of, "low": rank.low, "high": rank.high, "share": level})
        if rank.swap is not None:
            said.append(say(SWAP) % {"share": percent(rank.swap, say)})
    return tuple(said)


def _set_by(outlook: Outlook, say: Say) -> tuple[str, ...]:
    """Which of the two ranges sets the band, and what the other one says."""
    if outlook.complete:
        return (say(COMPLETE),)
    known = [one.held for one in outlook.shares if one.held is not None]
    alone = (say(HELD) % {"shares": _listed(outlook.shares, known, say)},) if known else ()
    match outlook.band_set_by:
        case "minimum coverage":
            return (say(TOO_FEW) % {"level": say(outlook.treated_as)}, *alone)
        case "missing data":
            return (say(MISSING), *alone)
        case _:
            return (say(SAME), *alone)


def _listed(shares: Sequence[Share], values: Sequence[float], say: Say) -> str:
    likely = sorted(zip(values, (one.band for one in shares), strict=True), key=lambda pair: -pair[0])
    return ", ".join(
        say(CHANCE) % {"level": say(band), "share": percent(value, say)} for value, band in likely if value > 0
    )


def percent(share: float, say: Say = str) -> str:
    """ "6 %"; what is possible is never rounded to nothing, nor what is not certain to all."""
    if 0 < share < 0.01:
        return say(LITTLE) % {}
    if 0.99 < share < 1:
        return say(MOST) % {}
    return f"{share * 100:.0f} %"


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]
