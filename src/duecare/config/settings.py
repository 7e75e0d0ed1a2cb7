"""Django's settings for the staff site, the API, the worker and the command line."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from duecare.config.env import read

DUECARE = read()
PACKAGE = Path(__file__).resolve().parent.parent
HOME = DUECARE.home.absolute()


def _secret() -> str:
    """The installation's secret: from the environment, else from the home folder."""
    if DUECARE.secret_key:
        return DUECARE.secret_key
    file = HOME / "keys" / "secret"
    return file.read_text() if file.exists() else secrets.token_urlsafe(48)


_PROMPT = "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
"""Every page asks many short questions: to compile them or to start helpers takes PostgreSQL longer than to answer, and
what it looks up lies in memory or on flash. An address that names its own `options` keeps them."""


def _database(url: str) -> dict[str, object]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "duecare.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"options": _PROMPT, **dict(parse_qsl(parts.query))},  # sslmode, sslrootcert, …
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = [urlsplit(DUECARE.base_url).hostname or "localhost", "localhost", "127.0.0.1"]
DATABASES = {"default": _database(DUECARE.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "django_tasks",
    "django_tasks_db",
    "duecare.apps.audit",
    "duecare.apps.accounts",
    "duecare.apps.governance",
    "duecare.apps.parties",
    "duecare.apps.risk",
    "duecare.apps.engagement",
    "duecare.apps.screening",
    "duecare.apps.assessments",
    "duecare.apps.mitigation",
    "duecare.apps.entitlements",
    "duecare.apps.monitoring",
    "duecare.entrypoints.staff",
    "duecare.entrypoints.api",
    "duecare.entrypoints.worker",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "duecare.entrypoints.staff.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "duecare.entrypoints.staff.receiving.BoundMiddleware",  # before the next one, which reads the form
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "duecare.entrypoints.staff.guard.GuardMiddleware",
]

ROOT_URLCONF = "duecare.config.urls"
WSGI_APPLICATION = "duecare.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "entrypoints" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duecare.entrypoints.staff.shell.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "duecare.entrypoints.staff.templatetags.duecare",
            ],
        },
    }
]
COTTON_DIR = "cotton"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # people are invited by link; nobody signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "duecare.entrypoints.staff.sign_in.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False  # no "remember me": a session ends with the browser, and after 8 h at the latest
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this session goes on, all others end
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_ADAPTER = "duecare.entrypoints.staff.sign_in.MFAAdapter"
MFA_TOTP_TOLERANCE = 1  # a code typed at the end of its 30 seconds, or a phone's clock a little off; RFC 6238, 5.2
MFA_FORMS = {
    "authenticate": "duecare.entrypoints.staff.forms.codes.CodeForm",
    "reauthenticate": "duecare.entrypoints.staff.forms.codes.CodeAgainForm",
    "add_webauthn": "duecare.entrypoints.staff.forms.passkeys.AddKeyForm",
    "edit_webauthn": "duecare.entrypoints.staff.forms.passkeys.RenameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Duecare"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DUECARE.base_url.startswith("http://localhost")

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = DUECARE.base_url.startswith("https://")
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "duecare.entrypoints.staff.faults.forged"
CSRF_TRUSTED_ORIGINS = [DUECARE.base_url]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "duecare.adapters.uploads.LimitedUpload",  # first: it ends what is too large while it arrives
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

LANGUAGES = [(code, code) for code in (part.strip() for part in DUECARE.languages.split(","))]
LANGUAGE_CODE = LANGUAGES[0][0]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = DUECARE.time_zone
USE_I18N = USE_TZ = True
LOCALE_PATHS = [PACKAGE / "entrypoints" / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "entrypoints" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "duecare.adapters.mail.Backend"
DEFAULT_FROM_EMAIL = DUECARE.mail_from
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
