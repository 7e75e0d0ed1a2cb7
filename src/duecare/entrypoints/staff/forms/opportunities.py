"""Forms of opportunities: the ten-minute intake and the steps after it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.assessments.queries import Deal
from duecare.apps.assessments.queries.products import product_names
from duecare.apps.assessments.rules.export import OUTCOMES
from duecare.apps.assessments.rules.intake import ONE_EACH, ROLES
from duecare.apps.parties.rules.vocabulary import KINDS
from duecare.entrypoints.staff.templatetags.duecare import country_name
from duecare.kernel.countries import all_codes

from . import Area, Choices, DateInput

KIND_WORDS = {
    "federal": _("federal or national body"),
    "state": _("body of a state or province"),
    "municipal": _("municipal body"),
    "joint": _("joint body"),
    "procurement": _("procurement body"),
    "company": _("company"),
    "person": _("person"),
    "other": _("other"),
}
ROLE_WORDS = {
    "contracting": _("contracting body"),
    "paying": _("paying body"),
    "using": _("using body"),
    "intermediary": _("intermediary or reseller"),
    "owner": _("owner"),
    "end_user": _("end user"),
    "consignee": _("consignee"),
}
YES_NO_UNKNOWN = (("yes", _("Yes")), ("no", _("No")), ("", _("Not known yet")))
SAME = (("same", _("The using body itself")), ("other", _("Another body")))


def places(*, empty: bool = True) -> list[tuple[str, Any]]:
    """Countries and Kosovo by name in the reader's language."""
    named = sorted(((code, country_name(code)) for code in all_codes()), key=lambda pair: pair[1])
    return [("", _("not known yet")), *named] if empty else list(named)


def kinds() -> list[tuple[str, Any]]:
    """Kinds of body in words."""
    return [(kind, KIND_WORDS[kind]) for kind in KINDS]


def named_products() -> list[tuple[str, Any]]:
    """Products by code."""
    return [(str(key), f"{code} {name}") for key, code, name in product_names()]


