"""Settings. `PIO_ENV` chooses demo (default), test or production; production names each variable it misses."""

import os
from pathlib import Path

from environs import Env

from pio import content_policy, embedded, environment, schedule
from pio.core import keys, logs

environment.check(os.environ)
env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
PIO_ENV = env.str("PIO_ENV", "demo")
DEMO, TEST, PRODUCTION = (name == PIO_ENV for name in ("demo", "test", "production"))
PIO_BIND = env.str("PIO_BIND", "127.0.0.1") if PRODUCTION else "127.0.0.1"
PIO_DATA_DIR = Path(env.str("PIO_DATA_DIR", str(BASE_DIR / ".data"))).resolve()
PIO_PORT = env.int("PIO_PORT", 8000)
PIO_DEMO_PASSWORD = env.str("PIO_DEMO_PASSWORD", "pio-demo")

KEYS = keys.from_environment(dict(os.environ)) if PRODUCTION else keys.from_file(PIO_DATA_DIR / "keys.json")
SECRET_KEY = KEYS.secret_key
DEBUG = False
ALLOWED_HOSTS = env.list("PIO_HOSTS") if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]

# --- parts -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "pio.core",
    "pio.accounts",
    "pio.audit",
    "pio.messaging",
    "pio.scheduling",
    "pio.waitlist",
    "pio.drafts",
    "advising",
    "groups",
    "courses",
    "ombud",
    "platform_stories",
    "stats",
    "pio.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "crispy_forms",
    "django_filters",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]
ROOT_URLCONF = "pio.urls"
WSGI_APPLICATION = "pio.wsgi.application"

MIDDLEWARE = [
    "pio.core.middleware.PublicMiddleware",  # outermost: no cookies, no Vary, one copy of a page for everybody
    "pio.core.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pio.core.middleware.GuardMiddleware",
    "pio.core.anonymous_zone.AnonymousMiddleware",  # /erfaringer/ leaves here: no session, no account, no history
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pio.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pio.accounts.middleware.SignedInMiddleware",  # idle time, second factor; only under /konto/ /intern/ /min-side/
    "pio.drafts.middleware.FinishMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

_LOADERS = [f"django.template.loaders.{kind}.Loader" for kind in ("filesystem", "app_directories")]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("pio.core.template_folding.Loader", _LOADERS)])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pio.portal.context.base",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "designsystemet"
FORM_RENDERER = "pio.core.select_drawing.Renderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- stores ----------------------------------------------------------------------------------------------------------
_servers = embedded.servers(PIO_DATA_DIR)
_ENGINE = {"ENGINE": "pio.core.postgresql"}
DATABASES = {
    "default": _servers.database
    | _ENGINE
    | {
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TIME_ZONE": "UTC",
        # psycopg's IsolationLevel.READ_COMMITTED: lock first, then look
        "OPTIONS": _servers.database.get("OPTIONS", {}) | {"isolation_level": 2},
    }
}
if PIO_REPLICA := env.str("DATABASE_REPLICA_URL", ""):  # a streaming replica for the figures (pio/core/replica.py)
    DATABASES["replica"] = DATABASES["default"] | embedded.from_url(PIO_REPLICA) | _ENGINE
DATABASE_ROUTERS = ["pio.core.replica.Router"]
PIO_REPLICA_LAG_SECONDS = env.float("PIO_REPLICA_LAG_SECONDS", 30.0)  # further behind, and the primary is read
REDIS_URL = _servers.redis_url
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

# --- later and periodic work -----------------------------------------------------------------------------------------
CELERY_BROKER_URL = _servers.celery_url
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "Europe/Oslo"
CELERY_TASK_PUBLISH_RETRY = False  # a broker that is down must not hold up the person who books
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 30}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for Redis for as long as it takes
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True  # the new way; none of ours is acknowledged late
CELERY_BEAT_SCHEDULE = schedule.PERIODIC

READINESS_FAULTS = {"messages": "pio.messaging.health.is_late"}  # /readyz: each is given the moment, True = red

