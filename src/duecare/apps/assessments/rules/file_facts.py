"""Facts that are recorded outside the questionnaire: the agency's profile, the product, the deal, the parties.

What nobody recorded is *not asked*; a screening that does not stand is unknown, never "no hit".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duecare.apps.parties.rules.profile import ProfileValue
from duecare.apps.parties.rules.screening import ScreeningState, denied
from duecare.apps.risk.rules.facts import NOT_ASKED, Fact, Unknown, UnknownKind, Value
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.canonical import JSON

_YES_NO: Mapping[str, Value] = {"yes": True, "no": False}


def agency_facts(profile: Mapping[str, ProfileValue]) -> tuple[Fact, ...]:
    """The five items of the agency's profile as facts; an item without a value keeps its kind of gap."""
    return tuple(_profile_fact(item, value) for item, value in profile.items())


def product_facts(sensitivity: Mapping[str, JSON] | None) -> tuple[Fact, ...]:
    """What the product can do, from the assessment two persons signed; None while there is none."""
    names = ("intrusive", "covert", "mass", "auditable", "export_category")
    if sensitivity is None:
        return tuple(Fact(f"product.{name}", NOT_ASKED) for name in names)
    return tuple(_said(f"product.{name}", sensitivity.get(name), "product assessment") for name in names)


def deal_facts(
    intermediary: bool | None, named_intermediaries: int, term_months: int | None, *, on_no_go: bool
) -> tuple[Fact, ...]:
    """Term, intermediaries, the no-go register. A named intermediary outweighs a declaration that there is none."""
    between: JSON = True if named_intermediaries else intermediary
    return (
        _said("deal.intermediary", between, "opportunity"),
        _said("deal.term_months", term_months, "opportunity"),
        Fact("deal.no_go", on_no_go, origin="no-go register"),
    )


def party_facts(states: Iterable[ScreeningState], parties_known: bool) -> tuple[Fact, ...]:
    """Whether every party is compared with current lists, and the worst that came of it.

    Args:
        states: one for each party of the deal.
        parties_known: False while it is not said whether somebody stands in between: then not
            every party may be named, and what nobody named nobody compared.
    """
    found = tuple(states)
    open_ones = [state.why for state in found if state.state == "unknown"]
    if not found or open_ones or not parties_known:
        why = "; ".join(dict.fromkeys(open_ones)) or "Not all parties may be known."
        gap = Unknown(UnknownKind.NOT_ASKED, why)
        screened = Fact("parties.screened", gap, origin="screening")
    else:
        gap, screened = NOT_ASKED, Fact("parties.screened", True, origin="screening")
    worst = denied(found)
    # "none" over a gap would be good news from a party nobody has compared.
    clean = worst == "unknown" or (worst == "none" and screened.value is not True)
    return (Fact("parties.denied", gap if clean else worst, origin="screening"), screened)


def _profile_fact(item: str, said: ProfileValue) -> Fact:
    code = f"agency.{item}"
    origin = f"agency profile{f', {said.source}' if said.source else ''}"
    if said.gap is None:
        return Fact(code, _YES_NO.get(said.value, said.value), origin=origin)
    kind = UnknownKind(said.gap)
    if kind is UnknownKind.NOT_APPLICABLE and not FACTS[code].may_be_not_applicable:
        kind = UnknownKind.ASKED_NO_ANSWER
    return Fact(code, Unknown(kind, said.reason), origin=origin)


def _said(code: str, value: JSON, origin: str) -> Fact:
    if isinstance(value, (bool, int, float)) or (isinstance(value, str) and value.strip()):
        return Fact(code, value, origin=origin)
    return Fact(code, NOT_ASKED, origin=origin)
