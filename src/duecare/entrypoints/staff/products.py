"""Staff pages: products and what they can do."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import ProductRow
from duecare.apps.assessments.queries.products import history
from duecare.apps.assessments.rules import acts
from duecare.kernel.actor import Role
from duecare.kernel.errors import NotFound

from .areas import NavItem
from .attempts import attempt
from .forms.products import AssessmentForm, ProductForm
from .guard import EVERYONE, acting, page
from .listing import Column, asked, in_memory
from .opportunity_steps import given

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
COLUMNS = (
    Column("code", gettext_lazy("Product")),
    Column("name", gettext_lazy("Name")),
    Column("sensitivity", gettext_lazy("What it can do"), sort=False),
    Column("auditable", gettext_lazy("Auditable"), sort=False),
    Column("export", gettext_lazy("Export category"), sort=False),
)
NAV: tuple[NavItem, ...] = (NavItem("Knowledge", gettext_lazy("Products"), "products", frozenset(READ)),)


@page(*READ)
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """Every product with the assessment that counts."""
    actor = acting(request)
    ask = asked(request, COLUMNS, picks=("assessed",), sort="code")
    words = {"yes": _("assessed"), "waits": _("waits for a second person"), "no": _("not assessed")}
    listing = in_memory(
        ask, COLUMNS, queries.products(),
        text=lambda row: f"{row.code} {row.name}",
        keys={"code": lambda row: row.code, "name": lambda row: row.name},
        facets={"assessed": (_("Assessment"), _assessed, lambda key: words[key])},
    )  # fmt: skip
    context = {"listing": listing, "may_add": acts.PRODUCT_ADD.permits(actor)}
    return render(request, "products/list.html", context)


@page(*READ)
@require_safe
def product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """One product: what it can do, who said so and who confirmed it."""
    actor = acting(request)
    row = queries.product(product_id)
    past = history(product_id)
    people = {one.proposed_by for one in past} | {one.confirmed_by for one in past if one.confirmed_by}
    if row.proposed:
        people.add(row.proposed.proposed_by)
    may_confirm = acts.PRODUCT_CONFIRM.permits(actor) and row.proposed is not None
    own = may_confirm and row.proposed is not None and row.proposed.proposed_by == actor.id
    context = {
        "product": row,
        "history": past,
        "names": accounts.names(people),
        "may_assess": acts.PRODUCT_ASSESS.permits(actor) and row.proposed is None,
        "may_confirm": may_confirm,
        "why_not": _("You made this assessment yourself; a second person confirms it.") if own else "",
    }
    return render(request, "products/detail.html", context)


@page(Role.PRODUCT_SECURITY, Role.COMPLIANCE_OFFICER)
def product_new(request: HttpRequest) -> HttpResponse:
    """Add a product."""
    actor = acting(request)
    form = ProductForm(given(request))
    if made := attempt(form, lambda: actions.add_product(by=actor, **form.cleaned_data)):
        messages.success(request, _("Added. It has to be assessed before it can be offered."))
        return redirect("product", made.value)
    return render(request, "products/form.html", {"form": form, "title": _("Add a product")})


@page(Role.PRODUCT_SECURITY)
def product_assess(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Say what a product can do."""
    actor = acting(request)
    row = queries.product(product_id)
    form = AssessmentForm(given(request))

    def assess() -> UUID:
        values = dict(form.cleaned_data)
        told = {key: values.pop(key) == "yes" for key in ("intrusive", "covert", "mass")}
        return actions.assess_product(by=actor, product_id=row.id, **told, **values)

    if attempt(form, assess):
        messages.success(request, _("Recorded. It counts once a second person has confirmed it."))
        return redirect("product", row.id)
    return render(request, "products/form.html", {"form": form, "product": row, "title": _("What it can do")})


@page(Role.PRODUCT_SECURITY, Role.COMPLIANCE_OFFICER, Role.COUNSEL)
def product_confirm(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Confirm the assessment as second person."""
    actor = acting(request)
    row = queries.product(product_id)
    proposed = row.proposed
    if proposed is None:
        raise NotFound("assessment")
    form = forms.Form(given(request))
    if attempt(form, lambda: actions.confirm_product(by=actor, assessment_id=proposed.id)):
        messages.success(request, _("Confirmed."))
        return redirect("product", row.id)
    context = {"form": form, "product": row, "title": _("Confirm what it can do"), "proposed": proposed}
    return render(request, "products/form.html", context)


def _assessed(row: ProductRow) -> str:
    return "yes" if row.assessment else "waits" if row.proposed else "no"


urlpatterns: list[URLPattern] = [
    path("products/", products, name="products"),
    path("products/new/", product_new, name="product_new"),
    path("products/<uuid:product_id>/", product, name="product"),
    path("products/<uuid:product_id>/assess/", product_assess, name="product_assess"),
    path("products/<uuid:product_id>/confirm/", product_confirm, name="product_confirm"),
]
