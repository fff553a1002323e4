"""Settings of both profiles. Everything is read from the environment; every variable is listed in docs/settings.md."""

import os
import platform
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from accounts.mail import email_settings
from studio.discovery.document import SPECTACULAR_SETTINGS  # noqa: F401 - a setting
from studio.operations import unfold_options
from wire.addresses import networks
from wire.environment import database, flag, kept_secret, words

BASE_DIR = Path(__file__).resolve().parent.parent

# Where everything that is not code lives: database, blobs, work folders, generated secrets.
STUDIO_DATA = Path(os.environ.get("STUDIO_DATA", BASE_DIR / "var")).resolve()
STUDIO_DATA.mkdir(parents=True, exist_ok=True)

DEBUG = flag("STUDIO_DEBUG")
SECRET_KEY = os.environ.get("STUDIO_SECRET_KEY") or kept_secret(STUDIO_DATA, "secret_key")
# Keys of before: what they signed or encrypted stays good until it is signed anew.
SECRET_KEY_FALLBACKS = words("STUDIO_SECRET_KEY_FALLBACKS")

# API keys are stored as HMAC-SHA256 under the newest pepper; older ones stay valid: "1:hex,2:hex".
STUDIO_KEY_PEPPERS: dict[int, str] = {
    int(version): pepper for version, _, pepper in (item.partition(":") for item in words("STUDIO_KEY_PEPPERS"))
} or {1: kept_secret(STUDIO_DATA, "key_pepper")}

# Secrets that are read again (webhooks', vendors') are encrypted under the first; older ones still open theirs.
STUDIO_SEALING_KEYS = words("STUDIO_SEALING_KEYS") or [kept_secret(STUDIO_DATA, "sealing_key")]

# Whether exported files carry Content Credentials (C2PA), and the operator's own key and certificates for it, as PEM.
STUDIO_C2PA = flag("STUDIO_C2PA", default=True)
STUDIO_C2PA_KEY_FILE = os.environ.get("STUDIO_C2PA_KEY_FILE", "")
STUDIO_C2PA_CERTIFICATES_FILE = os.environ.get("STUDIO_C2PA_CERTIFICATES_FILE", "")

STUDIO_HOST = os.environ.get("STUDIO_HOST", "127.0.0.1")
STUDIO_PORT = int(os.environ.get("STUDIO_PORT", "8000"))
# Absolute URLs start with this; empty means "as the request came in" and, in the worker, host and port above.
STUDIO_PUBLIC_URL = os.environ.get("STUDIO_PUBLIC_URL", "").rstrip("/")
STUDIO_MAX_BODY_BYTES = int(os.environ.get("STUDIO_MAX_BODY_BYTES", str(8 * 1024 * 1024)))
# A video that is sent or fetched, and what of it one request may send (daphne holds a request in memory).
STUDIO_MAX_UPLOAD_BYTES = int(os.environ.get("STUDIO_MAX_UPLOAD_BYTES", str(4 * 1024**3)))
STUDIO_MAX_UPLOAD_REQUEST_BYTES = int(os.environ.get("STUDIO_MAX_UPLOAD_REQUEST_BYTES", str(64 * 1024**2)))
# Where less is free under STUDIO_DATA, no job is begun: those that run need it to end.
STUDIO_MIN_FREE_BYTES = int(os.environ.get("STUDIO_MIN_FREE_BYTES", str(256 * 1024**2)))
STUDIO_EXPORT_DAYS = int(os.environ.get("STUDIO_EXPORT_DAYS", "30"))
STUDIO_EXPORT_DOMAINS = [domain.lower() for domain in words("STUDIO_EXPORT_DOMAINS")]
STUDIO_REVIEW_HOURS = int(os.environ.get("STUDIO_REVIEW_HOURS", "72"))
STUDIO_TRUSTED_PROXIES = words("STUDIO_TRUSTED_PROXIES")
# Networks that fetches of user-given addresses may reach although they are not public.
STUDIO_FETCH_ALLOW = networks(words("STUDIO_FETCH_ALLOW"))
ALLOWED_HOSTS = words("STUDIO_ALLOWED_HOSTS", "*" if not STUDIO_PUBLIC_URL else "")
if STUDIO_PUBLIC_URL:
    ALLOWED_HOSTS += [
        urlsplit(STUDIO_PUBLIC_URL).hostname or "",
        "127.0.0.1",
        "localhost",
    ]

