"""All settings, from the environment. Nothing unsafe has a default that works in production.

`BEKASI_ENV` says what this process is: `production` (refuses to start without a real
secret, hosts and database), `demo` (embedded SQLite and file broker, invented people) or
`test`. Without it nothing starts.
"""

import datetime
import secrets
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

BEKASI_ENV = env("BEKASI_ENV", default="")
if BEKASI_ENV not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(
        "Set BEKASI_ENV to production, demo or test (make run sets demo for you)."
    )
PRODUCTION = BEKASI_ENV == "production"
DEMO = BEKASI_ENV == "demo"
DEBUG = False

VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _demo_secret_key():
    """A random key kept in var/, so that no key of a demo is ever known to anyone."""
    path = VAR_DIR / "demo-secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(60))
        path.chmod(0o600)
    return path.read_text()


if PRODUCTION:
    SECRET_KEY = env("SECRET_KEY", default="")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("SECRET_KEY must be set to at least 50 random characters.")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name the portal's own host names.")
    if not env("DATABASE_URL", default="").startswith("postgres"):
        raise ImproperlyConfigured("DATABASE_URL must point at PostgreSQL in production.")
    if not env("REDIS_URL", default=""):
        raise ImproperlyConfigured("REDIS_URL must point at the Celery broker in production.")
else:
    SECRET_KEY = env("SECRET_KEY", default="") or _demo_secret_key()
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])

INSTALLED_APPS = [
    "bekasi_wfh",
    "units",
    "schedules",
    "attendance",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "csp",
    "django_celery_results",
    "django_htmx",
    "import_export",
    "rules.apps.AutodiscoverRulesConfig",
    "tree_queries",
]

MIDDLEWARE = [
    "bekasi_wfh.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bekasi_wfh.middleware.LanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "bekasi_wfh.middleware.ScopeMiddleware",
    "bekasi_wfh.middleware.StaffNeedsSecondFactorMiddleware",
    "bekasi_wfh.middleware.PrivacyHeadersMiddleware",
]

ROOT_URLCONF = "bekasi_wfh.urls"
WSGI_APPLICATION = "bekasi_wfh.wsgi.application"

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
                "bekasi_wfh.context.portal",
            ],
            "builtins": ["bekasi_wfh.templatetags.portal"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -------------------------------------------------------------------------------
DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'bekasi-wfh.sqlite3'}")
}
_db = DATABASES["default"]
if _db["ENGINE"].endswith("sqlite3"):
    _db["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        " PRAGMA cache_size=-64000;",
    }
