"""The palette: jump to a page, or to a thing that an area knows. Works as a page without script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.mitigation import queries
from duecare.kernel.actor import Actor, Role
from duecare.kernel.countries import name_key
from duecare.kernel.folding import fold

from .areas import NavItem, nav
from .guard import acting, page
from .templatetags.duecare import country_name

NAV: tuple[NavItem, ...] = ()
READ_BODIES = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR}
LIMIT = 8
"""Hits of one kind."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something to jump to. `kind` in a word ("Country"), `note` a remark after the title."""

    title: str
    url: str
    kind: str
    note: str = ""


WAYS: Mapping[str, tuple[str, str, Promise]] = {
    # kind: its page, the field of the hit that the address takes, its name
    "customer": ("customer", "id", _("Customer")),
    "opportunity": ("opportunity", "id", _("Opportunity")),
    "body": ("body", "id", _("Body")),
    "product": ("product", "id", _("Product")),
    "contract": ("customer_contracts", "of", _("Contract")),
    "decision": ("decision", "id", _("Decision")),
    "plan": ("plan", "of", _("Plan")),
    "measure": ("measure", "id", _("Measure")),
    "committee": ("committee", "id", _("Committee")),
    "document": ("evidence", "id", _("Document")),
    "person": ("person", "id", _("Person")),
}


@dataclass(frozen=True, slots=True)
class Key:
    """A title as it is searched: as names of countries are compared, and as all text is folded."""

    name: str
    folded: str

    @classmethod
    def of(cls, title: str) -> Key:
        """The key of a title."""
        return cls(name_key(title), fold(title))


_of_line = lru_cache(maxsize=1024)(Key.of)
"""Keys of the sidebar's titles: each line in each language is one."""


def in_title(typed: Key, title: Key) -> bool:
    """Whether a title holds what was typed. Names are compared by their Latin letters: of 서울 nothing is left."""
    return typed.name in title.name if typed.name else typed.folded in title.folded


def pages(actor: Actor, q: str, limit: int) -> Iterable[Hit]:
    """Lines of the sidebar whose title holds the words."""
    typed = Key.of(q)
    items = [item for item in nav() if actor.has(*item.roles) and in_title(typed, _of_line(str(item.title)))]
    return [Hit(str(item.title), reverse(item.url_name), gettext("Page")) for item in items[:limit]]


def things(actor: Actor, q: str, limit: int) -> Iterable[Hit]:
    """Everything that this person may open by its words. Countries answer in the reader's language, by themselves."""
    # Sales reads a body on its opportunity and has no page of it.
    for one in queries.find(actor, q, limit, bodies=actor.has(*READ_BODIES)):
        if one.kind in WAYS:
            name, field, kind = WAYS[one.kind]
            note = one.note if one.kind != "body" else country_name(one.note)
            yield Hit(one.title, reverse(name, args=[getattr(one, field)]), str(kind), note)


Provider: TypeAlias = Callable[[Actor, str, int], Iterable[Hit]]
PROVIDERS: list[Provider] = [things]
"""An area that answers in words of its own appends; only of what the actor may open."""


def find(actor: Actor, q: str) -> tuple[Hit, ...]:
    """Pages first, then every provider."""
    text = q.strip()[:200]
    if not text:
        return tuple(pages(actor, "", 20))
    return tuple(hit for provider in (pages, *PROVIDERS) for hit in provider(actor, text, LIMIT))


@page()
def search(request: HttpRequest) -> HttpResponse:
    """Hits for `q`: a page, or with `part` the list alone for the palette."""
    q = request.GET.get("q", "")
    context = {"q": q, "hits": find(acting(request), q)}
    return render(request, "search/_hits.html" if "part" in request.GET else "search/search.html", context)


urlpatterns: list[URLPattern] = [path("search/", search, name="search")]