INSTALLED_APPS = [
    "unfold",  # before the admin, whose templates it replaces
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
    "corsheaders",
    "csp",
    "wire",
    "accounts",  # before allauth, whose e-mail templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "billing",
    "generation.assets",
    "generation.routing",
    "generation.jobs",
    "generation.projects",
    "generation.webhooks",
    "generation.brand",
    "generation.imagery",
    "generation.companions",
    "generation.stories",
    "generation.timelines",
    "generation.workflows",
    "studio",
    *words("STUDIO_EXTRA_APPS"),
]

MIDDLEWARE = [
    "wire.middleware.RequestIdMiddleware",
    "wire.middleware.CanonicalPathMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "accounts.middleware.PolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "studio.statics.CompressedStatics",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.OrganizationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.StaffFactorMiddleware",
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
                "studio.dashboard.shell.shell",
            ]
        },
    }
]

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL") or f"sqlite:///{STUDIO_DATA / 'studio.sqlite3'}",
        is_pooled=flag("STUDIO_DB_POOL", default=True),
    )
}
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

# People: sign-up, login, reset and two-factor are allauth's, under /accounts/.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/dashboard"
_EMAIL_URL = os.environ.get("EMAIL_URL", "console:")
globals().update(email_settings(_EMAIL_URL))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("STUDIO_EMAIL_FROM", "Studio <studio@localhost>")
# Without a mail server nobody could follow the link that a mandatory confirmation asks for.
ACCOUNT_EMAIL_VERIFICATION = os.environ.get("STUDIO_EMAIL_VERIFICATION") or (
    "mandatory" if _EMAIL_URL.startswith("smtp") else "optional"
)
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupFields"
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(STUDIO_PUBLIC_URL).scheme or "http"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "accounts.mfa.MfaAdapter"
MFA_TOTP_ISSUER = "Studio"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = ACCOUNT_EMAIL_VERIFICATION != "mandatory"
# Staff see everybody's rows: where strangers can reach the studio, a password alone does not open them.
STUDIO_STAFF_MFA = flag("STUDIO_STAFF_MFA", default=STUDIO_PUBLIC_URL.startswith("https://"))
STUDIO_SIGNUP_OPEN = flag("STUDIO_SIGNUP_OPEN", default=True)
STUDIO_SIGNUP_MONTHLY_CREDITS = int(os.environ.get("STUDIO_SIGNUP_MONTHLY_CREDITS", "300"))
STUDIO_DEFAULT_PLAN = os.environ.get("STUDIO_DEFAULT_PLAN", "self-hosted")
# What choosing a plan on the dashboard does: "request" asks staff, "at_once" changes it.
STUDIO_PLAN_SWITCH = os.environ.get("STUDIO_PLAN_SWITCH", "request")
STUDIO_ORGANIZATION_OPENED = "billing.services.on_organization_opened"

# How long the logs are kept, in days; addresses in the request log lose their last part earlier.
STUDIO_REQUEST_LOG_DAYS = int(os.environ.get("STUDIO_REQUEST_LOG_DAYS", "90"))
# What requests and answers said goes earlier, and beyond a size for each organization; 0 keeps none of anybody's.
STUDIO_REQUEST_BODIES = flag("STUDIO_REQUEST_BODIES", default=True)
STUDIO_REQUEST_BODY_DAYS = int(os.environ.get("STUDIO_REQUEST_BODY_DAYS", "7"))
STUDIO_REQUEST_BODY_MB = int(os.environ.get("STUDIO_REQUEST_BODY_MB", "50"))
STUDIO_LOG_ADDRESS_DAYS = int(os.environ.get("STUDIO_LOG_ADDRESS_DAYS", "30"))
STUDIO_EVENT_DAYS = int(os.environ.get("STUDIO_EVENT_DAYS", "30"))
STUDIO_WEBHOOK_DAYS = int(os.environ.get("STUDIO_WEBHOOK_DAYS", "30"))
STUDIO_AUDIT_DAYS = int(os.environ.get("STUDIO_AUDIT_DAYS", "730"))
STUDIO_ARCHIVE = os.environ.get("STUDIO_ARCHIVE", "")  # a folder for what goes out of these logs; none: it is deleted

