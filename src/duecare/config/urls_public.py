"""Routes of the public site."""

from __future__ import annotations

from duecare.entrypoints.public.method import urlpatterns

__all__ = ["urlpatterns"]

handler404 = "duecare.entrypoints.public.method.missing"
handler500 = "duecare.entrypoints.public.method.broken"
