"""Settings of both profiles. Everything is read from the environment; every variable is listed in docs/settings.md."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def _words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# Where everything that is not code lives: database, blobs, work folders, generated secrets.
STUDIO_DATA = Path(os.environ.get("STUDIO_DATA", BASE_DIR / "var")).resolve()
STUDIO_DATA.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str) -> str:
    """A secret made on first use and kept in STUDIO_DATA, readable by its owner alone.

    The link is what decides: of two processes that start at once, one wins and both read the winner's secret.
    """
    path = STUDIO_DATA / name
    if not path.exists():
        fresh = path.with_name(f".{name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # a rival process was first; its secret is the one
        finally:
            fresh.unlink()
    return path.read_text().strip()


DEBUG = _flag("STUDIO_DEBUG")
SECRET_KEY = os.environ.get("STUDIO_SECRET_KEY") or _kept_secret("secret_key")

# API keys are stored as HMAC-SHA256 under the newest pepper; older ones stay valid: "1:hex,2:hex".
STUDIO_KEY_PEPPERS: dict[int, str] = {
    int(version): pepper for version, _, pepper in (item.partition(":") for item in _words("STUDIO_KEY_PEPPERS"))
} or {1: _kept_secret("key_pepper")}

STUDIO_HOST = os.environ.get("STUDIO_HOST", "127.0.0.1")
STUDIO_PORT = int(os.environ.get("STUDIO_PORT", "8000"))
# Absolute URLs start with this; empty means "as the request came in" and, in the worker, host and port above.
STUDIO_PUBLIC_URL = os.environ.get("STUDIO_PUBLIC_URL", "").rstrip("/")
STUDIO_MAX_BODY_BYTES = int(os.environ.get("STUDIO_MAX_BODY_BYTES", str(8 * 1024 * 1024)))
STUDIO_TRUSTED_PROXIES = _words("STUDIO_TRUSTED_PROXIES")
ALLOWED_HOSTS = _words("STUDIO_ALLOWED_HOSTS", "*" if not STUDIO_PUBLIC_URL else "")
if STUDIO_PUBLIC_URL:
    ALLOWED_HOSTS += [
        urlsplit(STUDIO_PUBLIC_URL).hostname or "",
        "127.0.0.1",
        "localhost",
    ]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_q",
    "wire",
    "accounts",
    "billing",
    "generation.assets",
    "generation.jobs",
    "generation.projects",
    "generation.stories",
    "studio",
    *_words("STUDIO_EXTRA_APPS"),
]

MIDDLEWARE = [
    "wire.middleware.RequestIdMiddleware",
    "wire.middleware.CanonicalPathMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"
APPEND_SLASH = False  # API paths are exact; a redirect would drop a POST's body

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at BEGIN: a deferred upgrade would fail at once instead of waiting.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
_database: dict[str, Any] = dict(
    dj_database_url.parse(os.environ.get("DATABASE_URL") or f"sqlite:///{STUDIO_DATA / 'studio.sqlite3'}")
)
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["OPTIONS"] = _SQLITE_OPTIONS
elif _flag("STUDIO_DB_POOL", default=True):
    _database["OPTIONS"] = {**_database.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = STUDIO_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True  # serve from the checkout and the packages: no collectstatic step to forget

# Blobs: files under STUDIO_DATA in the embedded profile; `blobs` is the alias that generation.assets uses.
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STUDIO_DATA / "files"},
    },
    "blobs": {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": STUDIO_DATA / "blobs"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = STUDIO_MAX_BODY_BYTES

REDIS_URL = os.environ.get("REDIS_URL", "")

# django-q2 is the doorbell only; the settings are constraints of that role, not tuning (docs/adr/0002).
Q_CLUSTER = {
    "name": "studio",
    "orm": "default",
    "workers": int(os.environ.get("STUDIO_WORKERS", "1")),
    "queue_limit": 1,
    "bulk": 1,
    "poll": 0.05,
    "max_attempts": 1,
    "ack_failures": True,
    "catch_up": False,
    "recycle": 500,
    "save_limit": -1,
    "scheduler": False,
    # The ring itself asks for no time limit; `retry` only clears away rings that died with their cluster.
    "timeout": 50,
    "retry": 60,
    "guard_cycle": 0.5,
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "wire.openapi.OperationSchema",
    "EXCEPTION_HANDLER": "wire.requests.answer_error",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Studio API",
    "DESCRIPTION": "Sources and briefs in; films, table reads and pictures out.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# The one function that turns a bearer token into a Principal; wire calls it by this name because it imports no app.
STUDIO_AUTHENTICATOR = "accounts.keys.authenticate"
# In the same way: sessions, the request log's keeper, and what runs a service call and undoes it.
STUDIO_SESSION_AUTHENTICATOR = "accounts.sessions.authenticate"
STUDIO_REQUEST_LOG = ""
STUDIO_DRY_RUN = "billing.dry_run.preview"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("STUDIO_LOG_LEVEL", "WARNING")},
    "loggers": {"django-q": {"level": "WARNING"}},
}