# --- logs and measures: lines without content on standard error, numbers on a port of the inside only ----------------
LOGGING = logs.config()
logs.configure_structlog()
METRICS = ["pio.messaging.health.gauges"]  # `manage.py metrics`: each is given the moment, and yields Gauges
DOCTOR = ["pio.messaging.health.findings"]  # `manage.py doctor`: each yields sentences about what is wrong
PIO_METRICS_PORT = env.int("PIO_METRICS_PORT", 0)  # 0 = nobody listens
PIO_METRICS_BIND = env.str("PIO_METRICS_BIND", "127.0.0.1")
PIO_METRICS_DIR = Path(env.str("PIO_METRICS_DIR", str(PIO_DATA_DIR / "metrics")))  # shared by the processes of one host

# --- messages --------------------------------------------------------------------------------------------------------
PIO_BASE_URL = env.str("PIO_BASE_URL").rstrip("/") if PRODUCTION else f"http://localhost:{PIO_PORT}"
PIO_CALENDAR_DOMAIN = env.str("PIO_CALENDAR_DOMAIN", PIO_BASE_URL.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0])
PIO_MESSAGES_VIA = env.str("PIO_MESSAGES_VIA", "live" if PRODUCTION else "demo")  # demo: shown at /demo/innboks/
PIO_MESSAGE_LEASE_SECONDS = env.float("PIO_MESSAGE_LEASE_SECONDS", 120.0)
EMAIL_BACKEND = env.str("PIO_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.str("PIO_SMTP_HOST") if PRODUCTION else env.str("PIO_SMTP_HOST", "localhost")
EMAIL_PORT = env.int("PIO_SMTP_PORT", 587 if PRODUCTION else 1025)
EMAIL_HOST_USER = env.str("PIO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("PIO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("PIO_SMTP_TLS", PRODUCTION)
EMAIL_TIMEOUT = env.float("PIO_MESSAGE_TIMEOUT", 15.0)  # seconds for each answer of the mail server or SMS provider
DEFAULT_FROM_EMAIL = env.str("PIO_MAIL_FROM", "ikke-svar@example.org")  # neutral: a bare address says least (P14)
PIO_SMS_BACKEND = env.str("PIO_SMS_BACKEND", "console")  # or http
PIO_SMS_URL = env.str("PIO_SMS_URL", "")
PIO_SMS_TOKEN = env.str("PIO_SMS_TOKEN", "")
PIO_SMS_SENDER = env.str("PIO_SMS_SENDER", "PIO")

# --- login -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_login"  # the adapter chooses by role
LOGOUT_REDIRECT_URL = "/"
SECOND_FACTOR_REQUIRED = PRODUCTION  # a system check refuses production without it
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "pio.accounts.passwords.LongEnough"},
    {"NAME": "pio.accounts.passwords.NotOnBadList"},
]

SESSION_ENGINE = "pio.accounts.sessions"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # on the server; `middleware` ends an idle session earlier
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-pio" if PRODUCTION else "pio"
CSRF_COOKIE_NAME = "__Host-pio-csrf" if PRODUCTION else "pio-csrf"
CSRF_COOKIE_AGE = None
STAFF_IDLE_MINUTES, RELATIVE_IDLE_MINUTES = 30, 120

ACCOUNT_ADAPTER = "pio.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # allauth's would stand in Redis with addresses; ours: `limits`
_FORMS = "pio.accounts.forms.login"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "signup": f"{_FORMS}.SignupForm",
    "request_login_code": f"{_FORMS}.RequestCodeForm",
    "confirm_login_code": f"{_FORMS}.ConfirmCodeForm",
    "confirm_email_verification_code": f"{_FORMS}.ConfirmEmailForm",
    "confirm_password_reset_code": f"{_FORMS}.ConfirmResetForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "add_email": f"{_FORMS}.ChangeEmailForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
ALLAUTH_TRUSTED_CLIENT_IP_HEADER = env.str("PIO_CLIENT_IP_HEADER", "X-Real-IP") if PRODUCTION else None
ACCOUNT_MAIL_FUNCTION = "pio.accounts.mail.send_directly" if TEST else "pio.messaging.accounts.send_account_mail"

