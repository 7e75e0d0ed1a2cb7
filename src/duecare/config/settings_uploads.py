"""Django's settings for the process that takes files: the reporter site's, with another door and one route."""

from __future__ import annotations

from duecare.config import settings_reporter

globals().update({name: value for name, value in vars(settings_reporter).items() if name.isupper()})

MIDDLEWARE = [
    "duecare.entrypoints.reporter.headers.HeadersMiddleware",
    "duecare.entrypoints.reporter.headers.PaddingMiddleware",
    "duecare.entrypoints.reporter.uploads.UploadDoorMiddleware",
    "duecare.entrypoints.reporter.openness.OpenMiddleware",
    "duecare.entrypoints.reporter.headers.WsgiOnlyMiddleware",
]
ROOT_URLCONF = "duecare.config.urls_uploads"
WSGI_APPLICATION = "duecare.config.wsgi_uploads.application"
DATA_UPLOAD_MAX_NUMBER_FILES = 50
"""In one form (`rules.files.MANY`)."""
