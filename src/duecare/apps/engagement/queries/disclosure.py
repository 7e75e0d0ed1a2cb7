"""The confidentiality map, from the library."""

from __future__ import annotations

from functools import cache
from typing import Any

from duecare.adapters.library import load_folder
from duecare.apps.engagement.rules.disclosure import Answer, DisclosureMap, Rule, Source, mapped


@cache
def disclosure_map() -> DisclosureMap:
    """The newest version."""
    found = [_map(item.code, item.data) for item in load_folder("disclosure")]
    return max(found, key=lambda one: int(one.code.rpartition("/")[2]))


def _map(code: str, data: Any) -> DisclosureMap:
    rules = [(one["information"], whom, _rule(one)) for one in data["rules"] for whom in one["to"]]
    return mapped(code, {one["code"]: one["title"] for one in data["information"]}, rules)


def _rule(one: Any) -> Rule:
    sources = (Source(s["document"], s.get("section", ""), s.get("url", ""), s["verified"]) for s in one["sources"])
    return Rule(Answer(one["answer"]), one["because"], one.get("condition", ""), tuple(sources))