# Login by OpenID Connect: off unless an issuer is named (docs/decisions/0271).
PIO_OIDC_ISSUER = env.str("PIO_OIDC_ISSUER", "")
PIO_OIDC_NAME = env.str("PIO_OIDC_NAME", "OpenID")  # the words on the button
PIO_OIDC_CLIENT_ID, PIO_OIDC_SECRET = env.str("PIO_OIDC_CLIENT_ID", ""), env.str("PIO_OIDC_SECRET", "")

ALSO_ROTATE = ["pio.accounts.secrets_at_rest.seal_again"]  # what `rotate_keys` does beside our own columns
MFA_ADAPTER = "pio.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost
MFA_TRUST_ENABLED = False
MFA_FORMS = {
    "authenticate": f"{_FORMS}.AuthenticateForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateCodeForm",
    "activate_totp": f"{_FORMS}.ActivateTOTPForm",
    "deactivate_totp": f"{_FORMS}.DeactivateTOTPForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.EditPasskeyForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "PIO-senteret"

# --- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Norsk"), ("en", "English")]
LOCALE_PATHS = sorted((BASE_DIR / "locale").glob("*"))
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- static files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("PIO_STATIC_ROOT", str(PIO_DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pio.core.static_storage.HashedStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # nobody else shows our files
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "vendor"]

# --- what visitors meet (pio/core/public.py) -------------------------------------------------------------------------
PIO_CALL_CODE_WORD = env.bool("PIO_CALL_CODE_WORD", False)  # a caller's code word: off until the centre has decided
PIO_EXIT_URL = env.str("PIO_EXIT_URL", "https://www.yr.no/")  # where "Forlat siden" leads
REFERENCE_SECONDS = None if TEST else 60  # how long a process keeps the choice lists and places; None = for good
BREAK_GLASS_ANNOUNCE = "pio.messaging.announcements.break_glass"  # called in its transaction with the BreakGlass row
BREAK_GLASS_TELLS = {"ombud.Case": ("ombud", "deputy"), "advising.AdviceSession": ("adviser",)}  # fields that say whose
PIO_ERASURE_LEDGER = Path(env.str("PIO_ERASURE_LEDGER", str(PIO_DATA_DIR / "erasures")))  # never in a backup
ERASURE_REPLAYS = {  # each is given the key and the moment, and may be called any number of times
    "person": "pio.accounts.idle.erase_again",
    "story": "platform_stories.services.receipts.withdraw_again",
}
PIO_BACKUP_RECIPIENT = env.str("PIO_BACKUP_RECIPIENT", "")  # public age key; a demo makes its own
PIO_POSTGRES_BIN = env.str("PIO_POSTGRES_BIN", "")  # folder of pg_dump and pg_restore; the wheel's when empty
DRAFT_KEEPERS = {  # each is given form and path before a draft is stored, and says whether it may be kept
    f"stories.{form}": "platform_stories.drafting.may_keep" for form in ("redact", "quote", "answer")
}
ON_FORGOTTEN = "pio.audit.services.reads.records_forgotten"  # called with model, keys, now when rows are forgotten
PIO_DRAWINGS = 0 if DEBUG else 512  # pages for visitors, and parts of them, that a process keeps; 1 to 60 kB; 0 = none
PUBLIC_FRAME = "pio.portal.context.frame"  # called with now; what stands around every page for visitors depends on it
PIO_PAGE_SECONDS = 0 if TEST else 60  # how long one copy of a public page serves everybody; 0 = never
PIO_PUBLIC_BODY = 256 * 1024  # bytes of a public POST
PIO_STAFF_BODY = 40 * 1024 * 1024  # bytes of a staff POST: the import of a year's calls
PIO_PUBLIC_POSTS_A_MINUTE = env.int("PIO_PUBLIC_POSTS_A_MINUTE", 30_000)  # all visitors together; above it 429
PIO_ANONYMOUS_SHARE = env.float("PIO_ANONYMOUS_SHARE", 10.0 if TEST else 0.2)  # of a process's time, for experiences
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
CONTENT_SECURITY_POLICY = content_policy.POLICY
CSRF_FAILURE_VIEW = "pio.core.error_pages.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = 63_072_000, True
    SECURE_SSL_REDIRECT = env.bool("PIO_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
