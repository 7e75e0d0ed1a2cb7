"""Routes of the API. They take as long to load as all pages together: `urls` names this module, without loading it."""

from __future__ import annotations

from duecare.entrypoints.api.routes import api

urlpatterns, _app, _namespace = api.urls
