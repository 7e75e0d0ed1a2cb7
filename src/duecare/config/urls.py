"""Routes of the staff site and the API."""

from __future__ import annotations

from django.urls import path

from duecare.entrypoints.api.routes import PREFIX, api
from duecare.entrypoints.staff.areas import modules
from duecare.entrypoints.staff.sign_in import allauth_routes

urlpatterns = [
    allauth_routes(),
    path(PREFIX, api.urls),
    *(route for module in modules() for route in module.urlpatterns),
]

handler400 = "duecare.entrypoints.staff.faults.unreadable"
handler403 = "duecare.entrypoints.staff.faults.refused"
handler404 = "duecare.entrypoints.staff.faults.missing"
handler500 = "duecare.entrypoints.staff.faults.broken"
