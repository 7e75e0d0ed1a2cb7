"""The one route of the process that takes files."""

from __future__ import annotations

from duecare.entrypoints.reporter.uploads import urlpatterns

__all__ = ["urlpatterns"]

handler400 = "duecare.entrypoints.reporter.refusals.malformed"
handler403 = "duecare.entrypoints.reporter.refusals.malformed"
handler404 = "duecare.entrypoints.reporter.refusals.missing"
handler500 = "duecare.entrypoints.reporter.refusals.broken"
