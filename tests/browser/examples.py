"""An address of the fictional company, and somebody who may open it, for every page of the site.

`WANTED` names, for each keyword of an address, the objects to try; a page of several keywords, or
one that needs an object in a certain state, has a line of its own in `PAIRS`. What a page needs and
the company lacks is a fault of the company: the route is reported as missing and a test fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.accounts import actions as accounts
from duecare.apps.accounts import queries as people
from duecare.apps.assessments import actions as files
from duecare.apps.risk import actions as risk
from duecare.kernel.actor import Role
from tests.apps.assessments.file import outdated
from tests.permissions.expected import EXPECTED
from tests.permissions.test_permissions import routes

Keys = dict[str, Any]
TICKED = "?row"
"""Key of an address's rows, in its question."""
MOST = 60
"""Objects tried before a page counts as missing."""
ELSEWHERE = {
    "display": "takes a choice and shows nothing",
    "audit_seen": "sets a bookmark and shows nothing",
    "account_login": "shown to nobody who is signed in; test_sign_in.py opens it",
}


@dataclass(frozen=True)
class Example:
    """Where a page is and who opens it.

    Attributes:
        url: path of the page, with what is ticked where it is about rows of a list.
        session: key of a signed-in session; empty for a page open to anybody.
        person: name of who is signed in.
        html: False for a file to download.
    """

    url: str
    session: str
    person: str
    html: bool


def _rows(model: str, *order: str, **where: Any) -> Iterator[Any]:
    """Rows of a model, read past its app: only a test may."""
    return apps.get_model(model).objects.filter(**where).order_by(*(order or ("pk",)))[:MOST].iterator()


def _ids(model: str, key: str, *order: str, **where: Any) -> Callable[[], Iterable[Keys]]:
    return lambda: ({key: row.pk} for row in _rows(model, *order, **where))


def _pairs(model: str, inner: str, outer: str, attribute: str, **where: Any) -> Callable[[], Iterable[Keys]]:
    return lambda: ({inner: row.pk, outer: getattr(row, attribute)} for row in _rows(model, **where))


def _somebody(role: Role) -> Any:
    found = people.actor_of(people.people(with_role=role)[0].id)
    assert found is not None
    return found


