"""The one settings file: the environment decides. Each variable is described in docs/operate.md.

With nothing set the site is the local demo: its data in var/, its payments in the sandbox.
Where SHANHUO_SITE_URL names another host than this machine, it is a production site, and one
without a secret key or https refuses to start.
"""

import importlib.util
import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

# Where the site answers, and who asks

SITE_URL = os.environ.get("SHANHUO_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE = urlsplit(SITE_URL)
LOCAL = SITE.hostname in {"127.0.0.1", "localhost", "::1"}
HTTPS = SITE.scheme == "https"
if not (LOCAL or HTTPS):
    raise ImproperlyConfigured("SHANHUO_SITE_URL must begin with https:// outside this machine.")

DEBUG = os.environ.get("SHANHUO_DEBUG") == "1"
ALLOWED_HOSTS = [SITE.hostname]
if LOCAL:
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
if hosts := os.environ.get("SHANHUO_ALLOWED_HOSTS"):
    ALLOWED_HOSTS = hosts.split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]


def secret_key() -> str:
    if key := os.environ.get("SHANHUO_SECRET_KEY"):
        return key
    if not LOCAL:
        raise ImproperlyConfigured("Set SHANHUO_SECRET_KEY: 50 random characters, kept secret.")
    demo_key = VAR_DIR / "secret.key"
    return demo_key.read_text() if demo_key.exists() else get_random_secret_key()


SECRET_KEY = secret_key()
# Signs what officials take away: 32 bytes, written as 64 hexadecimal digits.
SIGNING_KEY = os.environ.get("SHANHUO_SIGNING_KEY") or (
    sha256(f"signing {SECRET_KEY}".encode()).hexdigest()
)

# What the site is made of

INSTALLED_APPS = [
    "cms.users",
    "producers",
    "shop",
    "cms.pages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks_db",
    "lucide",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Says to editors how long ago something was.
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]
# A development tool: it keeps the migrations of each app in one line.
if importlib.util.find_spec("django_linear_migrations"):
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "cms.security.refuse_what_no_page_takes",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "shop.basket.cookies.keep_what_the_address_says",
    "csp.middleware.CSPMiddleware",
    "cms.users.doors.ask_for_second_step",
    "cms.security.admin_content_policy",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "cms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["cms.icons"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Where data lies