# Browsers: what pages may load, who may call the API from elsewhere, and TLS where the public URL has it.
_STRICT_POLICY: dict[str, list[str]] = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": _STRICT_POLICY}
# Unfold's Alpine evaluates expressions, and its pages carry inline scripts and styles.
STUDIO_ADMIN_CONTENT_POLICY = _STRICT_POLICY | {
    "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}
UNFOLD = unfold_options()
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOWED_ORIGINS = [origin for origin in words("STUDIO_CORS_ORIGINS") if origin != "*"]
CORS_ALLOW_ALL_ORIGINS = "*" in words("STUDIO_CORS_ORIGINS")
CORS_ALLOW_HEADERS = ["accept", "authorization", "content-type", "idempotency-key", "last-event-id"]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition", "Idempotency-Replayed", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset",
    "Retry-After", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", "X-Request-Id",
]  # fmt: skip
_IS_HTTPS = STUDIO_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
CSRF_TRUSTED_ORIGINS = [STUDIO_PUBLIC_URL] if STUDIO_PUBLIC_URL else []
if _IS_HTTPS:
    # The proxy that ends TLS must set this header itself, whatever the client sent (docs/settings.md).
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = flag("STUDIO_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [
        r"^(api/v1/)?health$",
        r"^(livez|readyz|metrics)$",
    ]  # asked over plain HTTP on the loopback
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Preloading is for whoever owns the whole domain to ask for, not for one application on it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["studio.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "studio.dashboard.fonts.FontFinder",
]
STATIC_ROOT = STUDIO_DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True  # serve from the checkout and the packages: no collectstatic step to forget

