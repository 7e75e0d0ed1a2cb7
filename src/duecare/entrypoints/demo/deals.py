"""One deal from sales' first call to wherever it stands today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.actions import (
    DeploymentInput,
    Intake,
    add_deployment,
    add_party,
    file_opportunity,
    hand_over,
    open_opportunity,
    record_export,
    withdraw_opportunity,
)
from duecare.apps.parties import queries as parties
from duecare.apps.parties.actions import (
    answer_profile,
    confirm_screening,
    enter_body,
    mark_customer,
    record_official,
    record_ownership,
    record_screening,
)
from duecare.kernel.actor import Actor

from .calendar import Story
from .company import Company
from .reading import Data, number, pairs, part, parts, word, words, yes

COUNSEL = "Benedek Rowe, general counsel"
STAGES = (
    "draft",
    "filed",
    "screening",
    "screened",
    "exported",
    "working",
    "complete",
    "proposed",
    "confirmed",
    "planned",
    "submitted",
    "decided",
    "settled",
    "live",
)
"""How far a story goes; every stage includes those before it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One deal being told."""

    company: Company
    data: Data
    place: int
    """Position among the deals; spreads their steps over the working day."""

    def at(self, after: int, minute: int = 0) -> datetime:
        """The moment `after` days from the first call; never later than yesterday."""
        before = max(1, number(self.data, "began") - after)
        return self.company.calendar.at(before, 9 + self.place % 7, (self.place * 7 + minute) % 60)

    def reaches(self, stage: str) -> bool:
        """True when the story goes at least this far."""
        return STAGES.index(word(self.data, "until")) >= STAGES.index(stage)

    def actor(self, field: str, default: str) -> Actor:
        """Who does it in this story."""
        return self.company.actor(word(self.data, field, default))

    @property
    def id(self) -> UUID:
        """The opportunity."""
        return self.company.deals[word(self.data, "code")]

    def body(self, key: str) -> UUID | None:
        """A body by the name it has in the stories; None for no name."""
        return self.company.bodies[key] if key else None


def intake(scene: Scene) -> Story:
    """Sales enters who they talk to, begins the opportunity and files it."""
    company, data = scene.company, scene.data
    sales = scene.actor("owner", "marlo.venn")
    for minute, body in enumerate(parts(data, "bodies")):
        yield scene.at(0, minute)
        _enter(company, sales, body)
    yield scene.at(0, 20)
    company.deals[word(data, "code")] = open_opportunity(by=sales, intake=_said(scene))
    for minute, more in enumerate(parts(part(data, "deal"), "more")):
        yield scene.at(0, 25 + minute)
        add_deployment(by=sales, opportunity_id=scene.id, given=_deployment(scene, more))
    for role, key in _others(part(data, "roles")):
        yield scene.at(0, 30)
        add_party(by=sales, opportunity_id=scene.id, body_id=company.bodies[key], role=role)
    if handed := part(data, "handed_over"):
        yield scene.at(1)
        to = company.people[word(handed, "to")]
        hand_over(by=sales, opportunity_id=scene.id, to=to, reason=word(handed, "reason"))
    if scene.reaches("filed"):
        yield scene.at(1, 10)
        filer = scene.actor("filed_by", word(data, "owner", "marlo.venn"))
        seen = assessments.opportunity(filer, scene.id).version
        customer = file_opportunity(
            by=filer, opportunity_id=scene.id, seen_version=seen, new_facts=word(data, "new_facts")
        )
        company.customers[word(part(data, "roles"), "using")] = customer
        company.customers[word(data, "code")] = customer


def _enter(company: Company, by: Actor, body: Data) -> None:
    key = word(body, "key")
    company.bodies[key] = enter_body(
        by=by,
        name=word(body, "name"),
        kind=word(body, "kind"),
        country=word(body, "country"),
        native_name=word(body, "native_name"),
        aliases=words(body, "aliases"),
        registration=word(body, "registration"),
        birth=word(body, "birth"),
        effective_authority=word(body, "effective_authority"),
        place_of_use=word(body, "place_of_use"),
        legal_basis=word(body, "legal_basis"),
        parent_id=company.bodies[word(body, "under")] if word(body, "under") else None,
    )


def _said(scene: Scene) -> Intake:
    deal, roles = part(scene.data, "deal"), part(scene.data, "roles")
    value, other = word(deal, "value"), word(deal, "value_eur")
    term, seats = number(deal, "term"), number(deal, "seats")
    intermediary = {"yes": True, "no": False}.get(word(deal, "intermediary", "no"))
    return Intake(
        title=word(deal, "title"),
        purpose=word(deal, "purpose"),
        scope=word(deal, "scope"),
        term_months=term or None,
        value=Decimal(value) if value else None,
        currency=word(deal, "currency", "EUR"),
        value_eur=Decimal(other) if other else None,
        # Somebody in between is named as a party a moment later; until then the question stands open.
        intermediary=None if intermediary else intermediary,
        contracting_id=scene.body(word(roles, "contracting", word(roles, "using"))),
        paying_id=scene.body(word(roles, "paying", word(roles, "using"))),
        using_id=scene.body(word(roles, "using")),
        product_id=scene.company.products.get(word(deal, "product")),
        seats=seats or None,
        place_of_use=word(deal, "place"),
        effective_authority=word(deal, "effective_authority"),
        legal_basis=word(deal, "legal_basis"),
    )


def _deployment(scene: Scene, more: Data) -> DeploymentInput:
    return DeploymentInput(
        product_id=scene.company.products[word(more, "product")],
        using_body_id=scene.body(word(more, "using", word(part(scene.data, "roles"), "using"))),
        seats=number(more, "seats") or None,
        place_of_use=word(more, "place", word(part(scene.data, "deal"), "place")),
        effective_authority=word(more, "effective_authority"),
        legal_basis=word(more, "legal_basis"),
    )


def _others(roles: Data) -> Iterator[tuple[str, str]]:
    for role in ("intermediary", "owner", "end_user", "consignee"):
        for key in words(roles, role):
            yield role, key


def know_the_parties(scene: Scene) -> Story:
    """Profile of the using agency, owners, officials, and the screening of every party by two persons."""
    company, data = scene.company, scene.data
    analyst = scene.actor("analyst", "iru.castellane")
    for minute, held in enumerate(parts(data, "owners")):
        yield scene.at(2, minute)
        share = word(held, "share")
        record_ownership(
            by=analyst,
            owner_id=company.bodies[word(held, "owner")],
            owned_id=company.bodies[word(held, "owned")],
            share=Decimal(share) if share else None,
            control=word(held, "control"),
            start=company.calendar.day(number(held, "since", 2000)),
            source=word(held, "source", "Company register extract in the file"),
        )
    for minute, speaks in enumerate(parts(data, "officials")):
        yield scene.at(2, 5 + minute)
        record_official(
            by=analyst,
            body_id=company.bodies[word(speaks, "body")],
            person_id=company.bodies[word(speaks, "person")],
            function=word(speaks, "function"),
            signs=yes(speaks, "signs"),
            start=company.calendar.day(number(speaks, "since", 2000)),
            source="The agency's letter in the file",
        )
    profile = part(data, "profile")
    for minute, (item, value) in enumerate((key, said) for key, said in pairs(data, "profile") if key != "source"):
        yield scene.at(2, 10 + minute)
        gap = value if value in ("asked_no_answer", "refused", "not_applicable") else ""
        answer_profile(
            by=analyst,
            body_id=company.bodies[word(part(data, "roles"), "using")],
            item=item,
            value="" if gap else value,
            gap=gap,
            reason="The agency's legal department left the question open." if gap else "",
            source=word(profile, "source", "The agency's founding statute and its written answers"),
        )
    yield from screen(scene, 3)


def screen(scene: Scene, after: int) -> Story:
    """Every party without a record that counts is compared with the lists; a second person confirms."""
    company, data = scene.company, scene.data
    analyst, officer = scene.actor("analyst", "iru.castellane"), company.actor("hanne.sorrel")
    hits = part(data, "screening")
    deal = assessments.deal(scene.id)
    known = {body_id: key for key, body_id in company.bodies.items()}
    for minute, body_id in enumerate(sorted({p.body.id for p in deal.parties}, key=lambda one: known[one])):
        yield scene.at(after, minute)
        hit = part(hits, known[body_id])
        when = clock.today()
        if parties.screening_of((body_id,), when)[body_id].clear:
            continue
        made = record_screening(
            by=analyst,
            body_id=body_id,
            tool=word(hit, "tool", "Consolidated lists of the EU, UN, UK and US, compared by hand"),
            list_date=when,
            result=word(hit, "result", "none"),
            note=word(hit, "note"),
        )
        if not scene.reaches("screened") or yes(hit, "unconfirmed"):
            continue
        yield scene.at(after, 20 + minute)
        row = next(one for one in parties.screenings(body_id) if one.id == made)
        confirm_screening(by=officer, screening_id=made, seen_sha256=row.content_sha256)


def settle_export(scene: Scene) -> Story:
    """Counsel records classification, awareness under Article 5(2) and the licence, deployment by deployment."""
    export = part(scene.data, "export")
    for minute, one in enumerate(assessments.deployments(scene.id)):
        yield scene.at(4, 3 * minute)
        sensitivity = one.product.assessment if one.product else None
        category = sensitivity.export_category if sensitivity else "none"
        for kind, outcome, reason, by_whom in _export_steps(export, category != "none"):
            if outcome != "none":
                _record_step(scene, one.id, category, (kind, outcome, reason, by_whom))


def _export_steps(export: Data, listed: bool) -> Iterator[tuple[str, str, str, str]]:
    """(kind, outcome, reason, by whom) of what is recorded of one deployment; outcome "none": it is not."""
    compared = "Compared with the product's assessment of what it can do."
    yield "classification", "listed" if listed else "not_listed", compared, COUNSEL
    aware = word(export, "awareness_reason", "Nothing in the file points to repression or grave violations.")
    yield "awareness", word(export, "awareness", "not_aware"), aware, word(export, "awareness_by", COUNSEL)
    yield (
        "licence",
        word(export, "licence", "licensed" if listed else "not_required"),
        word(export, "licence_reason", "Individual licence." if listed else "Not a listed item."),
        word(export, "authority", "Export control office (fiction)" if listed else COUNSEL),
    )


def _record_step(scene: Scene, deployment_id: UUID, category: str, step: tuple[str, str, str, str]) -> None:
    kind, outcome, reason, by_whom = step
    licensed = kind == "licence" and outcome == "licensed"
    day = scene.company.calendar.day(max(1, number(scene.data, "began") - 4))
    record_export(
        by=scene.company.actor("benedek.rowe"),
        deployment_id=deployment_id,
        kind=kind,
        outcome=outcome,
        reason=reason,
        by_whom=by_whom,
        dated=day,
        category=category if kind == "classification" and category != "none" else "",
        number=f"XL-{day.year}-{4100 + scene.place}" if licensed else "",
        conditions=word(part(scene.data, "export"), "conditions") if licensed else "",
        expires_on=day.replace(year=day.year + 2, day=1) if licensed else None,
    )


def give_up(scene: Scene) -> Story:
    """Sales withdraws what it filed, where the story says so."""
    if given_up := part(scene.data, "withdrawn"):
        yield scene.at(number(given_up, "after"))
        by = scene.actor("owner", "marlo.venn")
        withdraw_opportunity(by=by, opportunity_id=scene.id, reason=word(given_up, "reason"))


def mark(scene: Scene) -> Story:
    """Where the relationship with the customer stands."""
    if marked := part(scene.data, "customer"):
        yield scene.at(number(marked, "after", 10**4))
        mark_customer(
            by=scene.company.actor("hanne.sorrel"),
            customer_id=scene.company.customers[word(scene.data, "code")],
            status=word(marked, "status"),
            reason=word(marked, "reason"),
        )


def tell_the_authority(scene: Scene) -> Story:
    """Aware of an intended use that Article 5(2) names, the company tells the authority, which has yet to decide."""
    if told := part(scene.data, "told"):
        yield scene.at(number(told, "after"))
        for one in assessments.deployments(scene.id):
            record_export(
                by=scene.company.actor("benedek.rowe"),
                deployment_id=one.id,
                kind="awareness",
                outcome="authority_told",
                reason="The tender and our assessment of it were sent to the authority.",
                by_whom=word(part(scene.data, "export"), "authority"),
                dated=clock.today(),
            )
