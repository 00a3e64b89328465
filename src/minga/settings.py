"""Django's settings. What a cooperative may change is in the environment or in the database, not
here."""

from pathlib import Path

from django.utils.csp import CSP

from minga.kit import home as _home
from minga.kit import nit as _nit
from minga.kit import origin as _origin
from minga.kit import proxies as _proxies
from minga.kit import setting as _setting
from minga.kit.database import django_database

ENVIRONMENT = _home.read_environment()
MINGA_HOME = ENVIRONMENT.home
DEMO = _home.is_demo(ENVIRONMENT)
COOPERATIVE_NAME = ENVIRONMENT.cooperative_name or (
    "Cooperativa Los Guaduales" if DEMO else "Tu cooperativa"
)
COOPERATIVE_PHONE = ENVIRONMENT.cooperative_phone or ("604 444 0000" if DEMO else "")
# What its papers say of it, and nothing is made up: the demo's number says that it is one.
COOPERATIVE_NIT = (
    _nit.checked(ENVIRONMENT.cooperative_nit)
    if ENVIRONMENT.cooperative_nit
    else _nit.of_the_demo()
    if DEMO
    else ""
)
COOPERATIVE_ADDRESS = ENVIRONMENT.cooperative_address or ""
COOPERATIVE_CITY = ENVIRONMENT.cooperative_city or ""
# Nothing is claimed until the cooperative says that it is inscribed.
DEPOSITS_INSURED = _setting.is_said(
    "MINGA_DEPOSIT_INSURANCE", ENVIRONMENT.deposit_insurance, "fogacoop"
)
# Where members find the office: links in messages are built on it. Empty: no link can be sent.
ORIGIN = _origin.checked(ENVIRONMENT.origin) if ENVIRONMENT.origin else ""
# Whose word counts about where a request came from; nobody's, if nobody is named.
TRUSTED_PROXIES = _proxies.parse(ENVIRONMENT.trusted_proxies or "")
COOPERATIVE_SLOGAN = "Entre todos, cada meta es posible."

DEBUG = False
SECRET_KEY = _home.secret(MINGA_HOME, "web").hex()
ALLOWED_HOSTS = _origin.allowed_hosts(ORIGIN)
ROOT_URLCONF = "minga.doors.web.urls"
WSGI_APPLICATION = "minga.doors.web.wsgi.application"
DATABASES = {"default": django_database(ENVIRONMENT)}

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "minga.kit",
    "minga.ledger",
    "minga.audit",
    "minga.members",
    "minga.access",
    "minga.staff",
    "minga.notices",
    "minga.savings",
    "minga.loans",
    "minga.payments",
    "minga.day_close",
    "minga.documents",
    "minga.doors.web",
    "minga.doors.office",
]
MIDDLEWARE = [
    "minga.doors.web.proxies.TrustedProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "minga.doors.web.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minga.doors.web.body_limit.BodyLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "minga.doors.web.form_token.FormTokenMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "minga.doors.web.middleware.OfficeSessionMiddleware",
    "minga.doors.office.gate.GateMiddleware",
    "minga.doors.web.middleware.MissingValueMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "minga.doors.web.context.office",
                "minga.doors.office.context.staff",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "es-co"
TIME_ZONE = "America/Bogota"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = MINGA_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.NONCE, CSP.STRICT_DYNAMIC],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "require-trusted-types-for": ["'script'"],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Said over https only, as the standard asks; two years.
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "minga.doors.web.failures.csrf_failed"

BASE_DIR = Path(__file__).resolve().parent
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # A page that is not there is the visitor's affair, and its address may say who they are.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