# Portraits and scene pictures of every table read, drawn while nothing else is to be done.
STUDIO_ILLUSTRATE = flag("STUDIO_ILLUSTRATE", default=True)
# A host's processes count into one folder; hosts may share STUDIO_DATA. Set before prometheus_client is imported.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(STUDIO_DATA / "metrics" / platform.node()))
Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)
# Who may read /metrics: whoever has the token, and whoever asks from these networks. Neither: nobody.
STUDIO_METRICS_TOKEN = os.environ.get("STUDIO_METRICS_TOKEN", "")
STUDIO_METRICS_ALLOW = networks(words("STUDIO_METRICS_ALLOW"))
# Below so much free disk a host says that it is not ready; so long it still answers after SIGTERM.
STUDIO_MIN_FREE_MB = int(os.environ.get("STUDIO_MIN_FREE_MB", "500"))
STUDIO_DRAIN_S = float(os.environ.get("STUDIO_DRAIN_S", "0"))
# Exports that have more seconds to encode than this are made in pieces by all workers; 0: never.
STUDIO_SPLIT_S = int(os.environ.get("STUDIO_SPLIT_S", "120"))
# Blobs: files under STUDIO_DATA in the embedded profile; `blobs` is the alias that generation.assets uses.
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STUDIO_DATA / "files"},
    },
    "blobs": {"BACKEND": "generation.assets.storage.ContentStorage", "OPTIONS": {"location": STUDIO_DATA / "blobs"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# In the scaled profile they are in a bucket, and each host keeps copies of what it uses. The other AWS_* variables that
# boto3 reads by itself (profiles, roles, session tokens) work as well.
AWS_STORAGE_BUCKET_NAME = os.environ.get("AWS_STORAGE_BUCKET_NAME", "")
STUDIO_CACHE_BYTES = int(os.environ.get("STUDIO_CACHE_BYTES", str(20 * 1024**3)))
if AWS_STORAGE_BUCKET_NAME:
    STORAGES["blobs"] = {
        "BACKEND": "generation.assets.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": AWS_STORAGE_BUCKET_NAME,
            "location": os.environ.get("AWS_LOCATION", ""),
            "endpoint_url": os.environ.get("AWS_S3_ENDPOINT_URL") or None,
            "region_name": os.environ.get("AWS_S3_REGION_NAME") or None,
            "addressing_style": os.environ.get("AWS_S3_ADDRESSING_STYLE") or None,
            "verify": os.environ.get("AWS_S3_VERIFY") or None,
            "cache_folder": STUDIO_DATA / "cache",
            "cache_bytes": STUDIO_CACHE_BYTES,
        },
    }
# Bytes of files that an organization may keep; 0 is no limit. The admin sets another for one organization.
STUDIO_STORAGE_BYTES = int(os.environ.get("STUDIO_STORAGE_BYTES", "0"))
# What was begun while there was room may go so far beyond it; the next file fails its job, uncharged.
STUDIO_STORAGE_GRACE_BYTES = int(os.environ.get("STUDIO_STORAGE_GRACE_BYTES", str(1024**3)))
DATA_UPLOAD_MAX_MEMORY_SIZE = STUDIO_MAX_BODY_BYTES

# Valkey, where web processes share what they count: API limits (wire.ratelimit), and in the cache sign-in throttling.
REDIS_URL = os.environ.get("REDIS_URL", "")
if REDIS_URL:
    CACHES = {"default": {
        "BACKEND": "wire.cache.ValkeyCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "studio",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }}  # fmt: skip

# Children per worker process in which its job's parts are made side by side.
STUDIO_MAKERS = int(os.environ.get("STUDIO_MAKERS", min(4, os.cpu_count() or 1)))

# django-q2 is the doorbell only; the settings are constraints of that role, not tuning (docs/adr/0002).
# Long jobs run in as many processes as STUDIO_WORKERS says; the express ones are for what somebody waits for.
STUDIO_WORKERS = int(os.environ.get("STUDIO_WORKERS", "2"))
STUDIO_EXPRESS_WORKERS = int(os.environ.get("STUDIO_EXPRESS_WORKERS", "1"))
# Load the speech model as a worker starts, so that a live read's first word does not wait for it.
STUDIO_WARM_WORKERS = os.environ.get("STUDIO_WARM_WORKERS", "1") == "1"
Q_CLUSTER = {
    "name": "studio",
    "orm": "default",
    "workers": STUDIO_WORKERS + STUDIO_EXPRESS_WORKERS,
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
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "wire.openapi.OperationSchema",
    "EXCEPTION_HANDLER": "wire.requests.answer_error",
    "UNAUTHENTICATED_USER": None,
}
CSRF_FAILURE_VIEW = "studio.dashboard.refusals.csrf_failure"

# The one function that turns a bearer token into a Principal; wire calls it by this name because it imports no app.
STUDIO_AUTHENTICATOR = "accounts.keys.authenticate"
# In the same way: sessions, the request log's keeper, and what runs a service call and undoes it.
STUDIO_SESSION_AUTHENTICATOR = "accounts.sessions.authenticate"
STUDIO_REQUEST_LOG = "accounts.request_log.note"
STUDIO_LIVE_JOB = "generation.jobs.sweeper.is_live"
STUDIO_DIALECTS = "studio.families.dialect_of"
STUDIO_DRY_RUN = "billing.dry_run.preview"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "wire.telemetry.logs.PlainLines"},
        "json": {"()": "wire.telemetry.logs.JsonLines"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": os.environ.get("STUDIO_LOG_FORMAT", "plain"),
        }
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("STUDIO_LOG_LEVEL", "WARNING")},
    "loggers": {"django-q": {"level": "WARNING"}},
}
