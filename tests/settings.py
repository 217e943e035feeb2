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
# A machine with much else to do takes its time: of many who write on SQLite one may wait long.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"]["timeout"] = 120
# An editor of the tests is quicker than half a second: what the admin saves by itself would be
# under way when they hand in, and a new page be made twice.
WAGTAIL_AUTOSAVE_INTERVAL = 0