class IntakeForm(forms.Form):
    """What sales knows. Only the title is needed to keep a draft; filing asks for the rest."""

    title = forms.CharField(label=_("Title"), max_length=160, help_text=_("What you would call it in a meeting."))
    using_name = forms.CharField(
        label=_("Who would use it"), max_length=200, required=False,
        help_text=_("The agency or unit in whose hands it would be, by its full name."),
    )  # fmt: skip
    using_kind = forms.ChoiceField(label=_("What kind of body that is"), required=False)
    using_country = forms.ChoiceField(label=_("Its country"), required=False)
    contracting = forms.ChoiceField(label=_("Who signs the contract"), choices=SAME, widget=Choices, initial="same")
    contracting_name = forms.CharField(label=_("Contracting body"), max_length=200, required=False)
    contracting_country = forms.ChoiceField(label=_("Country of the contracting body"), required=False)
    paying = forms.ChoiceField(label=_("Who pays"), choices=SAME, widget=Choices, initial="same")
    paying_name = forms.CharField(label=_("Paying body"), max_length=200, required=False)
    paying_country = forms.ChoiceField(label=_("Country of the paying body"), required=False)
    intermediary = forms.ChoiceField(
        label=_("Does anyone stand between us and the user?"), choices=YES_NO_UNKNOWN, widget=Choices, required=False,
        help_text=_("A reseller, an agent, an integrator. You name them on the next page."),
    )  # fmt: skip
    product = forms.ChoiceField(label=_("Product"), required=False)
    seats = forms.IntegerField(label=_("Seats or units"), min_value=1, max_value=999_999, required=False)
    place_of_use = forms.ChoiceField(label=_("Where it would be used"), required=False)
    effective_authority = forms.ChoiceField(
        label=_("Who holds authority there, if another state"), required=False,
        help_text=_("For disputed territories. The worst applicable country counts."),
    )  # fmt: skip
    legal_basis = forms.CharField(
        label=_("Legal basis there"), widget=Area(2), required=False,
        help_text=_("Needed where recognised state, authority or place of use differ."),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What it is for"), widget=Area(4), required=False,
        help_text=_("What is done with it, to whom, and why. “Law enforcement” is not a purpose."),
    )  # fmt: skip
    scope = forms.CharField(label=_("How far it reaches: targets, places, volume"), widget=Area(3), required=False)
    term_months = forms.IntegerField(label=_("Term in months"), min_value=1, max_value=600, required=False)
    value = forms.DecimalField(label=_("Value"), min_value=Decimal(0), max_digits=14, decimal_places=2, required=False)
    currency = forms.CharField(label=_("Currency"), max_length=3, min_length=3, initial="EUR")
    value_eur = forms.DecimalField(
        label=_("Value in euro"), min_value=Decimal(0), max_digits=14, decimal_places=2, required=False,
        help_text=_("Only for another currency: it decides who has to decide."),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = places()
        for field in ("using_country", "contracting_country", "paying_country", "place_of_use", "effective_authority"):
            self._choices(field, named)
        self._choices("using_kind", kinds())
        self._choices("product", [("", _("not known yet")), *named_products()])

    def clean(self) -> dict[str, Any]:
        """A named body needs its country, so that it can be told from others of the same name."""
        cleaned = super().clean() or {}
        for who in ("using", "contracting", "paying"):
            named = who == "using" or cleaned.get(who) == "other"
            if named and cleaned.get(f"{who}_name") and not cleaned.get(f"{who}_country"):
                self.add_error(f"{who}_country", _("Choose its country."))
        return cleaned

    def _choices(self, field: str, choices: list[tuple[str, Any]]) -> None:
        chosen = self.fields[field]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = choices


def intake_initial(deal: Deal) -> dict[str, Any]:
    """What the form shows of a deal already begun."""
    using, first = deal.party("using"), deal.deployments[0] if deal.deployments else None
    shown: dict[str, Any] = {
        "title": deal.title,
        "purpose": deal.purpose,
        "scope": deal.scope,
        "term_months": deal.term_months,
        "value": deal.value,
        "currency": deal.currency,
        "value_eur": deal.value_eur,
        "intermediary": {True: "yes", False: "no", None: ""}[deal.intermediary],
        "seen_version": deal.version,
    }
    if first:
        using = first.using_body or using
        shown |= {
            "product": str(first.product.id) if first.product else "",
            "seats": first.seats,
            "place_of_use": first.place_of_use,
            "effective_authority": first.effective_authority,
            "legal_basis": first.legal_basis,
        }
    if using:
        shown |= {"using_name": using.name, "using_kind": using.kind, "using_country": using.country}
    for role in ("contracting", "paying"):
        body = deal.party(role)
        if body and (using is None or body.id != using.id):
            shown |= {role: "other", f"{role}_name": body.name, f"{role}_country": body.country}
    return shown


class FileForm(forms.Form):
    """Filing; new facts only where a like deal was rejected lately."""

    new_facts = forms.CharField(
        label=_("New facts"), widget=Area(3), required=False,
        help_text=_("Only when a deal like this was rejected lately; a compliance officer may then file it."),
    )  # fmt: skip
    seen_version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """A step that needs its reason."""

    reason = forms.CharField(label=_("Reason"), widget=Area(3), help_text=_("It is kept in the record."))


class HandOverForm(ReasonForm):
    """To whom in sales."""

    to = forms.ChoiceField(label=_("To"))

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django
        self.order_fields(("to", "reason"))


class PartyForm(forms.Form):
    """A further party: found by name and country, or entered."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role, ROLE_WORDS[role]) for role in ROLES if role not in ONE_EACH]
    )
    name = forms.CharField(label=_("Full name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), initial="company")
    country = forms.ChoiceField(label=_("Country"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django
        self.fields["country"].choices = places()  # type: ignore[attr-defined]  # as above


class DeploymentForm(forms.Form):
    """One product in one body's hands at one place."""

    product = forms.ChoiceField(label=_("Product"))
    product_version = forms.CharField(label=_("Version of the product"), max_length=40, required=False)
    using_name = forms.CharField(label=_("Who would use it"), max_length=200)
    using_kind = forms.ChoiceField(label=_("What kind of body that is"))
    using_country = forms.ChoiceField(label=_("Its country"))
    seats = forms.IntegerField(label=_("Seats or units"), min_value=1, max_value=999_999, required=False)
    place_of_use = forms.ChoiceField(label=_("Where it would be used"))
    effective_authority = forms.ChoiceField(label=_("Who holds authority there, if another state"), required=False)
    legal_basis = forms.CharField(label=_("Legal basis there"), widget=Area(2), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("using_country", "place_of_use", "effective_authority"):
            self.fields[field].choices = places()  # type: ignore[attr-defined]  # ChoiceFields, typed as Field by Django
        self.fields["using_kind"].choices = kinds()  # type: ignore[attr-defined]  # as above
        named = named_products()
        self.fields["product"].choices = named  # type: ignore[attr-defined]  # as above


OUTCOME_WORDS = {
    "classification": {"listed": _("Listed: it has a category"), "not_listed": _("Not listed")},
    "licence": {
        "licensed": _("Licensed"),
        "not_required": _("No licence needed"),
        "pending": _("Applied for, not answered"),
        "refused": _("Refused"),
    },
    "awareness": {
        "not_aware": _("Due diligence made us aware of no such use"),
        "aware": _("We are aware: nothing is exported until the authority decides"),
        "authority_told": _("The authority was told"),
        "no_authorisation_needed": _("The authority decided: no authorisation needed"),
        "authorisation_needed": _("The authority decided: an authorisation is needed"),
    },
}


class ExportForm(forms.Form):
    """One outcome of export control for one deployment."""

    outcome = forms.ChoiceField(label=_("Outcome"), widget=Choices)
    category = forms.CharField(label=_("Category in the list"), max_length=40, required=False)
    number = forms.CharField(label=_("Number of the licence"), max_length=80, required=False)
    expires_on = forms.DateField(label=_("It ends on"), widget=DateInput(), required=False)
    conditions = forms.CharField(label=_("Conditions of the licence"), widget=Area(3), required=False)
    by_whom = forms.CharField(label=_("Who says so: authority or person"), max_length=160)
    dated = forms.DateField(label=_("On which day"), widget=DateInput())
    reason = forms.CharField(label=_("On what it rests"), widget=Area(3))

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = OUTCOME_WORDS[kind]
        self.fields["outcome"].choices = [(code, words[code]) for code in OUTCOMES[kind]]  # type: ignore[attr-defined]  # a ChoiceField
        unused = {"classification": ("number", "expires_on", "conditions"), "licence": ("category",)}
        for field in unused.get(kind, ("category", "number", "expires_on", "conditions")):
            del self.fields[field]


class LikenessForm(ReasonForm):
    """What a resemblance is."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        choices=(
            ("same", _("The same deal again")),
            ("split", _("One deal in slices")),
            ("different", _("Another deal")),
        ),
        widget=Choices,
    )
    field_order = ("verdict", "reason")
