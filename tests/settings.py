"""The site's settings, for the tests: fast passwords, and files in a folder that vanishes."""

import os
from tempfile import TemporaryDirectory

FOLDER = TemporaryDirectory(prefix="shanhuo-tests-")
# Processes that a test starts inherit these, so that they share its files.
os.environ.setdefault("SHANHUO_DATABASE_URL", f"sqlite:///{FOLDER.name}/tests.sqlite3")
for variable in ("SHANHUO_CACHE_DIR", "SHANHUO_MEDIA_ROOT", "SHANHUO_STATIC_ROOT"):
    os.environ.setdefault(variable, os.path.join(FOLDER.name, variable.removeprefix("SHANHUO_")))
    os.makedirs(os.environ[variable], exist_ok=True)

from cms.settings import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files come from where they lie, so that nothing need be collected first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
