"""The WSGI application of the public site, with settings, routes and a process of its own."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_public"

application = get_wsgi_application()
