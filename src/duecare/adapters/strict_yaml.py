"""YAML without its surprises: `no` is a word, a date stays text, a repeated key is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml


class StrictLoader(yaml.SafeLoader):
    """Safe YAML whose words stay words."""


# YAML 1.1 reads "no" as false and "2024-10-11" as a date. In a file about law both are words.
StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in pairs if not tag.endswith((":bool", ":timestamp"))]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


StrictLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


if TYPE_CHECKING:
    from yaml import SafeLoader as _Compiled
else:
    _Compiled = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class OwnFilesLoader(_Compiled):
    """The same words by libyaml's parser, ten times as fast. For files that came with the program alone: a text of
    thousands of open brackets ends the process there, where `StrictLoader` raises."""


OwnFilesLoader.yaml_implicit_resolvers = StrictLoader.yaml_implicit_resolvers


def construct(node: yaml.Node | None) -> Any:
    """Plain data from the node tree, refusing repeated keys, which SafeLoader overwrites silently."""
    if node is None:
        return None
    for mapping in _mappings(node):
        refuse_repeated(mapping)
    loader = StrictLoader("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()


def refuse_repeated(mapping: yaml.MappingNode) -> None:
    """Raise yaml's own ConstructorError, with its mark, at a key that stands twice."""
    seen: set[str] = set()
    for name, _ in mapping.value:
        if name.value in seen:
            raise yaml.constructor.ConstructorError(None, None, f"the key {name.value!r} is repeated", name.start_mark)
        seen.add(name.value)


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.MappingNode):
        yield node
        for _, value in node.value:
            yield from _mappings(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _mappings(value)
