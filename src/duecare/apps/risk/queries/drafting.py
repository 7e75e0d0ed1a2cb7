"""Reading a methodology that somebody wrote: with file, line and reason where it cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from duecare.adapters.library import load_folder, misfits, text_of
from duecare.adapters.yaml_text import YamlText, as_text, read_yaml
from duecare.apps.risk.models import CommittedMethod, DraftVersion
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.methodology_checks import Shelf, check_computable
from duecare.apps.risk.rules.methodology_parse import parse_methodology
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

from .methods import index_specs, released_urns, shared_rules, short_name

NOT_SAVED = "Nothing was saved."
_ROOT = "methodology."
_INLINE: Mapping[str, JSON] = {"include": "inline"}


@dataclass(frozen=True, slots=True, eq=False)
class MethodText:
    """A methodology as text and as it is computed.

    Attributes:
        text_sha256: of the text itself, every comment included.
    """

    document: YamlText
    method: Methodology
    text_sha256: str


@dataclass(frozen=True, slots=True)
class _AsSaid:
    """A value that is quoted already."""

    text: str

    def __str__(self) -> str:
        return self.text


def read_method(text: bytes | str, file: str) -> MethodText:
    """Read, check and test a methodology. Whatever is refused is refused whole.

    Raises:
        LimitExceeded: too large.
        BadInput: naming file, line, place and reason: not YAML, an entry that is missing or of the wrong
            kind, a cycle, weights that do not sum, an input that does not exist, goalposts reversed, a
            rule that cannot be evaluated, a test that fails.
    """
    return _checked(as_text(text, file, means=NOT_SAVED), file)


@lru_cache(maxsize=16)
def _checked(text: str, file: str) -> MethodText:
    document = read_yaml(text, file, means=NOT_SAVED)
    for path, wrong, value in _misfits(document.data):
        raise _fault(document, BadInput(wrong, field=path, value=value))
    try:
        method = parse_methodology(document.data, shared_rules())
        check_computable(method, _shelf())
    except BadInput as fault:
        raise _fault(document, fault) from fault
    return MethodText(document, method, hashlib.sha256(document.text.encode()).hexdigest())


def _misfits(data: Mapping[str, JSON]) -> Iterator[tuple[str, str, Any]]:
    """Where the document does not fit the schemas: (path, what is wrong, value).

    A draft may carry its rules itself; they then have the schema of the shared rules.
    """
    rules = data.get("classification")
    carried = isinstance(rules, Mapping) and "include" not in rules
    for fault in misfits("methodology", {**data, "classification": _INLINE} if carried else dict(data)):
        yield _path(fault.steps), fault.wrong, fault.value
    if carried:
        shared: dict[str, JSON] = {"code": "draft", "title": "draft", "dated": "2026-01-01", "classification": rules}
        for fault in misfits("methodology_rules", shared):
            yield _path(fault.steps), fault.wrong, fault.value


def _path(steps: tuple[str | int, ...]) -> str:
    said = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return said.removeprefix(".")


def _fault(document: YamlText, fault: BadInput) -> BadInput:
    path = fault.field.removeprefix(_ROOT)
    return BadInput(
        fault.wrong,
        file=document.file,
        line=document.line(path),
        field="" if path == "methodology" else path,
        value=_AsSaid(fault.value) if fault.value is not None else fault.file or None,  # the document included
        means=NOT_SAVED,
        todo=fault.todo or "Mend this line and save again.",
    )


def _shelf() -> Shelf:
    return Shelf(index_specs(), frozenset(item.code for item in load_folder("measures")))


def text_to_begin(base: Methodology, on: date) -> str:
    """A draft that differs from a released methodology in name, version and day only; its rules stand in it.

    Comments, order and anchors of the released text are kept.
    """
    text = read_yaml(_released_text(base), short_name(base.urn))
    name, version = base.urn.split(":")[3], _next_version(base.urn)
    fresh = text.with_scalars(
        {
            "urn": f'"urn:duecare:method:{name}:{version}"',
            "version": str(version),
            "state": "draft",
            "dated": f'"{on.isoformat()}"',
        }
    )
    shared = text.data["classification"]
    if isinstance(shared, Mapping) and "include" in shared:
        rules = next(item for item in load_folder("methodology_rules") if item.code == shared["include"])
        section = read_yaml(text_of(rules), rules.file).section("classification")
        carried = read_yaml(fresh, "draft").with_section("classification", section.rstrip() + "\n\n")
        try:
            read_method(carried, "draft")
        except BadInput:  # two documents may name their anchors alike: the draft then goes on including the rules
            return fresh
        return carried
    return fresh


def _released_text(base: Methodology) -> str:
    for item in load_folder("methodology"):
        if item.code == base.urn:
            return text_of(item)
    return CommittedMethod.objects.filter(urn=base.urn).values_list("text", flat=True).get()


def _next_version(urn: str) -> int:
    """One more than any version of that name which was released or is being written."""
    stem = urn.rpartition(":")[0] + ":"
    used = {*released_urns(), *DraftVersion.objects.filter(urn__startswith=stem).values_list("urn", flat=True)}
    return 1 + max(int(one.rpartition(":")[2]) for one in used if one.startswith(stem))


def require_draft(read: MethodText, released: Collection[str]) -> None:
    """Refuse a text that says it is no draft, or takes the name of a released methodology.

    Raises:
        BadInput: with the line.
    """
    method, document = read.method, read.document
    if method.state != "draft":
        raise BadInput("A draft says “state: draft”; that it is committed stands in the record.", file=document.file,
                       line=document.line("state"), field="state", value=method.state, means=NOT_SAVED)  # fmt: skip
    taken = {short_name(urn) for urn in released}
    if method.urn in released or short_name(method.urn) in taken:
        raise BadInput(
            "This name and version was released already, and a released methodology never changes.",
            file=document.file,
            line=document.line("urn"),
            field="urn",
            value=method.urn,
            means=NOT_SAVED,
            todo="Give it a version of its own, in urn and in version.",
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a methodology that can be changed without touching the text.

    Attributes:
        path: where it stands, e.g. "country.dimensions[0].weight".
        group: "weights", "bands" or "thresholds".
        title: of the dimension as written, or name of the band or class.
    """

    path: str
    group: str
    title: str
    value: float
    most: float


def figures_of(read: MethodText) -> tuple[Figure, ...]:
    """Weights of dimensions, bands of countries, and thresholds of classes where the text carries its rules."""
    method, document = read.method, read.document
    weights = [
        Figure(f"country.dimensions[{at}].weight", "weights", one.title, one.weight, 1)
        for at, one in enumerate(method.country.dimensions)
        if one.inputs
    ]
    steps = [("bands", "country.bands", method.country.bands), ("thresholds", "classification.thresholds",
             method.classes.thresholds)]  # fmt: skip
    return tuple(weights) + tuple(
        Figure(f"{path}[{at}].at", group, step.name, step.at, 100)
        for group, path, several in steps
        for at, step in enumerate(several)
        if at and document.number_at(f"{path}[{at}].at") is not None
    )


def with_figures(read: MethodText, changed: Mapping[str, float]) -> str:
    """The text with some figures changed and everything else, comments among it, as it stands.

    Raises:
        BadInput: no such figure in this text.
    """
    return read.document.with_scalars({path: f"{value:.10g}" for path, value in changed.items()})
