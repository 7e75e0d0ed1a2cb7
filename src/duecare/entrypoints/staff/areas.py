"""The areas of the staff site, in the order of the sidebar. One module each, with `urlpatterns` and `NAV`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from django.utils.functional import Promise

from duecare.kernel.actor import Role

AREAS = (
    "home",
    "queue",
    "opportunities",
    "customers",
    "hits",
    "contracts",
    "entitlements",
    "correspondence",
    "disclosure",
    "public_reports",
    "log_requests",
    "files",
    "evidence",
    "expert",
    "decisions",
    "committees",
    "countries",
    "country_events",
    "sheets",
    "editions",
    "reassessments",
    "no_go",
    "simulations",
    "drafts",
    "methods",
    "backtests",
    "products",
    "plans",
    "checks",
    "consistency",
    "people",
    "proposed_changes",
    "audit_log",
    "denied_lists",
    "list_withdrawals",
    "outside_results",
    "screening_runs",
    "name_trials",
    "samples",
    "search",
    "sealed_vault",
    "sealed_identity",
    "sealed_oral",
    "sealed_observing",
    "sealed_briefs",
    "sealed_briefed",
    "sealed_protection",
    "sealed_inquiry",
    "sealed_lessons",
    "sealed_bringing",
    "sealed_recovery",
    "sealed_statistics",
    "sealed_readings",
    "sealed_counsel",
    "sealed_conflicts",
    "sealed_cases",
)


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of the sidebar.

    Attributes:
        group: "Work", "Knowledge", "Relationship" or "Accountability".
        title: words on the line.
        url_name: name of the route it leads to.
        roles: who sees it.
        count: number shown beside it, of what this person may see: a field of `mitigation.queries.Counts`; "" for none.
    """

    group: str
    title: str | Promise
    url_name: str
    roles: frozenset[Role]
    count: str = ""


def modules() -> tuple[ModuleType, ...]:
    """Every area's module."""
    return tuple(import_module(f"duecare.entrypoints.staff.{name}") for name in AREAS)


def nav() -> tuple[NavItem, ...]:
    """Every sidebar line of every area."""
    return tuple(item for module in modules() for item in getattr(module, "NAV", ()))
