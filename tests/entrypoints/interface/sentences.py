"""Sentences that the source may say to a person, read from the calls that make errors and facts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FILLED = "7"
"""Stands where a value would: no letter, so that what is left over is the source's own."""


@dataclass(frozen=True)
class Told:
    """A class whose instances speak to people.

    Attributes:
        places: which positional arguments are said.
        names: which keyword arguments are said.
    """

    places: slice
    names: frozenset[str]


ERROR = Told(slice(0, 3), frozenset({"happened", "means", "todo"}))
FACT = Told(slice(1, None), frozenset({"detail", "missing", "reason", "sentence"}))
SPEAKING: Mapping[str, Told] = {
    **dict.fromkeys(("BadInput", "Conflict", "Denied", "DuecareError", "LimitExceeded", "NoRoom", "Busy"), ERROR),
    "refusal": Told(slice(0, 1), frozenset({"todo"})),  # of a denied-party list; what it means is always the same
    "NotFound": Told(slice(0, 1), frozenset()),
    **dict.fromkeys(("StageFact", "Part", "AnsweredFact", "ScreeningState"), FACT),
}


@dataclass(frozen=True)
class Sentence:
    """One text with `FILLED` in its places, where it stands, and whether it names what was not found."""

    text: str
    where: str
    thing: bool = False


def sentences(root: Path, leaving: Iterable[str] = ()) -> Iterator[Sentence]:
    """Every text said by calls under a folder, files whose path begins with one of `leaving` left out."""
    for file in sorted(root.rglob("*.py")):
        inside = file.relative_to(root).as_posix()
        if inside.startswith(tuple(leaving)):
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (told := SPEAKING.get(_called(node.func))):
                said = [*node.args[told.places], *(key.value for key in node.keywords if key.arg in told.names)]
                thing = _called(node.func) == "NotFound"
                for argument in said:
                    for text in texts(argument):
                        if text.strip(FILLED + " .,:;/"):
                            yield Sentence(text, f"{inside}:{node.lineno}", thing)


def texts(node: ast.expr) -> list[str]:
    """What an expression may come to, each branch of it; nothing for what only the run knows."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return _together([_part(part) for part in parts])
        case ast.IfExp(body=one, orelse=other):
            return texts(one) + texts(other)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _together([texts(left), texts(right)])
        case ast.Tuple(elts=many) | ast.List(elts=many) | ast.BoolOp(values=many):
            return [text for one in many for text in texts(one)]
        case ast.GeneratorExp(elt=one) | ast.ListComp(elt=one) | ast.Starred(value=one):
            return texts(one)
        case ast.Call(func=ast.Attribute(value=one, attr="strip")):
            return texts(one)
    return []


def _part(part: ast.expr) -> list[str]:
    """A place in a formatted text: its own branches where it has some, else a value."""
    if isinstance(part, ast.FormattedValue):
        return texts(part.value) or [FILLED]
    return texts(part)


def _together(parts: list[list[str]]) -> list[str]:
    whole = [""]
    for part in parts:
        whole = [before + text for before in whole for text in part]
    return whole


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
