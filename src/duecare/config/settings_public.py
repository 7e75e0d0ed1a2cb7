"""Django's settings for the public site: it reads two tables, and knows neither sessions nor people."""

from __future__ import annotations

from urllib.parse import urlsplit

from duecare.config.settings import (
    DATABASES,
    DEFAULT_AUTO_FIELD,
    DUECARE,
    LANGUAGE_CODE,
    LANGUAGES,
    LOCALE_PATHS,
    LOGGING,
    PACKAGE,
    SECRET_KEY,
    STATIC_URL,
    STATICFILES_DIRS,
    TIME_ZONE,
    USE_I18N,
    USE_TZ,
    WHITENOISE_AUTOREFRESH,
    WHITENOISE_MAX_AGE,
    WHITENOISE_USE_FINDERS,
)

__all__ = [
    "DATABASES", "DEFAULT_AUTO_FIELD", "DUECARE", "LANGUAGES", "LANGUAGE_CODE", "LOCALE_PATHS", "LOGGING", "SECRET_KEY",
    "STATICFILES_DIRS", "STATIC_URL", "TIME_ZONE", "USE_I18N", "USE_TZ", "WHITENOISE_AUTOREFRESH", "WHITENOISE_MAX_AGE",
    "WHITENOISE_USE_FINDERS",
]  # fmt: skip

DEBUG = False
ALLOWED_HOSTS = [urlsplit(DUECARE.public_url).hostname or "localhost", "localhost", "127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "duecare.apps.audit",
    "duecare.apps.risk",
    "duecare.entrypoints.public",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "duecare.entrypoints.public.headers.PublicHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "duecare.config.urls_public"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "entrypoints" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.i18n"],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "duecare.entrypoints.public.templatetags.public",
            ],
        },
    }
]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
