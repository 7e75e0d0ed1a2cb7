"""The WSGI application of the process that takes files. WSGI only, like the reporter site's and for the same reason."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_uploads"

application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - once the settings stand

from duecare.entrypoints.reporter.place import every_minute  # noqa: E402 - as above
from duecare.entrypoints.reporter.uploads import sweep  # noqa: E402 - as above

assert get_resolver().url_patterns  # a fault in a page's module is a fault at the start
every_minute(sweep)
