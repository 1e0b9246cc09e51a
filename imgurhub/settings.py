"""Settings, all from the environment; docs/settings.md lists them. Unset, everything runs on this machine alone."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from imgurhub.env import env_bool, env_int, env_list, env_str, kept_secrets, load_run_environment
from imgurhub.storage_url import storage_from

BASE_DIR = Path(__file__).resolve().parent.parent

# Everything that this installation keeps: database, Valkey, originals, secrets, logs.
RUN_DIR = Path(env_str("IMGURHUB_RUN_DIR", str(BASE_DIR / ".run"))).resolve()
load_run_environment(RUN_DIR)

# --- What kind of place this is -------------------------------------------------------------------------------------

# A served installation, as against a trial on one's own computer: the checks in imgurhub/checks.py then refuse
# what is only fit for a trial.
PRODUCTION = env_bool("PRODUCTION")
DEBUG = env_bool("DEBUG")
# Machines on which web or worker processes run. More than one needs PostgreSQL and shared storage.
MACHINES = env_int("MACHINES", 1, minimum=1)

# The address people open. Decides host check, secure cookies and links in mails.
PORT = env_int("PORT", 8000, minimum=1)
SITE_URL = env_str("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
_site = urlsplit(SITE_URL)
SERVED_OVER_HTTPS = _site.scheme == "https"

SECRETS_WERE_GIVEN = bool(env_str("SECRET_KEY") and env_str("SEAL_KEYS"))
_kept = {} if SECRETS_WERE_GIVEN else kept_secrets(RUN_DIR)
SECRET_KEY = env_str("SECRET_KEY") or _kept["SECRET_KEY"]
# Keys that seal Imgur tokens at rest, newest first: the first seals, all open (rotation: put a new one in front).
SEAL_KEYS = env_list("SEAL_KEYS") or [_kept["SEAL_KEYS"]]

ALLOWED_HOSTS = env_list("ALLOWED_HOSTS") or [_site.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Imgur ----------------------------------------------------------------------------------------------------------

# Demo mode: no application of one's own is given, so the sandbox stands in for Imgur and every page says so.
IMGUR_DEMO = env_bool("IMGUR_DEMO")
IMGUR_CLIENT_ID = env_str("IMGUR_CLIENT_ID")
IMGUR_CLIENT_SECRET = env_str("IMGUR_CLIENT_SECRET")
IMGUR_COMMERCIAL_KEY = env_str("IMGUR_COMMERCIAL_KEY")
IMGUR_COMMERCIAL_URL = env_str("IMGUR_COMMERCIAL_URL", "https://imgur-apiv3.p.rapidapi.com").rstrip("/")
IMGUR_API_URL = env_str("IMGUR_API_URL", "https://api.imgur.com").rstrip("/")
# Pictures are fetched from this host only.
IMGUR_MEDIA_URL = env_str("IMGUR_MEDIA_URL", "https://i.imgur.com").rstrip("/")
# Imgur's own pages, for links that people follow.
IMGUR_SITE_URL = env_str("IMGUR_SITE_URL", "https://imgur.com").rstrip("/")
# Imgur counts per egress address; machines that share one address share this name.
IMGUR_EGRESS = env_str("IMGUR_EGRESS", "here")
# What Imgur lets through, until its own answers say otherwise (documented: 1,250 POSTs an hour, about 50 uploads an
# hour from one address whatever the credits say). The credits of day and hour are always learned.
IMGUR_POSTS_PER_HOUR = env_int("IMGUR_POSTS_PER_HOUR", 1_250, minimum=1)
IMGUR_UPLOADS_PER_HOUR = env_int("IMGUR_UPLOADS_PER_HOUR", 50, minimum=1)
# Length of Imgur's hour as far as uploads go; other windows tell theirs. Shorter only against a sandbox.
IMGUR_UPLOAD_WINDOW_SECONDS = env_int("IMGUR_UPLOAD_WINDOW_SECONDS", 3_600, minimum=1)
# Share of the day's credits that is never spent: five days at the limit in a month block the application.
# Each such day of the month widens it by two more.
IMGUR_DAY_MARGIN_PERCENT = env_int("IMGUR_DAY_MARGIN_PERCENT", 3)

# --- Work -----------------------------------------------------------------------------------------------------------

REDIS_URL = env_str("REDIS_URL", "redis://127.0.0.1:6379/0")
# A claimed operation is its worker's for this long; the worker renews while it runs. Then the sweeper takes it up
# again.
OPERATION_LEASE_SECONDS = env_int("OPERATION_LEASE_SECONDS", 60, minimum=3)
SWEEP_SECONDS = env_int("SWEEP_SECONDS", 5, minimum=1)
# Operations that are handed out at a time: as many as all workers together can run.
DISPATCH_SLOTS = env_int("WORKERS", 1, minimum=1) * env_int("WORKER_CONCURRENCY", 16, minimum=1)
# Looks at Imgur (runs of schedules) at a time, and downloads of originals; each has threads of its own in the worker,
# so that neither keeps an upload waiting.
SYNC_RUN_SLOTS = env_int("SYNC_RUN_SLOTS", 4, minimum=1)
DOWNLOAD_SLOTS = env_int("DOWNLOAD_SLOTS", 8, minimum=1)
# Each original is read again and compared with its SHA-256 within so many days, a share of them in every round.
ARCHIVE_VERIFY_DAYS = env_int("ARCHIVE_VERIFY_DAYS", 30, minimum=1)
VERIFY_ROUND_SECONDS = 600
# An original that nothing shows any more is removed after so many days.
ARCHIVE_GRACE_DAYS = env_int("ARCHIVE_GRACE_DAYS", 30, minimum=1)
# After an upload's outcome is lost, Imgur may still be busy with it: look only when it has had time to show.
UNKNOWN_SETTLE_SECONDS = env_int("UNKNOWN_SETTLE_SECONDS", 20)
# Calls to Imgur are kept one by one for this long, after that as sums by the hour. Never for less than a day, for caps
# count the present one.
LEDGER_DAYS = env_int("LEDGER_DAYS", 7, minimum=1)

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3_600,
    "socket_keepalive": True,
    "socket_connect_timeout": 2,
    # Longer than the second for which a worker listens at the queue; a page that rings must not hang on a mute Redis.
    "socket_timeout": 5,
    "retry_on_timeout": True,
}
# Queues are named for what their work waits for.
CELERY_TASK_DEFAULT_QUEUE = "imgur"
CELERY_TASK_ROUTES = {
    "media_sync.sweep": {"queue": "upkeep"},
    "media_sync.start_sync": {"queue": "upkeep"},
    "media_sync.keep_budget": {"queue": "upkeep"},
    "media_sync.tidy_incoming": {"queue": "upkeep"},
    "media_sync.roll_up_ledger": {"queue": "upkeep"},
    "media_sync.tidy_archive": {"queue": "upkeep"},
    "media_sync.verify_originals": {"queue": "upkeep"},
}
# A ring that fails is the sweeper's to repeat; a page must not wait for a broker that is away.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
# `expires` a little under the period: a worker that was stopped must not wake to a pile of them.
CELERY_BEAT_SCHEDULE = {
    "ring due operations again": {
        "task": "media_sync.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": max(1, SWEEP_SECONDS - 1)},
    },
    "keep the budget's figures": {"task": "media_sync.keep_budget", "schedule": 15, "options": {"expires": 14}},
    "remove forgotten pieces of files": {
        "task": "media_sync.tidy_incoming",
        "schedule": 6 * 3600,
        "options": {"expires": 3600},
    },
    "roll older calls of the ledger up by the hour": {
        "task": "media_sync.roll_up_ledger",
        "schedule": 3600,
        "options": {"expires": 3500},
    },
    "read originals again": {
        "task": "media_sync.verify_originals",
        "schedule": VERIFY_ROUND_SECONDS,
        "options": {"expires": VERIFY_ROUND_SECONDS - 10},
    },
    "remove originals that nothing shows": {
        "task": "media_sync.tidy_archive",
        "schedule": 6 * 3600,
        "options": {"expires": 3600},
    },
}

# --- Django ---------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "django_celery_beat",
    "django_htmx",
    "template_partials",
    "accounts",
    "accounts.imgur_provider",
    "media_sync",
    "portal",
    "imgurhub.apps.ImgurHubConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # After all that tells who asks and in which form the answer is wanted.
    "portal.middleware.LimitsMiddleware",
]

ROOT_URLCONF = "imgurhub.urls"
WSGI_APPLICATION = "imgurhub.wsgi.application"

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
                "csp.context_processors.nonce",
                "portal.context.frame",
            ],
        },
    }
]

DATABASES = {"default": dj_database_url.parse(env_str("DATABASE_URL", f"sqlite:///{RUN_DIR / 'imgurhub.sqlite3'}"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL: readers do not wait for the writer. Immediate: a transaction that will write says so at once and queues,
    # in place of failing half-way. Full: what we have said is kept is on the disk, not only with the kernel.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "imgurhub.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "hub",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
}

STORAGES = {
    # Originals and thumbnails. The address may hold a secret, so it is kept nowhere else.
    "default": storage_from(env_str("STORAGE_URL"), folder=RUN_DIR / "storage"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Files on their way to us, before they are whole; always on this machine's own disk.
INCOMING_DIR = RUN_DIR / "incoming"

_packages = BASE_DIR / "node_modules"
STATIC_URL = "/static/"
STATIC_ROOT = RUN_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Browser packages, straight from where npm puts them.
    ("vendor/photoswipe", _packages / "photoswipe" / "dist"),
    ("vendor/sortablejs", _packages / "sortablejs" / "modular"),
    ("vendor/tus", _packages / "tus-js-client" / "dist"),
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = env_str("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# --- Limits ---------------------------------------------------------------------------------------------------------

# The largest file we take in: Imgur's own ceiling for video and animated GIF.
UPLOAD_MAX_BYTES = 200 * 1024 * 1024
# Imgur refuses stills over this through the API, whatever its web page takes.
UPLOAD_MAX_STILL_BYTES = env_int("UPLOAD_MAX_STILL_BYTES", 20 * 1024 * 1024, minimum=1)
# A picture, or one picture of a video, with more pixels than this is not decoded: at four bytes a pixel, twice over
# while it is made smaller, this many take half a GB of a web process.
UPLOAD_MAX_PIXELS = 60_000_000
UPLOAD_MAX_FILES_PER_BATCH = 500
# One piece of a file on its way to us; above this Django refuses a request's body.
UPLOAD_PIECE_BYTES = 4 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_PIECE_BYTES + 64 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# --- Limits against abuse -------------------------------------------------------------------------------------------

# Against a script that has run wild, a stranger, a stolen log-in; no team at work meets them. All of one may be used at
# once, and what is used comes back evenly over the hour; 0 is no limit. An address' own is for all who come from it
# together, so that it has to be many times a person's. Log-ins have theirs below (ACCOUNT_RATE_LIMITS).

# Files that begin to arrive: twenty full batches, many times what Imgur takes of one application in a day.
LIMIT_FILES_PER_HOUR_PER_PERSON = env_int("LIMIT_FILES_PER_HOUR_PER_PERSON", 10_000)
LIMIT_FILES_PER_HOUR_PER_ADDRESS = env_int("LIMIT_FILES_PER_HOUR_PER_ADDRESS", 100_000)
# What arrives of them: 100 GB, a full batch of the largest videos; and 1 TB, more than a gigabit brings in two hours.
LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON = env_int("LIMIT_UPLOAD_BYTES_PER_HOUR_PER_PERSON", 100 * 1024**3)
LIMIT_UPLOAD_BYTES_PER_HOUR_PER_ADDRESS = env_int("LIMIT_UPLOAD_BYTES_PER_HOUR_PER_ADDRESS", 1024**4)
# Presses on "Send". The credits for them are the budget's to guard.
LIMIT_BATCHES_PER_HOUR_PER_PERSON = env_int("LIMIT_BATCHES_PER_HOUR_PER_PERSON", 300)
# Ways to Imgur's sign-in page, to link an account or to sign in with one. Imgur sees them all come from us.
LIMIT_OAUTH_STARTS_PER_HOUR_PER_PERSON = env_int("LIMIT_OAUTH_STARTS_PER_HOUR_PER_PERSON", 60)
LIMIT_OAUTH_STARTS_PER_HOUR_PER_ADDRESS = env_int("LIMIT_OAUTH_STARTS_PER_HOUR_PER_ADDRESS", 600)
# All requests that change something, pieces of files included: ten a second the whole hour through. An address' own is
# for those who are not signed in, who can do little more than try to.
LIMIT_CHANGES_PER_HOUR_PER_PERSON = env_int("LIMIT_CHANGES_PER_HOUR_PER_PERSON", 36_000)
LIMIT_CHANGES_PER_HOUR_PER_ADDRESS = env_int("LIMIT_CHANGES_PER_HOUR_PER_ADDRESS", 3_600)

# --- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
# E-mail addresses are unique whatever their case, by a constraint on Lower("email") that this check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
# Who runs this place: made an admin at the first start (manage.py setup), with a team of this name.
OWNER_EMAIL = env_str("OWNER_EMAIL").lower()
OWNER_TEAM = env_str("OWNER_TEAM", "Demo team" if IMGUR_DEMO else "Team")
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {"signup": "accounts.signup.PasswordSignupForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Asking for a confirmation makes sense only where mail goes out.
ACCOUNT_EMAIL_VERIFICATION = env_str("EMAIL_VERIFICATION", "optional" if env_str("EMAIL_URL") else "none")
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme or "http"
# Whether strangers may make an account of their own; without, people are invited or made by an admin.
SIGNUP_OPEN = env_bool("SIGNUP_OPEN", default=True)
# Attempts a minute (m), an hour (h) or so many seconds (s): from one address (ip), by one person (user), for one e-mail
# address (key). Fifty people who come to work behind one address stay below; what is not named here is as allauth has
# it. While Redis is away nothing of it is counted.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # Wrong passwords and wrong codes. Guessing has to take years, and whoever mistypes has to wait for minutes only.
    "login_failed": "10/m/ip,5/300s/key",
    # Each account may spend the credits that all share, and fill the disk.
    "signup": "20/m/ip,100/h/ip",
    # Each sends a mail to an address that the asker chooses.
    "reset_password": "20/m/ip,60/h/ip,5/h/key",
    "manage_email": "10/m/user,30/h/user",
    "confirm_email": "1/180s/key",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "reset_password_from_key": "20/m/ip",
}
# A passkey cannot be guessed; this is only against a flood.
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 15
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# allauth asks for a verified address first, lest a stranger signs up with somebody's address and shuts its owner out
# for good. Where no mail goes out nobody can verify one, nor come back by mail; whoever owns the address then asks an
# admin, who can take a second factor away. The address stays unverified: what trusts verified ones must not trust it.
MFA_ALLOW_UNVERIFIED_EMAIL = not env_str("EMAIL_URL")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SERVED_OVER_HTTPS

# Mail: to a server when one is given (smtp://user:password@host:port), else into files that an admin can read.
EMAIL_URL = env_str("EMAIL_URL")
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM", f"ImgurHub <imgurhub@{_site.hostname or 'localhost'}>")
if EMAIL_URL:
    _mail = urlsplit(EMAIL_URL)
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
    EMAIL_USE_TLS = _mail.scheme != "smtp-plain"
    EMAIL_TIMEOUT = 15
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = RUN_DIR / "mail"

# --- Safety ---------------------------------------------------------------------------------------------------------

# Names of our own: cookies do not know ports, and the sandbox lives on the same host.
SESSION_COOKIE_NAME = "imgurhub_session"
CSRF_COOKIE_NAME = "imgurhub_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = SERVED_OVER_HTTPS and PRODUCTION
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if SERVED_OVER_HTTPS and PRODUCTION else 0
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
BEHIND_PROXY = env_bool("BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Whose wrong passwords are counted: the last address of X-Forwarded-For, which the proxy itself has added.
    # Otherwise all people share the proxy's, and one of them could shut everybody out.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],  # the admin's own scripts are inline
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, "'unsafe-inline'"],  # figures travel to the stylesheet as inline custom properties
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF, IMGUR_API_URL],
    },
}

# Lets a Prometheus on another computer read /metrics ("Authorization: Bearer ..."); without, only this computer can.
METRICS_TOKEN = env_str("METRICS_TOKEN")

# --- Logs -----------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "redact": {"()": "imgurhub.logs.RedactSecrets"},
        "no_probes": {"()": "imgurhub.logs.SkipProbes"},
    },
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": sys.stderr,
            "formatter": "plain",
            "filters": ["redact"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env_str("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"filters": ["no_probes"]},
        # A line for every doorbell would bury the rest; their failures are still shown.
        **{name: {"level": "WARNING"} for name in ("celery.app.trace", "celery.beat", "celery.worker.strategy")},
    },
}
