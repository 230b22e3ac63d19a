"""All settings, read from the environment, loud when wrong.

A practice lives in RIGHTFIT_HOME on SQLite, unless DATABASE_URL names a PostgreSQL.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from rightfit.keeping.data_home import PRIVATE_FILE, open_home, secret_in

PACKAGE = Path(__file__).parent


def yes_or_no(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "yes" if default else "no").lower()
    if value not in ("yes", "no"):
        message = f"{name} must be yes or no, not {value!r}."
        raise ImproperlyConfigured(message)
    return value == "yes"


def whole_number(name: str, *, default: int) -> int:
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError as wrong:
        message = f"{name} must be a whole number, not {value!r}."
        raise ImproperlyConfigured(message) from wrong


# The house
HOME = open_home(Path(os.environ.get("RIGHTFIT_HOME", "rightfit-data")).resolve())
DEMO = yes_or_no("RIGHTFIT_DEMO", default=False)
PUBLIC_URL = os.environ.get("RIGHTFIT_URL", "http://127.0.0.1:8000").rstrip("/")
CLOCK_SHIFT_SECONDS = whole_number("RIGHTFIT_CLOCK_SHIFT", default=0)
DEBUG = False

_host = urlsplit(PUBLIC_URL).hostname
if not _host:
    message = f"RIGHTFIT_URL must be a whole address like https://fernlea.example, not {PUBLIC_URL!r}."
    raise ImproperlyConfigured(message)
ON_LOOPBACK = _host in ("127.0.0.1", "localhost", "::1")
WITH_TLS = PUBLIC_URL.startswith("https://")
if not (WITH_TLS or ON_LOOPBACK):
    message = "RIGHTFIT_URL must begin with https:// unless the practice runs on this machine alone."
    raise ImproperlyConfigured(message)
if DEMO and not ON_LOOPBACK:
    message = "The demo signs people in by a link and may run on 127.0.0.1 only."
    raise ImproperlyConfigured(message)
ALLOWED_HOSTS = [_host, *(("127.0.0.1", "localhost") if ON_LOOPBACK else ())]

# Keys lie outside the database, readable by the owner of the data folder alone.
SECRET_KEY = os.environ.get("RIGHTFIT_SECRET_KEY") or secret_in(HOME, "secret-key")
DATABASE_FILE = HOME / "rightfit.sqlite3"
# Made with the tables of a new practice, by `migrate`, and never again.
SEAL_KEY_FILE = Path(os.environ.get("RIGHTFIT_SEAL_KEY_FILE", HOME / "seal-keys"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rightfit.keeping",
    "rightfit.practice",
    "rightfit.relationship",
    "rightfit.checkin",
    "rightfit.aims",
    "rightfit.questionnaire",
    "rightfit.finding",
    "rightfit.conversation",
    "rightfit.listening",
    "rightfit.safety",
    "rightfit.transition",
    "rightfit.intake",
    "rightfit.exchange",
    "rightfit.overview",
    "rightfit.crisis",
    "rightfit.home",
    *(("rightfit.demo",) if DEMO else ()),
]

MIDDLEWARE = [
    "rightfit.keeping.this_request.ReadOnce",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "rightfit.home.expired.LeftAlone",
    "rightfit.home.expired.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "rightfit.practice.second_step.SecondStepFirst",
    "django_htmx.middleware.HtmxMiddleware",
    "rightfit.home.fresh.NeverStored",
]

ROOT_URLCONF = "rightfit.urls"
WSGI_APPLICATION = "rightfit.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rightfit.home.frame.frame",
                *(("rightfit.demo.bar.bar",) if DEMO else ()),
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "rightfit.keeping.templatetags.keeping",
                "rightfit.keeping.templatetags.look",
            ],
        },
    }
]


def _sqlite() -> dict[str, Any]:
    DATABASE_FILE.touch(mode=PRIVATE_FILE)  # SQLite would make it readable for everybody
    # BEGIN IMMEDIATE: a view that reads and then writes would else fail at once when another writer was
    # quicker, and no timeout helps. FULL: a saved record survives a power cut. secure_delete: what a
    # person erased is gone from the file.
    pragmas = (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "mmap_size=134217728",
        "journal_size_limit=27103364",
        "temp_store=MEMORY",
    )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE_FILE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 - SQLite needs no psycopg

    where = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": where.pop("dbname", "rightfit"),
        "USER": where.pop("user", ""),
        "PASSWORD": where.pop("password", ""),
        "HOST": where.pop("host", ""),
        "PORT": where.pop("port", ""),
        "CONN_MAX_AGE": None,
        "OPTIONS": where,
    }


_database_url = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": _postgresql(_database_url) if _database_url else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in: by a code from one's mail or a passkey, without passwords. No open sign-up: people are invited.
AUTH_USER_MODEL = "practice.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rightfit.practice.signing_in.InvitedOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
# Eight figures, five tries a code, and no more than twelve codes an hour for one address.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
# Several people may look from one address, a library's or a clinic's; one person asks for three meetings.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,12/h/key",
    "ask_for_a_meeting": "10/h/ip,5/h/key",
    "ask_to_be_rung": "10/h/ip,3/h/key",
    "come_back_by_code": "20/h/ip",
}
# An unknown address gets a letter too: it says so to its owner, and takes as long as a known one.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
MFA_ADAPTER = "rightfit.practice.signing_in.SecondSteps"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
# A made-up practice lets everybody be everybody; a real one never.
SECOND_STEP_FOR_STAFF = not DEMO
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ON_LOOPBACK
USERSESSIONS_TRACK_ACTIVITY = False
# How many proxies of the practice's own stand in front: the limits on guessing count by the address behind them.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("RIGHTFIT_PROXIES", default=1 if WITH_TLS else 0)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# The help page stands below the rooms and asks by name for the practice's own words.
CRISIS_PRACTICE = "rightfit.practice.help_words.help_words"

# Cookies: on the loopback without TLS some browsers drop Secure cookies, so the demo has plain ones.
SESSION_COOKIE_NAME = "__Host-session" if WITH_TLS else "rightfit_session"
SESSION_COOKIE_SECURE = WITH_TLS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
STAFF_IDLE_SECONDS = 30 * 60
CSRF_COOKIE_NAME = "__Host-csrf" if WITH_TLS else "rightfit_csrf"
CSRF_COOKIE_SECURE = WITH_TLS
CSRF_FAILURE_VIEW = "rightfit.home.errors.csrf_failure"
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if WITH_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if WITH_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Limits on guessing live in the database's cache table: a memory cache would give each worker its own.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_USE_FINDERS = False

USE_TZ = True
TIME_ZONE = os.environ.get("RIGHTFIT_TIME_ZONE", "Europe/Dublin")
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]

# Mail: none leaves unless a server is named; until then letters lie as files in the data folder.
DEFAULT_FROM_EMAIL = os.environ.get("RIGHTFIT_MAIL_FROM", f"hello@{_host}")
EMAIL_SUBJECT_PREFIX = ""
EMAIL_HOST = os.environ.get("RIGHTFIT_MAIL_HOST", "")
EMAIL_PORT = whole_number("RIGHTFIT_MAIL_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("RIGHTFIT_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("RIGHTFIT_MAIL_PASSWORD", "")
EMAIL_USE_TLS = yes_or_no("RIGHTFIT_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20  # a mail server that never answers would hold the worker for ever
EMAIL_FILE_PATH = HOME / "letters"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"

# No content in the log: request lines only, and errors without local variables.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {"()": "rightfit.keeping.quiet_logs.WithoutWords", "format": "%(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
