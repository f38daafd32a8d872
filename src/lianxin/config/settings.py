"""The one settings file. What an office may change comes from the variables declared in ``env.py``."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from lianxin.config import env
from lianxin.config.database import database_settings
from lianxin.config.keys import master_key, secret_key, signing_key

env.refuse_unknown()

# ── place and keys ───────────────────────────────────────────────────────────────────────────────
DATA_DIR: Path = env.data_folder()
SECRET_KEY = secret_key(DATA_DIR)
KEY_FILES = (master_key(DATA_DIR), signing_key(DATA_DIR))  # looked after by doctor
DEBUG = env.flag("LIANXIN_DEBUG")

# ── who may ask ──────────────────────────────────────────────────────────────────────────────────
BEHIND_HTTPS = env.flag("LIANXIN_BEHIND_HTTPS")
TRUSTED_PROXIES = env.whole_number("LIANXIN_TRUSTED_PROXIES", least=0, most=9)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env.names("LIANXIN_ALLOWED_HOSTS")]

# ── applications ─────────────────────────────────────────────────────────────────────────────────
INSTALLED_APPS = [
    "lianxin.ui",
    "lianxin.audit",
    "lianxin.documents",
    "lianxin.files",
    "lianxin.jobs",
    "lianxin.parameters",
    "lianxin.search",
    "lianxin.backups",
    "lianxin.access",
    "lianxin.orgs",
    "lianxin.residents",
    "lianxin.party",
    "lianxin.portal",
    "lianxin.reports",
    "lianxin.backoffice",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # the pages of allauth ask for it
    "django.forms",  # lets ui/ give forms their templates
    "allauth",
    "allauth.account",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lianxin.ui.compression.PageCompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lianxin.ui.middleware.RefusalPageMiddleware",
    "lianxin.access.middleware.SignInMiddleware",  # every view asks for sign-in unless it says otherwise
]
ROOT_URLCONF = "lianxin.config.urls"
WSGI_APPLICATION = "lianxin.config.wsgi.application"
FORM_RENDERER = "lianxin.ui.forms.Renderer"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianxin.portal.frame.frame",
            ],
        },
    },
]

# ── database, cache, sessions ────────────────────────────────────────────────────────────────────
DATABASES = {
    "default": {
        **database_settings(
            env.text("LIANXIN_DATABASE"),
            DATA_DIR,
            pool_size=env.whole_number("LIANXIN_DATABASE_POOL", least=1, most=200),
        ),
        # Actions open their own units of work; a page that only reads needs no transaction.
        "ATOMIC_REQUESTS": False,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # tables of others only: our keys are UUIDv7
CACHES = {
    # Shared by all processes and kept over a restart.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "lianxin_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "lianxin_session"
SESSION_COOKIE_AGE = 3600 * env.whole_number("LIANXIN_SESSION_HOURS", least=1, most=720)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = BEHIND_HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# ── people and signing in ────────────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "lianxin.access.hashers.OfficeArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "lianxin.access.passwords.LengthValidator"},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
    {"NAME": "lianxin.access.passwords.GuessableValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "lianxin.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # slips of paper, no e-mail
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True  # one length for everybody: LIANXIN_SESSION_HOURS
ACCOUNT_PRESERVE_USERNAME_CASING = False  # stored in lower case, found by the index
ACCOUNT_FORMS = {
    "login": "lianxin.access.forms.LoginForm",
    "change_password": "lianxin.access.forms.ChangePasswordForm",
    "reauthenticate": "lianxin.access.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    # Waits after failures are ours: access/lockout.py.
    "login": None,
    "login_failed": None,
    # Choosing a password nobody guesses takes more than the five tries a minute that are usual.
    "change_password": "20/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# ── language and time ────────────────────────────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# ── static files ─────────────────────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lianxin.config.staticfiles.CollectedStorage"},
}
WHITENOISE_MAX_AGE = 3600  # files with a hash in their name are kept for ever, whatever stands here
WHITENOISE_AUTOREFRESH = False
WHITENOISE_USE_FINDERS = False

# ── what may come in ─────────────────────────────────────────────────────────────────────────────
UPLOAD_LIMIT = env.whole_number("LIANXIN_UPLOAD_MEGABYTES", least=1, most=500) * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # without files: a grid of a few thousand cells
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# ── what the browser is told ─────────────────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_HTTPS else 0
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from this machine, beside the proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
CSRF_COOKIE_NAME = "lianxin_csrf"
CSRF_COOKIE_HTTPONLY = True  # forms and htmx carry the token in the page
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SILENCED_SYSTEM_CHECKS = [
    # Whether the office's other host names also serve HTTPS is not ours to promise.
    "security.W005",
    "security.W021",
]

# ── logs: addresses and times, never a body, a form or a value ───────────────────────────────────
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.choice("LIANXIN_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"))},
    "loggers": {
        # Django's own handlers print to the console in DEBUG and mail the request (with its form) to admins: neither.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": ["stderr"], "propagate": False},
        # Statements carry values.
        "django.db.backends": {"level": "WARNING"},
    },
}
