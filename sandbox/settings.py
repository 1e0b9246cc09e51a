"""Settings of the sandbox. Everything that can be set is an environment variable that begins with SANDBOX_.

What may change while the sandbox runs (limits, period lengths, switches) is in `sandbox.switches` instead.
"""

import secrets
from pathlib import Path

from sandbox.environment import env_flag, env_int, env_list, env_moment, env_text

# All state: database, pictures, thumbnails. Deleting the folder is a fresh start.
SANDBOX_DIR = Path(env_text("SANDBOX_DIR", ".run/sandbox")).resolve()

# The port that `serve` listens on; the addresses below follow it unless they are given.
SANDBOX_PORT = env_int("SANDBOX_PORT", 8001, minimum=1)

# Where album pages live, in place of https://imgur.com: nothing in an answer points at the real Imgur.
SANDBOX_WEB_URL = env_text("SANDBOX_WEB_URL", f"http://127.0.0.1:{SANDBOX_PORT}").rstrip("/")

# Where pictures live, in place of https://i.imgur.com. All links to files in answers begin with it.
SANDBOX_MEDIA_URL = env_text("SANDBOX_MEDIA_URL", f"{SANDBOX_WEB_URL}/i").rstrip("/")

# The address /_control/ for tests and drills. It can change everything, so it is off unless asked for.
SANDBOX_CONTROL = env_flag("SANDBOX_CONTROL", default=False)

# The application that `prepare` registers. Without an id, a random one is made once and kept.
SANDBOX_CLIENT_ID = env_text("SANDBOX_CLIENT_ID", "")
SANDBOX_CLIENT_SECRET = env_text("SANDBOX_CLIENT_SECRET", "")
SANDBOX_CALLBACKS = env_list("SANDBOX_CALLBACKS", [])

# Off: the demo world is its first six people and nothing else, which is small enough to be known by heart. Turned on
# later, the rest is made then.
SANDBOX_COMMUNITY = env_flag("SANDBOX_COMMUNITY", default=True)

# The community of the demo world is dated backwards from the hour in which it is made, so that its gallery has posts of
# today. A moment given here takes the place of that hour: two worlds made with the same one are equal to the second.
SANDBOX_TODAY = env_moment("SANDBOX_TODAY")

# Kinds of still pictures that an upload may be, by Pillow's names. The reference is sure of the first four; HEIC is
# refused whatever stands here.
SANDBOX_IMAGE_TYPES = frozenset(
    name.upper() for name in env_list("SANDBOX_IMAGE_TYPES", ["JPEG", "PNG", "GIF", "TIFF", "WEBP", "BMP"])
)

# Size limits in bytes: stills 20 MB, as Imgur's site says (its API was seen to refuse over 10 MB at times: set 10485760
# to try that); animated GIFs and videos 200 MB.
SANDBOX_STILL_BYTES = env_int("SANDBOX_STILL_BYTES", 20 * 1024 * 1024, minimum=1)
SANDBOX_VIDEO_BYTES = env_int("SANDBOX_VIDEO_BYTES", 200 * 1024 * 1024, minimum=1)

# A request body without files (a picture as base64 text) larger than this is answered with 413.
DATA_UPLOAD_MAX_MEMORY_SIZE = 48 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_TEMP_DIR = str(SANDBOX_DIR / "incoming")
# The folder is made by `prepare`; commands that touch no uploads need not have it.
SILENCED_SYSTEM_CHECKS = ["files.E001"]

# Nothing is signed that has to survive a restart.
SECRET_KEY = secrets.token_hex(32)
DEBUG = False
# Only names of this computer: a page of another origin cannot reach the sandbox by a name of its own.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

INSTALLED_APPS = ["sandbox"]
MIDDLEWARE = [
    "sandbox.middleware.LoopbackNames",
    # For Content-Length.
    "django.middleware.common.CommonMiddleware",
    "sandbox.middleware.OneViewOfSwitches",
    "sandbox.middleware.Delay",
    "sandbox.middleware.CallTally",
    "sandbox.control.middleware.FaultInjection",
]
ROOT_URLCONF = "sandbox.urls"
WSGI_APPLICATION = "sandbox.wsgi.application"
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
# Imgur accepts a trailing slash and its absence alike; the routes say so themselves.
APPEND_SLASH = False

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": SANDBOX_DIR / "sandbox.sqlite3",
        # Every thread of the server keeps its connection.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A transaction takes the write lock at its beginning, so that a read in it cannot be overtaken.
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A refused call is an ordinary answer here, not a fault of the sandbox.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security.DisallowedHost": {"level": "CRITICAL"}},
}
