"""What the reporter site must not have, asked of its settings as a fresh process sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ASK = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_reporter"
import django
django.setup()
from django.conf import settings
from django.apps import apps
from django.db import connections
names = ["DEBUG", "ADMINS", "MANAGERS", "MIDDLEWARE", "INSTALLED_APPS", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS",
         "CSRF_COOKIE_NAME", "CSRF_COOKIE_AGE", "CSRF_COOKIE_HTTPONLY", "CSRF_COOKIE_SAMESITE", "CSRF_COOKIE_SECURE",
         "LANGUAGE_COOKIE_NAME", "LANGUAGE_COOKIE_AGE", "LANGUAGE_COOKIE_SAMESITE", "FILE_UPLOAD_HANDLERS", "LOGGING"]
told = {name: getattr(settings, name) for name in names}
told["apps"] = [one.name for one in apps.get_app_configs()]
told["engine"] = connections["default"].settings_dict["ENGINE"]
told["cache"] = settings.CACHES["default"]["BACKEND"]
print(json.dumps(told))
"""
ASGI = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_reporter"
from django.core.asgi import get_asgi_application
get_asgi_application()
"""


def fresh(code: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    told = {"DUECARE_HOME": str(home), "PATH": "", **env}
    return subprocess.run([sys.executable, "-c", code], env=told, capture_output=True, text=True, check=False)


def test_it_has_no_people_no_sessions_no_database_and_writes_to_nobody(tmp_path: Path) -> None:
    told = json.loads(fresh(ASK, tmp_path).stdout)
    assert told["DEBUG"] is False and told["ADMINS"] == told["MANAGERS"] == []
    assert told["apps"] == told["INSTALLED_APPS"] == []
    for word in ("session", "auth", "message", "admin", "cache", "allauth"):
        assert not [one for one in told["MIDDLEWARE"] if word in one.lower()], word
    assert told["engine"] == "django.db.backends.dummy" and told["cache"].endswith("DummyCache")
    assert told["FILE_UPLOAD_HANDLERS"] == ["duecare.entrypoints.reporter.doors.NoFiles"]
    handlers = {name: one["class"] for name, one in told["LOGGING"]["handlers"].items()}
    assert handlers == {"console": "logging.StreamHandler"}
    assert told["LOGGING"]["loggers"]["django"] == {"handlers": ["console"], "level": "ERROR", "propagate": False}


def test_its_host_and_its_cookies_are_its_own(tmp_path: Path) -> None:
    told = json.loads(fresh(ASK, tmp_path).stdout)
    assert told["ALLOWED_HOSTS"] == ["reporter.localhost"]
    assert told["CSRF_COOKIE_AGE"] is None, "ends with the browser"
    assert told["CSRF_COOKIE_HTTPONLY"] and told["CSRF_COOKIE_SAMESITE"] == told["LANGUAGE_COOKIE_SAMESITE"] == "Strict"
    real = json.loads(fresh(ASK, tmp_path, DUECARE_REPORTER_URL="https://speak.example.test",
                            DUECARE_REPORTER_ONION="http://abc.onion").stdout)  # fmt: skip
    assert real["ALLOWED_HOSTS"] == ["speak.example.test", "abc.onion"]
    assert real["CSRF_COOKIE_SECURE"] and real["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert real["LANGUAGE_COOKIE_NAME"].startswith("__Host-")


def test_it_refuses_to_start_under_asgi(tmp_path: Path) -> None:
    done = fresh(ASGI, tmp_path)
    assert done.returncode != 0 and "WSGI only" in done.stderr


def test_a_host_name_shared_with_the_staff_is_refused(tmp_path: Path) -> None:
    done = fresh("from duecare.config.env import read; read()", tmp_path, DUECARE_REPORTER_URL="http://localhost:8001")
    assert done.returncode != 0 and "a host name of its own" in done.stderr
    moved = "from duecare.config.env import read; print(read().reporter_url)"
    assert fresh(moved, tmp_path, DUECARE_REPORTER_PORT="8011").stdout.strip() == "http://reporter.localhost:8011"