else:
    _db["CONN_MAX_AGE"] = None
    _db["CONN_HEALTH_CHECKS"] = True
    _db["OPTIONS"] = {"connect_timeout": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits are counted in the database: signing in must not need Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        # One row for each account and calendar that is counted: the default of 300 would throw
        # away the counts of failed sign-ins.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- People and sign-in ---------------------------------------------------------------------
AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "bekasi_wfh.accounts.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "bekasi_wfh.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "bekasi_wfh.accounts.LoginForm",
    "reauthenticate": "bekasi_wfh.accounts.ReauthenticateForm",
    "change_password": "bekasi_wfh.accounts.ChangePasswordForm",
    "reset_password_from_key": "bekasi_wfh.accounts.NewPasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "why_not_me": "20/m/user",
    "activate": "30/m/ip,5/5m/key",
    "kiosk_person": "5/5m/key,30/d/key",
    "kiosk_device": "20/10m/key",
    "kiosk_entry": "1/d/key",
    "feed": "60/h/key",
    "feed_unknown": "20/m/ip",
    "api": "120/m/key",
    "api_unknown": "20/m/ip",
    "verify": "60/m/ip",
    "verify_unknown": "20/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "bekasi_wfh.accounts.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bekasi WFH"
MFA_ALLOW_UNVERIFIED_EMAIL = True

# --- Security -------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", default=12) * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if ALLAUTH_TRUSTED_PROXY_COUNT:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "bekasi_wfh" / "locale"]
FORMAT_MODULE_PATH = "bekasi_wfh.locale"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"

# --- Static files ---------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if BEKASI_ENV == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = BEKASI_ENV == "test"

# --- Mail -----------------------------------------------------------------------------------
if PRODUCTION:
    vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Bekasi WFH <no-reply@localhost>")
EMAIL_TIMEOUT = 20
# Links that leave the portal (mail, calendar feeds, QR codes) start with this, never with the
# host of a request. In production the first of the portal's own host names where it is not set.
PORTAL_URL = env(
    "PORTAL_URL",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "http://localhost:8000",
).rstrip("/")
NOTICE_DIGEST_HOUR = env.int("NOTICE_DIGEST_HOUR", default=6)
if not PORTAL_URL.startswith(("https://", "http://")) or not 0 <= NOTICE_DIGEST_HOUR <= 23:
    raise ImproperlyConfigured(
        "PORTAL_URL must start with https:// and NOTICE_DIGEST_HOUR be 0 to 23."
    )

# --- Celery ---------------------------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    _queue = VAR_DIR / "queue"
    for folder in ("messages", "control"):
        (_queue / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue / "messages"),
        "data_folder_out": str(_queue / "messages"),
        "control_folder": str(_queue / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXTENDED = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TRACK_STARTED = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 300_000  # kB
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "deliver-notices": {"task": "units.tasks.deliver_notices", "schedule": 60.0},
    "deliver-to-programs": {"task": "units.tasks.deliver_to_programs", "schedule": 60.0},
    "end-due-employments": {
        "task": "units.tasks.end_due_employments",
        "schedule": crontab(hour=0, minute=15),
    },
    "find-agencies-without-head": {
        "task": "units.tasks.find_agencies_without_head",
        "schedule": crontab(hour=6, minute=5),
    },
    "resume-import-runs": {"task": "units.tasks.resume_import_runs", "schedule": 60.0},
    "resume-device-files": {"task": "attendance.tasks.resume_device_files", "schedule": 60.0},
    "resume-planning-runs": {"task": "schedules.tasks.resume_planning_runs", "schedule": 60.0},
    "follow-emergencies": {"task": "schedules.tasks.follow_emergencies", "schedule": 60.0},
    "recheck-plans": {"task": "schedules.tasks.recheck_plans", "schedule": 300.0},
    "end-swaps": {"task": "schedules.tasks.end_swaps", "schedule": crontab(minute=10)},
    "keep-reviews": {"task": "schedules.tasks.keep_reviews", "schedule": crontab(minute=20)},
    "compare-letters": {"task": "schedules.tasks.compare_letters", "schedule": crontab(minute=25)},
    "apply-outages": {
        "task": "attendance.tasks.apply_declared_outages",
        "schedule": crontab(minute="*/10"),
    },
    "remind-turns": {
        "task": "schedules.tasks.remind_turns",
        "schedule": crontab(minute=20, hour="7-17"),
    },
    # At noon again: night shifts end in the morning, and their date is over only then.
    "close-days": {
        "task": "attendance.tasks.close_days",
        "schedule": crontab(hour="0,12", minute=30),
    },
    "follow-up-reports": {
        "task": "attendance.tasks.follow_up_reports",
        "schedule": crontab(minute=35, hour="7-17"),
    },
    "follow-up-corrections": {
        "task": "attendance.tasks.follow_up_corrections",
        "schedule": crontab(minute=45, hour="7-17"),
    },
    "find-signals": {
        "task": "attendance.tasks.find_signals",
        "schedule": crontab(hour=0, minute=50),
    },
    "ask-about-absences": {
        "task": "attendance.tasks.ask_about_absences",
        "schedule": crontab(hour=5, minute=30),
    },
    "watch-discipline": {
        "task": "attendance.tasks.watch_discipline",
        "schedule": crontab(hour=5, minute=45),
    },
    "remind-of-warnings": {
        "task": "attendance.tasks.remind_of_warnings",
        "schedule": crontab(hour=7, minute=40),
    },
    "keep-balances": {
        "task": "schedules.tasks.keep_balances",
        "schedule": crontab(hour=0, minute=45),
    },
    "erase-old-coordinates": {
        "task": "attendance.tasks.erase_old_coordinates",
        "schedule": crontab(hour=2, minute=0),
    },
    "forget-old-job-runs": {
        "task": "units.tasks.forget_old_job_runs",
        "schedule": crontab(hour=2, minute=20),
    },
    "weekly-reports": {
        "task": "reports.tasks.build_due_weekly_reports",
        "schedule": crontab(hour=1, minute=0),
    },
    "period-reports": {
        "task": "reports.tasks.build_due_period_reports",
        "schedule": crontab(hour=3, minute=40),
    },
    "send-reports": {
        "task": "reports.tasks.send_due_reports",
        "schedule": crontab(minute=25),
    },
}

# --- The city -------------------------------------------------------------------------------
# So many days after a work date its check-ins can still be corrected on request.
CORRECTION_DAYS = env.int("CORRECTION_DAYS", default=14)
# So long a kiosk is open unless it is closed before, and a PIN that was handed over is valid.
KIOSK_HOURS = env.int("KIOSK_HOURS", default=14)
KIOSK_PIN_DAYS = env.int("KIOSK_PIN_DAYS", default=7)
COORDINATES_KEPT_DAYS = env.int("COORDINATES_KEPT_DAYS", default=30)
# Local times by which a daily WFH report is planned and sent. Later ones are marked, not refused.
WORK_REPORT_PLAN_BY = datetime.time.fromisoformat(env("WORK_REPORT_PLAN_BY", default="10:00"))
WORK_REPORT_SEND_BY = datetime.time.fromisoformat(env("WORK_REPORT_SEND_BY", default="21:00"))
# What the letters for days at home are called: surat_perintah, surat_tugas, surat_perintah_tugas.
LETTER_KIND = env("LETTER_KIND", default="surat_perintah")
if LETTER_KIND not in {"surat_perintah", "surat_tugas", "surat_perintah_tugas"}:
    raise ImproperlyConfigured(
        "LETTER_KIND must be surat_perintah, surat_tugas or surat_perintah_tugas."
    )
# Work that the planner may do on each independent part of a plan, in simplex iterations and branch
# nodes. Never a time: every machine has to stop at the same point of the work.
PLANNER_LIMIT = {
    "iterations": env.int("PLANNER_ITERATIONS", default=150_000),
    "nodes": env.int("PLANNER_NODES", default=20_000),
}
if not all(0 < work <= 1_000_000 for work in PLANNER_LIMIT.values()):
    raise ImproperlyConfigured("PLANNER_ITERATIONS and PLANNER_NODES must be from 1 to 1000000.")
# The year whose bills savings are measured against; 0: the year before each month.
SAVINGS_BASELINE_YEAR = env.int("SAVINGS_BASELINE_YEAR", default=0)
# What people hand in as evidence: one file, before it is made smaller.
UPLOAD_MAX_BYTES = 8 * 1024 * 1024
LETTER_MAX_BYTES = 5 * 1024 * 1024
# Logs of terminals: so many bytes and rows a file, and so many days back a row is taken.
DEVICE_FILE_MAX_BYTES = 100 * 1024 * 1024
DEVICE_FILE_MAX_ROWS = 2_000_000
DEVICE_FILE_DAYS = env.int("DEVICE_FILE_DAYS", default=62)
SPREADSHEET_MAX_BYTES = 10 * 1024 * 1024
SPREADSHEET_MAX_ROWS = 50_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_secrets": {"()": "bekasi_wfh.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
}