DATABASE_URL = os.environ.get("SHANHUO_DATABASE_URL", f"sqlite:///{VAR_DIR / 'demo.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction takes the write lock at its beginning and waits for it: one that took it
        # in the middle would fail at once where another wrote in between.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# On SQLite an index holds its keys only; there are not so many rows that more were needed.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
# The nodes of ClickHouse, separated by commas, that have a copy of the ledger.
STATISTICS_URL = os.environ.get("SHANHUO_STATISTICS_URL", "")
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Compiling a figure's query takes longer than running it.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    # On disk: limits on guessing count for all workers of the machine, not for each its own.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": os.environ.get("SHANHUO_CACHE_DIR", VAR_DIR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # In memory: what {% cache %} keeps carries the catalogue's version in its key.
    # A page takes some 30 KB: of Django's 300 the busy ones would push each other out.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("SHANHUO_STATIC_ROOT", VAR_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = os.environ.get("SHANHUO_MEDIA_ROOT", BASE_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Python knows no type for it.
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Languages and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# The second holds what the admin lacks in its own Chinese.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "cms" / "locale_admin"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# Signing in

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
ACCOUNT_ADAPTER = "cms.users.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_FORMS = {"reset_password_from_key": "cms.users.forms.ChosenPasswordForm"}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
WAGTAILADMIN_LOGIN_URL = "account_login"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A browser knows no passkey of a site without https but on this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL
MFA_TOTP_ISSUER = "山货集 Shanhuo"
# Of officials, operators, editors and who works a cooperative's desk or a hall's counter. The
# demo's log-ins go without.
SECOND_STEP_REQUIRED = os.environ.get("SHANHUO_SECOND_STEP_REQUIRED", str(int(not LOCAL))) == "1"
# A class with `send(phone, message)`; in the demo the message stands in the log.
SMS_BACKEND = os.environ.get("SHANHUO_SMS_BACKEND", "cms.users.texting.Log" if LOCAL else "")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Security

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# Whoever watches over the site asks the process itself.
SECURE_REDIRECT_EXEMPT = [r"^healthz"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Tries are counted by the visitor's address: behind a proxy all would have the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Payment

STRIPE_SECRET_KEY = os.environ.get("SHANHUO_STRIPE_SECRET_KEY", "sk_test_demo" if LOCAL else "")
STRIPE_API_BASE = os.environ.get(
    "SHANHUO_STRIPE_API_BASE", "http://127.0.0.1:8001" if LOCAL else "https://api.stripe.com"
)
STRIPE_WEBHOOK_SECRET = os.environ.get(
    "SHANHUO_STRIPE_WEBHOOK_SECRET", "whsec_demo" if LOCAL else ""
)
# The account organisations transfer to; without one no transfer is offered. Their goods are held
# for so many days.
TRANSFER_HOLDER = os.environ.get(
    "SHANHUO_TRANSFER_HOLDER", "山货集运营有限公司（示例）" if LOCAL else ""
)
TRANSFER_BANK = os.environ.get("SHANHUO_TRANSFER_BANK", "示例银行烟台分行" if LOCAL else "")
TRANSFER_ACCOUNT = os.environ.get(
    "SHANHUO_TRANSFER_ACCOUNT", "6222 0000 0000 0000 000" if LOCAL else ""
)
TRANSFER_DAYS = int(os.environ.get("SHANHUO_TRANSFER_DAYS", "5"))
# Goods of an order that a colleague has to approve are held for so many days, and for as many again
# once it is approved.
APPROVAL_DAYS = int(os.environ.get("SHANHUO_APPROVAL_DAYS", "3"))
# The payment page a form may lead to: the content policy names it.
STRIPE_CHECKOUT_ORIGIN = STRIPE_API_BASE if LOCAL else "https://checkout.stripe.com"
if not (STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET):
    raise ImproperlyConfigured(
        "Set SHANHUO_STRIPE_SECRET_KEY and SHANHUO_STRIPE_WEBHOOK_SECRET, from the provider."
    )

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'", STRIPE_CHECKOUT_ORIGIN],
    }
}

# What the shop keeps of a sale: thousandths from a day on. A sale keeps the rate of its day.
FEES = sorted(
    (date.fromisoformat(since), int(permille))
    for since, _colon, permille in (
        rate.partition(":") for rate in os.environ.get("SHANHUO_FEES", "").split(",") if rate
    )
)

# What the law asks to be said at the foot of every page: whose shop it is and its numbers in the
# registers. In the demo they are invented; in production `check --deploy` asks for them.
INVENTED = "（演示）" if LOCAL else ""
LEGAL_FACTS = {
    "operator": os.environ.get("SHANHUO_OPERATOR_NAME", INVENTED),
    "business": os.environ.get("SHANHUO_BUSINESS_LICENCE", INVENTED),
    "icp": os.environ.get("SHANHUO_ICP_RECORD", INVENTED),
    "police": os.environ.get("SHANHUO_POLICE_RECORD", INVENTED),
    "food": os.environ.get("SHANHUO_FOOD_RECORD", INVENTED),
}

# Mail and jobs

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if mail_host := os.environ.get("SHANHUO_EMAIL_HOST"):
    EMAIL_HOST = mail_host
    EMAIL_PORT = int(os.environ.get("SHANHUO_EMAIL_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("SHANHUO_EMAIL_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("SHANHUO_EMAIL_PASSWORD", "")
    EMAIL_USE_TLS = EMAIL_PORT == 587
elif LOCAL:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("SHANHUO_FROM_EMAIL", f"shanhuo@{SITE.hostname}")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Wagtail

WAGTAIL_SITE_NAME = "山货集 Shanhuo"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAILIMAGES_IMAGE_MODEL = "shop.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "shop.catalogue.uploads.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.pages.films.FilmForm"
WAGTAILDOCS_EXTENSIONS = ["mp4", "webm", "vtt"]
# Films are uploads as pictures are, and given as these are.
WAGTAILDOCS_SERVE_METHOD = "direct"
# Who changes a page in review has changed what the others read: it begins anew.
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# No page of the admin asks another host for anything.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SHANHUO_LOG_LEVEL", "INFO")},
    # It would say every question and answer, with the buyer's page in it.
    "loggers": {"stripe": {"level": "WARNING"}},
}
