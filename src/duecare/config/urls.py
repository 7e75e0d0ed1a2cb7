"""Routes of the staff site and the API."""

from __future__ import annotations

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

from duecare.entrypoints.api import NAMESPACE, PREFIX
from duecare.entrypoints.staff.areas import modules
from duecare.entrypoints.staff.sign_in import allauth_routes


class LoadedWhenCalled(URLResolver):
    """What `include` makes of a module with a namespace, but the module is loaded when an address below is asked."""

    def _populate(self) -> None:
        """Gather nothing when the first address of a page is composed: names in a namespace are found without it."""


API = LoadedWhenCalled(RoutePattern(PREFIX), "duecare.config.urls_api", app_name="ninja", namespace=NAMESPACE)
urlpatterns = [
    allauth_routes(),
    API,
    *(route for module in modules() for route in module.urlpatterns),
]

handler400 = "duecare.entrypoints.staff.faults.unreadable"
handler403 = "duecare.entrypoints.staff.faults.refused"
handler404 = "duecare.entrypoints.staff.faults.missing"
handler500 = "duecare.entrypoints.staff.faults.broken"
