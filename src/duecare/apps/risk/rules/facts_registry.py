"""The vocabulary of facts: what rules may read, where each is answered and which answer is favourable.

Stable: a code is never given another meaning. Questions name duties of the UN Guiding Principles
(UNGP), the US State Department guidance of 2020 and Recommendation (EU) 2024/2659 in the words of
the field; the sources stand with the rules that use them.
"""

from __future__ import annotations

from types import MappingProxyType

from .facts import FactType, Kind, Value

SEVERITY_DIMENSIONS = ("physical_integrity", "civic_space", "media_freedom")
DIMENSIONS = (
    *SEVERITY_DIMENSIONS,
    "rule_of_law",
    "corruption",
    "political_stability",
    "government_effectiveness",
)
BANDS = ("low", "moderate", "elevated", "high")


def _yes_no(code: str, question: str, part: str, *, favourable: bool, na: bool = False) -> FactType:
    return FactType(code, Kind.BOOL, question, favourable, not favourable, part, may_be_not_applicable=na)


def _choice(code: str, question: str, part: str, *options: str, na: bool = False, unknown: str = "") -> FactType:
    return FactType(
        code,
        Kind.CHOICE,
        question,
        options[0],
        options[-1],
        part,
        options,
        may_be_not_applicable=na,
        unknown_values=(unknown,) if unknown else (),
    )


def _number(code: str, question: str, part: str, best: Value, worst: Value, *, na: bool = False) -> FactType:
    return FactType(code, Kind.NUMBER, question, best, worst, part, may_be_not_applicable=na)


_COUNTRY = (
    _number("country.score", "Country score, 0 safest to 100 worst", "country", 0, 100),
    _number("country.upper", "Country score with every missing figure at its worst", "country", 0, 100),
    _choice("country.band", "Band the country is treated as", "country", *BANDS),
    _yes_no("country.indeterminate", "Are too few indices present to rate the country?", "country", favourable=False),
    *(
        _number(
            f"country.dimension.{name}",
            f"{name.replace('_', ' ').capitalize()} of the country, worst case",
            "country",
            0,
            100,
            na=True,  # only where the methodology itself has no figure for the dimension; listed beside the class
        )
        for name in DIMENSIONS
    ),
)

_AGENCY = (
    _choice(
        "agency.branch",
        "Which branch does the using body belong to?",
        "agency",
        "regulator",
        "customs",
        "other",
        "prosecution",
        "police",
        "prison",
        "military",
        "intelligence",
    ),
    _yes_no("agency.mandate_in_law", "Is the body's mandate for this use set out in law?", "agency", favourable=True),
    _choice(
        "agency.oversight",
        "Who oversees the body?",
        "agency",
        "independent",
        "judicial",
        "parliamentary",
        "internal",
        "none",
    ),
    _yes_no(
        "agency.judicial_authorisation",
        "Does a judge authorise each use in practice?",
        "agency",
        favourable=True,
        na=True,
    ),
    _choice(
        "agency.abuse_record", "What is known of abuses by the body?", "agency", "none_found", "alleged", "established"
    ),
)

_PRODUCT = (
    _yes_no(
        "product.intrusive",
        "Can the product reach private communications, data or places?",
        "product",
        favourable=False,
    ),
    _yes_no("product.covert", "Can it be used without the person's knowledge?", "product", favourable=False),
    _yes_no(
        "product.mass", "Does it reach many people at once rather than a named target?", "product", favourable=False
    ),
    _choice(
        "product.auditable", "Does it keep a log that cannot be altered unnoticed?", "product", "yes", "partly", "no"
    ),
    FactType("product.export_category", Kind.TEXT, "Dual-use or licence category, or “none”", "none", "", "product"),
)

_DEAL = (
    _yes_no("deal.purpose_defined", "Is the intended use defined and lawful?", "opportunity", favourable=True),
    _yes_no("deal.scope_limited", "Are targets, places and volume limited?", "opportunity", favourable=True),
    _yes_no(
        "deal.necessity_shown",
        "Is it shown that less intrusive means do not suffice?",
        "necessity",
        favourable=True,
        na=True,
    ),
    _yes_no("deal.intermediary", "Does anyone stand between us and the using body?", "opportunity", favourable=False),
    _yes_no("deal.no_go", "Is a place or a body of the deal on the no-go register?", "opportunity", favourable=False),
    _number("deal.term_months", "Term in months", "opportunity", 0, 600),
)

_PARTIES = (
    _choice("parties.denied", "Is any party on a denied-party list?", "screening", "none", "possible", "confirmed"),
    _yes_no("parties.screened", "Is every party screened against current lists?", "screening", favourable=True),
    _yes_no(
        "sanctions.arms_embargo", "Is the destination under an arms embargo?", "foreign_relations", favourable=False
    ),
)

_RELATIONS = (
    _yes_no(
        "relations.armed_conflict",
        "Does the state take part in an armed conflict?",
        "foreign_relations",
        favourable=False,
    ),
    _yes_no(
        "relations.transnational_repression",
        "Is the state reported to pursue people beyond its borders?",
        "foreign_relations",
        favourable=False,
    ),
    _yes_no(
        "relations.onward_sharing",
        "Is product or data likely to be passed to another state or body?",
        "foreign_relations",
        favourable=False,
    ),
)

_LAW = (
    _yes_no("law.authorisation", "Does law require authorisation of each measure?", "law", favourable=True),
    _yes_no("law.judge", "Must an independent judge or equivalent decide?", "law", favourable=True),
    _yes_no("law.scope", "Does law limit offences, persons and duration?", "law", favourable=True),
    _yes_no("law.notice", "Are persons told afterwards?", "law", favourable=True),
    _yes_no("law.oversight", "Does an independent body review use?", "law", favourable=True),
    _yes_no("law.data_protection", "Does data-protection law bind the body?", "law", favourable=True),
    _yes_no("law.remedy", "Is there an effective remedy?", "law", favourable=True),
    _yes_no("law.speech_offences", "Are there broad offences that punish speech?", "law", favourable=False),
    _yes_no("law.emergency_powers", "May safeguards be set aside under emergency powers?", "law", favourable=False),
)

_FILE = (
    _number("flags.unresolved", "Red flags not yet resolved", "red_flags", 0, 99),
    _number("flags.confirmed", "Red flags confirmed", "red_flags", 0, 99),
    _choice(
        "harm.severity",
        "How grave would misuse be (scale and scope)?",
        "severity",
        "minor",
        "moderate",
        "serious",
        "severe",
    ),
    _yes_no(
        "harm.irremediable", "Could misuse cost life, lead to torture or disappearance?", "severity", favourable=False
    ),
    _choice("harm.likelihood", "How likely is misuse?", "severity", "remote", "possible", "likely"),
    _yes_no("groups.at_risk_targeted", "Are at-risk groups likely targets?", "at_risk_groups", favourable=False),
    _choice(
        "findings.credible_5y",
        "Adverse findings in five years on this body",
        "adverse_findings",
        "none",
        "credible",
        "established",
        unknown="not_assessed",
    ),
    _choice(
        "involvement",
        "Company's involvement in a possible impact",
        "involvement",
        "none",
        "linked",
        "contribute",
        "cause",
    ),
    _choice("leverage", "Leverage over the customer after delivery", "involvement", "strong", "some", "weak", na=True),
)

FACTS = MappingProxyType(
    {kind.code: kind for kind in (*_COUNTRY, *_AGENCY, *_PRODUCT, *_DEAL, *_PARTIES, *_RELATIONS, *_LAW, *_FILE)}
)
"""Every fact by code."""
