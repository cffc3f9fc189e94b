"""Django's settings for a test run: a home of its own that goes away, on the database the run asks for."""

import atexit
import os
import shutil
import tempfile
import uuid

from found import POSTGRES, REDIS

home = tempfile.mkdtemp(prefix="dateline-tests-")
atexit.register(shutil.rmtree, home, ignore_errors=True)

ON_POSTGRES = os.environ.get("DATELINE_TESTS_ON") == "postgres"
for name in [n for n in os.environ if n.startswith("DATELINE_") and n != "DATELINE_TESTS_ON"]:
    del os.environ[name]  # what the developer's own newsroom is set to must not reach the tests
os.environ["DATELINE_HOME"] = home
os.environ["DATABASE_URL"] = POSTGRES.url or "" if ON_POSTGRES else ""
os.environ["REDIS_URL"] = ""
# The browser driver runs an event loop in the thread of the tests; their own queries are not the loop's.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from dateline.project.settings import *  # noqa: E402, F403
from dateline.project.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

unique = uuid.uuid4().hex[:8]
DATABASES["default"]["TEST"] = {  # a file, not memory: threads and processes share it as they do in a newsroom
    "NAME": f"test_dateline_{unique}" if ON_POSTGRES else f"{home}/test.sqlite3"
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files straight from the parts: a test need not gather them first. A served newsroom does.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
os.mkdir(STATIC_ROOT)
TEST_REDIS_URL = REDIS.url
TEST_POSTGRES_URL = POSTGRES.url
