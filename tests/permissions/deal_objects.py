"""Examples of the addresses of opportunities, customers, bodies and products, open to the one who asks."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from uuid import UUID

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import Deal
from duecare.apps.parties import actions as parties
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.assessments.contracts import contract_of
from tests.conftest import person

Maker = Callable[[Actor | None], object]
_MADE: dict[str, Deal] = {}
"""The deal of the address being made: its later keywords name parts of the same one."""


def _seller(actor: Actor | None) -> Actor:
    return actor if actor and actor.has(Role.SALES) else deals.SALES


def _begin(by: Actor) -> Deal:
    unit, sold = deals.body(f"Unit {secrets.token_hex(3)}"), deals.product(f"NL-{secrets.token_hex(4)}")
    made = actions.open_opportunity(by=by, intake=deals.intake(unit, sold))
    return queries.deal(made)


def _draft(actor: Actor | None) -> UUID:
    _MADE["deal"] = _begin(_seller(actor))
    return _MADE["deal"].id


def filed(actor: Actor | None) -> Deal:
    """A deal filed by whoever asks, where they sell."""
    deal = _begin(_seller(actor))
    actions.file_opportunity(by=_seller(actor), opportunity_id=deal.id, seen_version=deal.version)
    return queries.deal(deal.id)


def _with_owner(actor: Actor | None) -> UUID:
    made = _draft(actor)
    actions.add_party(by=deals.OFFICER, opportunity_id=made, body_id=deals.body("Fund"), role="owner")
    _MADE["deal"] = queries.deal(made)
    return made


def _alike(actor: Actor | None) -> UUID:
    first = filed(None)
    using, product = first.party("using"), first.deployments[0].product
    assert using and product
    again = actions.open_opportunity(by=_seller(actor), intake=deals.intake(using.id, product.id))
    actions.file_opportunity(by=_seller(actor), opportunity_id=again, seen_version=1)
    _MADE["deal"] = queries.deal(again)
    return again


def _approved(actor: Actor | None) -> UUID:
    deal = filed(actor)
    actions.move_opportunity(by=deals.ANALYST, opportunity_id=deal.id, verb="submit")
    actions.move_opportunity(by=deals.MEMBER, opportunity_id=deal.id, verb="approve")
    return deal.id


def _body(actor: Actor | None) -> UUID:
    return deals.body(f"Unit {secrets.token_hex(3)}")


def _screened(actor: Actor | None) -> UUID:
    body = _body(actor)
    made = parties.record_screening(
        by=person(Role.ANALYST, name="sam screener"),
        body_id=body,
        tool="by hand",
        list_date=date(2026, 1, 1),
        result="none",
    )
    _LAST["screening"] = made
    return body


def _official(actor: Actor | None) -> UUID:
    body, who = _body(actor), person(Role.ANALYST, name="sam screener")
    known = parties.enter_body(by=who, name=f"Ludo Quaver {secrets.token_hex(3)}", kind="person", country="THA")
    _LAST["official"] = parties.record_official(
        by=who, body_id=body, person_id=known, function="Director", start=date(2026, 1, 1)
    )
    return body


_LAST: dict[str, UUID] = {}


def _proposed(actor: Actor | None) -> UUID:
    made = deals.product(f"NL-{secrets.token_hex(4)}", assessed=False)
    actions.assess_product(
        by=person(Role.PRODUCT_SECURITY, name="pia product"), product_id=made, intrusive=True, covert=False, mass=False,
        auditable="yes", export_category="none", reason="Review",
    )  # fmt: skip
    return made


_PLAIN = ("opportunity", "opportunity_edit", "opportunity_file", "opportunity_withdraw", "opportunity_hand_over",
          "opportunity_party", "deployment_new", "deployment_edit", "export_record")  # fmt: skip


def _no_go(*, lifting: bool = False) -> UUID:
    body = deals.body(f"Directorate {secrets.token_hex(3)}")
    made = parties.enter_no_go(by=deals.OFFICER, body_id=body, reason="Abuses")
    if lifting:
        parties.propose_lifting(by=person(Role.COMPLIANCE_OFFICER, name="proposer"), no_go_id=made, reason="Dissolved")
    return made


MAKERS: dict[str, Maker] = {
    **{f"{name}.opportunity_id": _draft for name in _PLAIN},
    "opportunity_live.opportunity_id": _approved,
    "party_remove.opportunity_id": _with_owner,
    "party_id": lambda actor: next(one.id for one in _MADE["deal"].parties if one.role == "owner"),
    "deployment_edit.deployment_id": lambda actor: _MADE["deal"].deployments[0].id,
    "export_record.deployment_id": lambda actor: _MADE["deal"].deployments[0].id,
    "export_record.kind": lambda actor: "awareness",
    "resemblance_judge.opportunity_id": _alike,
    "resemblance_id": lambda actor: queries.resemblances_of(_MADE["deal"].id)[0].id,
    "contract_sign.opportunity_id": lambda actor: filed(actor).id,
    "contract_id": lambda actor: contract_of(filed(actor).customer_id or new_id()),
    "contract_take_on.deployment_id": lambda actor: filed(actor).deployments[0].id,
    "customer_id": lambda actor: filed(actor).customer_id,
    "body_id": _body,
    "no_go_lifting.no_go_id": lambda actor: _no_go(),
    "no_go_answer.no_go_id": lambda actor: _no_go(lifting=True),
    "body_profile.item": lambda actor: "oversight",
    "screening_confirm.body_id": _screened,
    "screening_confirm.screening_id": lambda actor: _LAST["screening"],
    "body_official_end.body_id": _official,
    "body_official_end.official_id": lambda actor: _LAST["official"],
    "product_id": lambda actor: deals.product(f"NL-{secrets.token_hex(4)}"),
    "product_confirm.product_id": _proposed,
}
