"""The hub's settings for tests: with a state folder of their own, and nothing of what this computer runs otherwise."""

import atexit
import os
import shutil
import tempfile

from imgurhub.launch.variables import SETTINGS

for _name in SETTINGS:
    # The suite runs on SQLite, and on whatever database DATABASE_URL names.
    if _name != "DATABASE_URL":
        os.environ.pop(_name, None)
_folder = tempfile.mkdtemp(prefix="imgurhub-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["IMGURHUB_RUN_DIR"] = _folder

from imgurhub.settings import *

# Nothing listens there: a test that needs Redis takes the fixture `hub_redis`.
REDIS_URL = CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Without the manifest, which only collecting makes.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Where whitenoise looks for what is collected; it complains when there is no such folder.
STATIC_ROOT.mkdir()
