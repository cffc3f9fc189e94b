"""Django's settings: what a careful operator would set is already set."""

from pathlib import Path

from dateline.project import env

HOME = env.home()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = env.secret_key(HOME)
DEBUG = env.flag("DATELINE_DEBUG")
ALLOWED_HOSTS = [h.strip() for h in env.read("DATELINE_HOSTS").split(",") if h.strip()]
PUBLIC_URL = env.read("DATELINE_URL").rstrip("/")
PUBLISHER = env.read("DATELINE_PUBLISHER")
REDIS_URL = env.read("REDIS_URL")
READERS_MAX = env.number("DATELINE_READERS_MAX")
READERS_PER_ADDRESS = int(env.read("DATELINE_READERS_PER_ADDRESS"))
REPLAY_MAX = int(env.read("DATELINE_REPLAY_MAX"))
NEXT_POLL_MS = env.number("DATELINE_NEXT_POLL_MS")
STREAMING = env.flag("DATELINE_STREAMING")
SITE_LANGUAGE = env.language()
GAZETTEER = env.read("DATELINE_GAZETTEER")
MAP_MOST_MB = env.number("DATELINE_MAP_MAX_MB")
MAPS_MOST_MB = env.number("DATELINE_MAPS_MAX_MB")
SURVEY_MEMORY_MB = env.number("DATELINE_SURVEY_MEMORY_MB")
SURVEY_MINUTES = env.number("DATELINE_SURVEY_MINUTES")
STORIES = env.flag("DATELINE_STORIES")
# A hub must find us by an address of ours.
WEBSUB = bool(PUBLIC_URL) and env.flag("DATELINE_WEBSUB")
MAIL_CA = env.read("DATELINE_MAIL_CA")
HUB = env.read("DATELINE_HUB") if PUBLIC_URL else ""
WIRE_HANDS = env.number("DATELINE_WIRE_HANDS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "dateline.accounts",
    "dateline.events",
    "dateline.claims",
    "dateline.territory",
    "dateline.wire",
    "dateline.blog",
    "dateline.readers",
    "dateline.newsroom",
    "dateline.api",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dateline.project.static.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "dateline.project.urls"
ASGI_APPLICATION = "dateline.project.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "dateline.blog.permissions.Roles"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/sign-in/"

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "pictures"
SNAPSHOTS_ROOT = HOME / "snapshots"
SNAPSHOT_MAX = env.number("DATELINE_SNAPSHOT_MAX_MB") * 1_000_000
SURVEYS_ROOT = HOME / "surveys"
MAPS_ROOT = SURVEYS_ROOT / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

SECURE = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5000  # a folder of maps is sent at once
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a gallery of some hundred pictures is ten fields a picture

# Everything that goes wrong is said on stderr, where the service manager keeps it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},  # a 404 is no news
    },
}
