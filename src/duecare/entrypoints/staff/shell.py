"""What every page needs: who I am, the sidebar, the company's name, the banner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import get_language_bidi, gettext_lazy

from duecare.apps.mitigation.queries import MANY, counts
from duecare.kernel.actor import Actor

from .areas import NavItem, nav

GROUPS = {
    "Work": gettext_lazy("Work"),
    "Knowledge": gettext_lazy("Knowledge"),
    "Relationship": gettext_lazy("Relationship"),
    "Accountability": gettext_lazy("Accountability"),
}
THEMES = ("light", "dark")
"""What a person may fix; anything else follows the device."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sidebar as shown; `many`: there may be more than `count`."""

    title: str
    url: str
    here: bool
    count: int | None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A titled group of lines; `key` is stable and makes the heading's id."""

    key: str
    title: str
    lines: tuple[Line, ...]


def shell(request: HttpRequest) -> dict[str, object]:
    """Context of every template."""
    env = settings.DUECARE
    actor = getattr(request, "actor", None)
    theme = request.COOKIES.get("theme", "")
    return {
        "actor": actor,
        "company": env.company or "Your company",
        "demo": env.env == "demo",
        "sidebar": sidebar(actor, request.path) if isinstance(actor, Actor) else (),
        "theme": theme if theme in THEMES else "",
        "right_to_left": get_language_bidi(),
        "languages": languages(),
        "account_links": account_links(),
    }


def sidebar(actor: Actor, path: str) -> tuple[Group, ...]:
    """Groups with the lines this person may see; a count only of what they may see."""
    every = _lines(get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    items = [(item, url) for item, url in every if actor.has(*item.roles)]
    here = _nearest(path, [url for _item, url in items])
    groups: dict[str, list[Line]] = {group: [] for group in GROUPS}
    known = counts(actor) if any(item.count for item, _url in items) else None
    for item, url in items:
        count = (getattr(known, item.count) or None) if item.count else None  # nothing waits: nothing is said
        groups[item.group].append(Line(str(item.title), url, url == here, count, (count or 0) >= MANY))
    return tuple(Group(key.lower(), str(GROUPS[key]), tuple(lines)) for key, lines in groups.items() if lines)


@cache
def _lines(prefix: str, routes: str) -> tuple[tuple[NavItem, str], ...]:
    """Every line of the sidebar with its address: the same on all pages of a site, and half of what its lines cost.

    Args:
        prefix: where the site is mounted. routes: its URLconf. `reverse` asks both.
    """
    return tuple((item, reverse(item.url_name)) for item in nav())


def languages() -> tuple[tuple[str, str], ...]:
    """(code, its own name) of the languages this installation offers."""
    found = []
    for code, name in settings.LANGUAGES:
        try:
            found.append((code, (Locale.parse(code, sep="-").get_display_name() or str(name)).capitalize()))
        except (UnknownLocaleError, ValueError):
            found.append((code, str(name)))
    return tuple(found)


def account_links() -> tuple[tuple[str, str], ...]:
    """(title, address) of the pages about oneself; those that are not installed are left out."""
    wanted = (
        ("my_account", gettext_lazy("My account")),
        ("mfa_index", gettext_lazy("Second factor")),
        ("account_change_password", gettext_lazy("Password")),
        ("usersessions_list", gettext_lazy("Where I am signed in")),
    )
    found = []
    for name, title in wanted:
        try:
            found.append((str(title), reverse(name)))
        except NoReverseMatch:
            continue
    return tuple(found)


def _nearest(path: str, urls: Sequence[str]) -> str:
    """The longest address that the path starts with; the first page only counts exactly."""
    fits = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(fits, key=len, default="")
