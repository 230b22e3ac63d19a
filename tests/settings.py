"""The practice's settings, in a folder of their own: a test never opens the data of a real practice."""

import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="rightfit-tests-")  # gone when the process ends
os.environ["RIGHTFIT_HOME"] = _home.name
for _name in ("RIGHTFIT_DEMO", "RIGHTFIT_URL", "RIGHTFIT_CLOCK_SHIFT", "RIGHTFIT_SECRET_KEY", "RIGHTFIT_SEAL_KEY_FILE"):
    os.environ.pop(_name, None)
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as every command has it; before numpy is there

from rightfit.settings import *  # noqa: E402, F403 - after the folder is known

# Hashed names need collectstatic first; the browser tests run the real server with them.
STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT.mkdir()  # noqa: F405 - whitenoise warns of a missing folder
# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The cast signs in without any step at all; tests/practice/test_second_step.py asks for both.
SECOND_STEP_FOR_STAFF = False
