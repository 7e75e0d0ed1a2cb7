"""YAML that a person wrote or uploaded: read within limits, with the line of every entry kept.

Nothing in the text is run. Refused with the line: a tag other than plain text, number, true/false,
list and group; a key that repeats or is no text; an anchor that holds itself; aliases that unfold
into more than `MOST` entries (a "bomb" of a few lines can stand for millions); nesting beyond
`DEEPEST`; numbers that JSON cannot hold exactly.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NoReturn

import yaml
from yaml.constructor import ConstructorError
from yaml.events import AliasEvent

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, LimitExceeded

from .strict_yaml import StrictLoader, refuse_repeated

LIMIT = 256 * 1024
"""Bytes. The largest released methodology with its rules has a fifth of that."""
DEEPEST = 40
MOST = 40_000
_EXACT = 2**53 - 1
_TAG = "tag:yaml.org,2002:"
_PLAIN = frozenset(_TAG + name for name in ("str", "int", "float", "bool", "null", "seq", "map"))
_INDEX = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True, eq=False)
class YamlText:
    """A text that was read.

    Attributes:
        file: its name, for messages.
        data: the content in JSON's own types.
    """

    file: str
    text: str
    data: Mapping[str, JSON]
    root: yaml.MappingNode

    def line(self, path: str) -> int:
        """Line, first line 1, of the entry at "country.dimensions[0].weight"; of the nearest one above it if none."""
        return _find(self.root, path)[1] + 1

    def number_at(self, path: str) -> float | None:
        """The number at a path; None where there is none."""
        node, _, whole = _find(self.root, path)
        if not whole or not isinstance(node, yaml.ScalarNode) or node.tag not in (_TAG + "int", _TAG + "float"):
            return None
        return float(StrictLoader("").construct_object(node))

    def with_scalars(self, values: Mapping[str, str]) -> str:
        """The text with these scalars replaced, everything else as it stands: comments, order, anchors.

        Raises:
            BadInput: there is no single value at a path.
        """
        spans = {}
        for path, value in values.items():
            node, line, whole = _find(self.root, path)
            if not whole or not isinstance(node, yaml.ScalarNode):
                raise BadInput("There is no single value here to replace.", file=self.file, line=line + 1, field=path)
            spans[node.start_mark.index, node.end_mark.index] = value
        text = self.text
        for (start, end), value in sorted(spans.items(), reverse=True):
            text = text[:start] + value + text[end:]
        return text

    def section(self, key: str) -> str:
        """The text of one top-level entry, from its key to the next one; "" when there is none."""
        start, end = self._span(key)
        return self.text[start:end]

    def with_section(self, key: str, text: str) -> str:
        """The text with one top-level entry replaced."""
        start, end = self._span(key)
        return self.text[:start] + text + self.text[end:]

    def _span(self, key: str) -> tuple[int, int]:
        starts = [(name.value, name.start_mark.index) for name, _ in self.root.value]
        for at, (name, start) in enumerate(starts):
            if name == key:
                return start, starts[at + 1][1] if at + 1 < len(starts) else len(self.text)
        return len(self.text), len(self.text)


def as_text(given: bytes | str, file: str, *, means: str = "Nothing was changed.") -> str:
    """What was uploaded or typed as text with plain line ends.

    Raises:
        LimitExceeded: larger than 256 KB.
        BadInput: not UTF-8; names the line.
    """
    size = len(given) if isinstance(given, bytes) else len(given.encode("utf-8", "surrogatepass"))
    if size > LIMIT:
        raise LimitExceeded(f"larger than {LIMIT // 1024} KB.", file=file, means=means, todo="Shorten it.")
    try:
        text = given.decode("utf-8-sig") if isinstance(given, bytes) else given
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        raise BadInput("not UTF-8 text.", file=file, line=line, means=means, todo="Save it as UTF-8.") from fault
    return text.replace("\r\n", "\n")


def read_yaml(given: bytes | str, file: str, *, means: str = "Nothing was changed.") -> YamlText:
    """Read a text that must hold one group of entries.

    Raises:
        LimitExceeded: larger than 256 KB.
        BadInput: naming file, line and reason.
    """
    return _parsed(as_text(given, file, means=means), file, means)


@lru_cache(maxsize=16)
def _parsed(text: str, file: str, means: str) -> YamlText:
    """Kept for the few texts in hand: reading one takes a third of a second, and a form shows it several times."""
    try:
        root, data = _read(text)
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, int(fault.position)) + 1
        raise BadInput("a character that YAML does not allow.", file=file, line=line, means=means) from fault
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        wrong = fault.problem or fault.context or "something"
        raise BadInput(
            f"not readable as YAML: {wrong}.", file=file, line=mark.line + 1 if mark else 1, means=means
        ) from fault
    except (yaml.YAMLError, RecursionError) as fault:
        raise BadInput("not readable as YAML: nested too deeply.", file=file, line=1, means=means) from fault
    if root is None or not isinstance(data, dict):
        raise BadInput("a group of entries is needed, such as “title: …”.", file=file, line=1, means=means)
    return YamlText(file, text, data, root)


def _read(text: str) -> tuple[yaml.MappingNode | None, Any]:
    loader = _Bounded(text)
    try:
        root = loader.get_single_node()
        return (root, loader.construct_document(root)) if isinstance(root, yaml.MappingNode) else (None, None)
    finally:
        loader.dispose()


class _Bounded(StrictLoader):
    """Counts while it composes, so that a hostile text is refused before it has unfolded."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._count, self._depth = 0, 0
        self._open: set[str] = set()
        self._sizes: dict[str, int] = {}

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """One node, bounded; an alias counts as much as what it stands for."""
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it untyped
        mark: Any = event.start_mark
        anchor: str = event.anchor or ""
        if isinstance(event, AliasEvent):
            if anchor in self._open:
                _refuse(f"the anchor {anchor!r} holds itself: a cycle that never ends", mark)
            self._count += self._sizes.get(anchor, 1)
            self._within(mark)
            return super().compose_node(parent, index)
        before = self._count
        self._count, self._depth = self._count + 1, self._depth + 1
        self._within(mark)
        if anchor:
            self._open.add(anchor)
        node = super().compose_node(parent, index)
        self._depth -= 1
        if anchor:
            self._open.discard(anchor)
            self._sizes[anchor] = self._count - before
        if node is not None:
            self._check(node)
        return node

    def _within(self, mark: yaml.Mark) -> None:
        if self._count > MOST:
            _refuse(f"unfolds into more than {MOST} entries", mark)
        if self._depth > DEEPEST:
            _refuse(f"nested more than {DEEPEST} deep", mark)

    def _check(self, node: yaml.Node) -> None:
        if node.tag not in _PLAIN:
            _refuse(f"the tag {node.tag.replace(_TAG, '!!')} is not allowed here", node.start_mark)
        if isinstance(node, yaml.MappingNode):
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode) or key.tag != _TAG + "str":
                    _refuse("a name must be text", key.start_mark)
            refuse_repeated(node)
        elif isinstance(node, yaml.ScalarNode):
            self._check_number(node)

    def _check_number(self, node: yaml.ScalarNode) -> None:
        if node.tag not in (_TAG + "int", _TAG + "float"):
            return
        whole = node.tag == _TAG + "int"
        try:
            value = self.construct_yaml_int(node) if whole else self.construct_yaml_float(node)
        except ValueError:
            _refuse("this is no number", node.start_mark)
        beyond = abs(value) > _EXACT if whole else not math.isfinite(value)
        if beyond:
            _refuse("this number cannot be kept exactly", node.start_mark)


def _refuse(wrong: str, mark: yaml.Mark) -> NoReturn:
    raise ConstructorError(None, None, wrong, mark)


def _find(root: yaml.Node, path: str) -> tuple[yaml.Node, int, bool]:
    """(the node at a path or the nearest above it, its line from 0, whether it is the node itself)."""
    node, line, rest = root, root.start_mark.line, path
    while rest:
        step = next(_steps(node, rest), None)
        if step is None:
            return node, line, False
        node, line, rest = step
    return node, line, True


def _steps(node: yaml.Node, rest: str) -> Iterator[tuple[yaml.Node, int, str]]:
    """Ways on from a node: names may hold dots themselves, so the longest that fits goes first."""
    if isinstance(node, yaml.SequenceNode) and (found := _INDEX.match(rest)):
        if int(found[1]) < len(node.value):
            inner = node.value[int(found[1])]
            yield inner, inner.start_mark.line, rest[found.end() :].removeprefix(".")
    elif isinstance(node, yaml.MappingNode):
        for key, value in sorted(node.value, key=lambda pair: -len(pair[0].value)):
            if rest == key.value or rest.startswith((f"{key.value}.", f"{key.value}[")):
                yield value, key.start_mark.line, rest[len(key.value) :].removeprefix(".")
