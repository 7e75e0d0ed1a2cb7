"""The WSGI application of the reporter site, with settings, routes and a process of its own.

WSGI only: under ASGI Django spools bodies to disk in clear, and `headers.WsgiOnlyMiddleware` refuses to start.
"""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_reporter"

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - once the settings stand

from duecare.entrypoints.reporter.place import keep_swept  # noqa: E402 - as above

assert get_resolver().url_patterns  # every page's module now: a fault in one is a fault at the start
keep_swept()
