"""Django's settings for the reporter site: no people, no sessions, no database of Django's, no trace of who asks."""

from __future__ import annotations

from urllib.parse import urlsplit

from duecare.config.settings import DUECARE, PACKAGE, SECRET_KEY, TIME_ZONE, USE_I18N, USE_TZ
from duecare.entrypoints.reporter.addresses import cookie, own, secure

__all__ = ["DUECARE", "SECRET_KEY", "TIME_ZONE", "USE_I18N", "USE_TZ"]

DEBUG = False
ADMINS: list[tuple[str, str]] = []
MANAGERS = ADMINS
DATABASES: dict[str, dict[str, object]] = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
INSTALLED_APPS: list[str] = []
APPEND_SLASH = False

# Nothing is answered at another address, no form is taken from another one.
CSRF_TRUSTED_ORIGINS = own(DUECARE.reporter_url, DUECARE.reporter_onion)
ALLOWED_HOSTS = [urlsplit(one).hostname or "" for one in CSRF_TRUSTED_ORIGINS]

MIDDLEWARE = [
    "duecare.entrypoints.reporter.headers.HeadersMiddleware",
    "duecare.entrypoints.reporter.headers.PaddingMiddleware",
    "duecare.entrypoints.reporter.doors.DoorMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "duecare.entrypoints.reporter.openness.OpenMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "duecare.entrypoints.reporter.headers.WsgiOnlyMiddleware",
]
ROOT_URLCONF = "duecare.config.urls_reporter"
WSGI_APPLICATION = "duecare.config.wsgi_reporter.application"
REPORTER = PACKAGE / "entrypoints" / "reporter"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [REPORTER / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.csrf"],
            "builtins": ["django.templatetags.i18n", "duecare.entrypoints.reporter.words"],
        },
    }
]

# Cookies die with the browser, are read by no script and travel from no other site.
CSRF_COOKIE_NAME = cookie("form", DUECARE.reporter_url)
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = secure(DUECARE.reporter_url)
CSRF_FAILURE_VIEW = "duecare.entrypoints.reporter.refusals.forged"
LANGUAGE_COOKIE_NAME = cookie("words", DUECARE.reporter_url)
LANGUAGE_COOKIE_HTTPONLY = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # a long text in Thai takes nine bytes a sign on its way
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
FILE_UPLOAD_HANDLERS = ["duecare.entrypoints.reporter.doors.NoFiles"]  # none of Django's: they write what comes to disk

_NATIVE = {
    "en": "English", "fr": "Français", "es": "Español", "ar": "العربية", "th": "ไทย", "hu": "Magyar", "pl": "Polski",
}  # fmt: skip
LOCALE_PATHS = [REPORTER / "locale"]
LANGUAGES = [
    (code, name)
    for code, name in _NATIVE.items()
    if code == "en" or (REPORTER / "locale" / code / "LC_MESSAGES" / "django.mo").exists()
]
LANGUAGE_CODE = "en"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"constant": {"()": "duecare.entrypoints.reporter.logs.ConstantFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "constant"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}},  # no mail to anybody
    "root": {"handlers": ["console"], "level": "ERROR"},
}