def _expert_token() -> Iterable[Keys]:
    """A link is shown once and kept as a hash only, so a new one is made."""
    deal = next(_rows("assessments.Opportunity", "-created_at", state="filed"), None)
    if deal is None:
        return []
    invited = files.invite_expert(
        by=_somebody(Role.COUNSEL), opportunity_id=deal.pk, name="Advocate Sample", email="a@example.test",
        country=deal.country or "THA", qualification="Bar", questions=("3.1", "3.2"),
        expires_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    return [{"token": invited.token}]


def _invitation_token() -> Iterable[Keys]:
    by = _somebody(Role.ADMINISTRATOR)
    return [{"token": accounts.invite_person(by=by, name="Ian Invited", email="ian@example.test").token}]


def _sections() -> Iterable[Keys]:
    from duecare.entrypoints.staff.file_sections import TITLES

    classes, answers = _rows("assessments.Classification", "-proposed_at"), _rows("assessments.Answer", "-recorded_at")
    deals = [row.deployment.opportunity_id for row in classes] or [row.opportunity_id for row in answers]
    return [{"opportunity_id": deal, "section": section} for deal in deals[:1] for section in TITLES]


def _entries() -> Iterable[Keys]:
    return ({"opportunity_id": row.opportunity_id, "kind": "answer", "item": row.question}
            for row in _rows("assessments.Answer"))  # fmt: skip


def _export() -> Iterable[Keys]:
    return (
        {"opportunity_id": row.opportunity_id, "deployment_id": row.pk, "kind": "licence"}
        for row in _rows("assessments.Deployment")
    )


def _profile() -> Iterable[Keys]:
    return ({"body_id": row.pk, "item": "oversight"} for row in _rows("parties.Body", kind__in=("federal", "state")))


def _reconsideration() -> Iterable[Keys]:
    return ({"decision_id": row.decision_id, "request_id": row.pk} for row in _rows("governance.Reconsideration"))


def _backtest() -> Iterable[Keys]:
    """The product ships no list of cases, so the company has none: one drawn by lot over made-up figures."""
    from tests.apps.risk.drawn import drawn_run

    return [{"run_id": risk.keep_backtest(by=_somebody(Role.COMPLIANCE_OFFICER), run=drawn_run())}]


def _passkey(person_id: Any) -> Iterable[Keys]:
    kind = Authenticator.Type.WEBAUTHN
    row, _made = Authenticator.objects.get_or_create(user_id=person_id, type=kind, defaults={"data": {"name": "Key"}})
    return [{"pk": row.pk}]


def _reassessment() -> Iterable[Keys]:
    """A class as if it had been made on other figures, queued by the action that finds such."""
    confirmed = _rows("assessments.Classification", "-number", "id", state="confirmed", deployment__contract=None)
    found = (outdated.aged(row) for row in confirmed)
    return islice(({"reassessment_id": one} for one in found if one is not None), 1)


def _reported() -> Iterable[Keys]:
    """A confirmed hit on an invented list of a regime: the company's own list asks for no report."""
    from tests.permissions.screening_objects import MAKERS

    return [{"hit_id": MAKERS["hit_report.hit_id"](None), "duty_id": MAKERS["hit_report.duty_id"](None)}]


def _withdrawal() -> Iterable[Keys]:
    """A list with a wrong name, invented here: the company made no such mistake."""
    from tests.permissions.screening_objects import MAKERS

    return [{"withdrawal_id": MAKERS["withdrawal_id"](None)}]


def _results() -> Iterable[Keys]:
    """A file of an invented vendor: the fictional company has none."""
    from tests.permissions.screening_objects import results

    return [{"import_id": results()}]


def _result() -> Iterable[Keys]:
    from tests.permissions.screening_objects import result

    return [{"result_id": result("possible")}]


def _kept() -> Iterable[Keys]:
    from tests.permissions.screening_objects import MAKERS

    return [{"upload": MAKERS["upload"](None)}]


def _sample_items() -> Iterable[Keys]:
    return ({"sample_id": row.sample_id, "item_id": row.pk} for row in _rows("screening.SampleItem", finding=""))


def _ticked(model: str, *order: str, **where: Any) -> Callable[[], Iterable[Keys]]:
    """Some rows of a list, as if they had been ticked."""
    return lambda: [{TICKED: [str(row.pk) for row in islice(_rows(model, *order, **where), 5)]}]


def _owners() -> Iterable[Keys]:
    for plan in _rows("mitigation.Plan", "-drafted_at"):
        measures = _rows("mitigation.Measure", plan_id=plan.pk, owner_id=None)
        yield {"opportunity_id": plan.opportunity_id, TICKED: [str(row.pk) for row in measures]}


WANTED: dict[str, Callable[[], Iterable[Keys]]] = {
    "opportunity_id": _ids("assessments.Opportunity", "opportunity_id", "-created_at"),
    "customer_id": _ids("parties.Customer", "customer_id", "-class_rank"),
    "body_id": _ids("parties.Body", "body_id"),
    "deployment_id": _ids("assessments.Deployment", "deployment_id"),
    "engagement_id": _ids("assessments.Engagement", "engagement_id", "signed_at"),
    "source_id": _ids("assessments.FirstHandSource", "source_id"),
    "document_id": _ids("assessments.Document", "document_id", privileged=False),
    "decision_id": _ids("governance.Decision", "decision_id", "-state", "-opened_at"),
    "committee_id": _ids("governance.Committee", "committee_id"),
    "meeting_id": _ids("governance.Meeting", "meeting_id", "-held_on"),
    "no_go_id": _ids("parties.NoGo", "no_go_id", "-lifting_at", lifted_at=None),
    "override_id": _ids("governance.Override", "override_id", "-state"),
    "entitlement_id": _ids("entitlements.Entitlement", "entitlement_id", state="in_force", changes=None),
    "change_id": _ids("entitlements.Change", "change_id", state="waiting"),
    "change": lambda: [{"change": "suspend"}],
    "letter_id": _ids("engagement.Letter", "letter_id", state="waiting"),
    "report_id": _ids("monitoring.PublicReport", "report_id", state="new"),
    "copy_id": _ids("monitoring.ReportCopy", "copy_id"),
    "log_request_id": _ids("monitoring.LogRequest", "log_request_id", state="granted"),
    "log_request_suspension": _ids("monitoring.LogRequest", "log_request_id", suspension="proposed"),
    "proposed_change_id": _ids("monitoring.ProposedChange", "proposed_change_id", state="proposed"),
    "programme_id": _ids("monitoring.LogProgramme", "programme_id", state="proposed"),
    "contract_id": _ids("assessments.Contract", "contract_id"),
    "product_id": _ids("assessments.Product", "product_id"),
    "measure_id": _ids("mitigation.Measure", "measure_id", "state"),
    "proof_id": _ids("mitigation.Proof", "proof_id", "-sha256"),
    "person_id": _ids("accounts.Person", "person_id"),
    "grant_id": _ids("accounts.RoleGrant", "grant_id"),
    "proposal_id": _ids("risk.MethodInForce", "proposal_id"),
    "draft_id": _ids("risk.MethodDraft", "draft_id", "-state"),
    "simulation_id": _ids("risk.Simulation", "simulation_id"),
    "commit_id": _ids("risk.MethodCommit", "commit_id"),
    "run_id": _backtest,
    "hit_id": _ids("screening.Hit", "hit_id", "-score", dispositions=None),
    "edition_id": _ids("screening.ListEdition", "edition_id", "state"),
    "asked_id": _ids("screening.AskedImport", "asked_id"),
    "sample_id": _ids("screening.QualitySample", "sample_id"),
    "code": lambda: [{"code": "in_house"}],
    "iso3": lambda: [{"iso3": "THA"}],
    "event_id": _ids("risk.CountryEvent", "event_id", withdrawn_at=None),
    "name": lambda: [{"name": "open-2026"}],
    "key": lambda: [{"key": "set-password"}],
    "reference": lambda: [{"reference": "0" * 16}],  # without a vault: tests/entrypoints/sealed opens the others
}
PAIRS: dict[str, Callable[[], Iterable[Keys]]] = {
    "body_official_end": _pairs("parties.Official", "official_id", "body_id", "body_id", until=None),
    "edition_proposal": _ids("risk.EditionProposal", "proposal_id", state="open"),
    "edition_discard": _ids("risk.EditionProposal", "proposal_id", state="open"),
    "reassessment": _reassessment,
    "reassessments_keep": lambda: ({TICKED: [str(keys["reassessment_id"])]} for keys in _reassessment()),
    "opportunities_hand_over": _ticked("assessments.Opportunity", "-created_at", state="filed"),
    "plan_owner": _owners,
    "hits_assign": _ticked("screening.Hit", "-score", dispositions=None),
    "hit_second": _ids("screening.Hit", "hit_id", dispositions__state="waiting"),
    "hit_report": _reported,
    "list_edition_accept": _ids("screening.ListEdition", "edition_id", state="held"),
    "list_edition_refuse": _ids("screening.ListEdition", "edition_id", state="held"),
    "list_withdrawal": _withdrawal,
    "outside_import": _results,
    "outside_draw": _results,
    "outside_look": _result,
    "outside_preview": _kept,
    "sample_item": _sample_items,
    "country_event_end": _ids("risk.CountryEvent", "event_id", kind="emergency", ended_on=None, withdrawn_at=None),
    "country_detail": lambda: ({"iso3": row.country} for row in _rows("risk.CountryEvent", withdrawn_at=None)),
    "measure_due": _ids("mitigation.Measure", "measure_id", plan__state="draft"),
    "file_section": _sections,
    "file_entry": _entries,
    "file_history": _entries,
    "file_release": _pairs("assessments.Answer", "answer_id", "opportunity_id", "opportunity_id", privileged=True),
    "contract_take_on": _ids("assessments.Deployment", "deployment_id", opportunity__customer__isnull=False),
    "export_record": _export,
    "body_profile": _profile,
    "party_remove": _pairs("assessments.OpportunityParty", "party_id", "opportunity_id", "opportunity_id"),
    "deployment_edit": _pairs("assessments.Deployment", "deployment_id", "opportunity_id", "opportunity_id"),
    "resemblance_judge": _pairs("assessments.SimilarDeal", "resemblance_id", "opportunity_id", "opportunity_id"),
    "screening_confirm": _pairs("parties.ManualScreening", "screening_id", "body_id", "body_id", second_person=None),
    "letter_document": _ids("engagement.LetterDocument", "document_id"),
    "public_report": _ids("monitoring.PublicReport", "report_id", state="no_action"),
    "public_report_answer": _ids("monitoring.PublicReport", "report_id", state="assessed"),
    "entitlement_answer": _ids("entitlements.Entitlement", "entitlement_id", state="proposed"),
    "entitlement_change": lambda: (
        {"entitlement_id": row.pk, "change": "suspend"}
        for row in _rows("entitlements.Entitlement", state="in_force", changes=None)
    ),
    "entitlement_new": _ids("assessments.Deployment", "deployment_id", opportunity__customer__isnull=False),
    "seat_end": _pairs("governance.Membership", "seat_id", "committee_id", "committee_id", end=None),
    "conflict_end": lambda: (
        {"committee_id": seat.committee_id, "conflict_id": row.pk}
        for row in _rows("governance.ConflictDeclaration")
        for seat in _rows("governance.Membership", person_id=row.person_id)
    ),
    "decision_answer": _reconsideration,
    "sealed_file": lambda: [{"reference": "0" * 16, "number": "1"}],
    "sealed_added": lambda: [{"reference": "0" * 16, "number": "1"}],
    "sealed_step": lambda: [{"reference": "0" * 16, "what": "say"}],
    "sealed_counsel_act": lambda: [{"reference": "0" * 16, "act": "write"}],
    "sealed_observers_act": lambda: [{"reference": "0" * 16, "act": "sign"}],
    "sealed_briefs_act": lambda: [{"reference": "0" * 16, "act": "approve"}],
    "sealed_my_brief_act": lambda: [{"reference": "0" * 16, "act": "declare"}],
    "sealed_my_brief_file": lambda: [{"reference": "0" * 16, "number": "1"}],
    "sealed_protection_act": lambda: [{"reference": "0" * 16, "act": "plan"}],
    "sealed_inquiry_act": lambda: [{"reference": "0" * 16, "code": "task"}],
    "sealed_lesson": lambda: [{"reference": "0" * 16, "mark": "0" * 32}],
    "sealed_inquiry_pack": lambda: [{"reference": "0" * 16, "mark": "0" * 32}],
    "sealed_inquiry_step": lambda: [{"reference": "0" * 16, "what": "move"}],
    "sealed_shares_act": lambda: [{"reference": "0" * 16, "act": "approve"}],
    "sealed_identity_act": lambda: [{"reference": "0" * 16, "act": "ask"}],
    "draft_edit": _ids("risk.MethodDraft", "draft_id", state="open"),
    "draft_version": lambda: (
        {"draft_id": row.draft_id, "number": row.number} for row in _rows("risk.DraftVersion", "-number")
    ),
    "expert": _expert_token,
    "expert_workbook": _expert_token,
    "invitation": _invitation_token,
    "account_reset_password_from_key": lambda: [{"uidb36": "1", "key": "set-password"}],
    "class_confirm": lambda: (
        {"deployment_id": row.deployment_id} for row in _rows("assessments.Classification", state="proposed")
    ),
}


def find() -> tuple[dict[str, Example], dict[str, str]]:
    """An example for every page, and why there is none for the others."""
    signed = [_signed_in(row) for row in sorted(people.people(), key=lambda row: row.email) if row.roles]
    examples: dict[str, Example] = {}
    missing: dict[str, str] = {}
    for name, route in routes().items():
        row = EXPECTED.get(name)
        if name in ELSEWHERE or (row and row.get != 200 and not (isinstance(row.get, dict) and 200 in row.get)):
            continue  # the table of who may open what says that no GET of it is a page
        allowed = row.get[200].split() if row and isinstance(row.get, dict) else [role.value for role in Role]
        who = [one for one in signed if set(one[2]) & set(allowed)]
        one = _try(name, route.keywords, who)
        if isinstance(one, str):
            missing[name] = one
        else:
            examples[name] = one
            if name == "file_section":
                examples |= _more(name, who)
    return examples, missing


def _signed_in(row: Any) -> tuple[Client, str, tuple[str, ...]]:
    client = Client(raise_request_exception=False)
    client.force_login(apps.get_model("accounts.Person").objects.get(pk=row.id))
    session = client.session
    session["account_authentication_methods_user"] = str(row.id)
    session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
    session.save()
    return client, row.name, tuple(role.value for role in row.roles)


def awake(examples: Iterable[Example]) -> None:
    """Whoever is signed in has just been: else a long run finds them sent to the sign-in page for having been idle."""
    for key in {one.session for one in examples if one.session}:
        session = SessionStore(key)
        session["duecare_seen"] = session["duecare_since"] = int(clock.now().timestamp())
        session["account_authentication_methods"] = [{"method": "password", "at": clock.now().timestamp()}]
        session.save()


def _try(name: str, keywords: tuple[str, ...], who: list[tuple[Client, str, tuple[str, ...]]]) -> Example | str:
    """The first address that opens to somebody; else what was met instead."""
    met: Counter[int] = Counter()
    if name in PAIRS:
        objects = list(islice(PAIRS[name](), MOST))
    elif not keywords:
        objects = [{}]
    elif keywords == ("pk",):
        who = who[-1:]  # a key made up is no key: the page that lists all keys is opened by somebody else
        objects = list(_passkey(who[0][0].session["_auth_user_id"]))
    else:
        objects = list(islice(WANTED[keywords[0]](), MOST)) if keywords[0] in WANTED else []
    for keys in objects:
        ticked = keys.pop(TICKED, [])
        url = reverse(name, kwargs=keys) + (f"?{urlencode({'row': ticked}, doseq=True)}" if ticked else "")
        for client, person, _roles in who:
            answer = client.get(url)
            if answer.status_code == 200:
                html = answer.headers.get("Content-Type", "").startswith("text/html")
                return Example(url, client.cookies["sessionid"].value, person, html)
            met[answer.status_code] += 1
    return f"{len(objects)} objects tried by {len(who)} people; statuses met: {dict(met)}"


def _more(name: str, who: list[tuple[Client, str, tuple[str, ...]]]) -> dict[str, Example]:
    """Every section of one file: they are pages of their own behind one route."""
    client, person, _roles = who[0]
    session = client.cookies["sessionid"].value
    urls = {keys["section"]: reverse(name, kwargs=keys) for keys in PAIRS[name]()}
    return {f"{name}:{key}": Example(url, session, person, True) for key, url in urls.items()}
