"""Django's settings. What an installation may change comes from `environment.py`; everything else is decided here."""

from __future__ import annotations

from pathlib import Path

from django.utils.csp import CSP

from clusterdynamics.i18n import LANGUAGES as SPOKEN
from clusterdynamics_web.environment import read_environment

HERE = Path(__file__).parent
ENVIRONMENT = read_environment()
DATA = ENVIRONMENT.data

DEBUG = False
DEMO = ENVIRONMENT.demo
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.url] if ENVIRONMENT.https else []
USE_X_FORWARDED_HOST = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies and ENVIRONMENT.https else None

INSTALLED_APPS = [
    "clusterdynamics_web.accounts",
    "clusterdynamics_web.regions",
    "clusterdynamics_web.studies",
    "clusterdynamics_web.results",
    "clusterdynamics_web.survey",
    "clusterdynamics_web.interviews",
    "clusterdynamics_web.fieldwork",
    "clusterdynamics_web.introductions",
    "clusterdynamics_web.rooms",
    "clusterdynamics_web.feedback",
    "clusterdynamics_web.stories",
    "clusterdynamics_web.joint",
    "clusterdynamics_web.library",
    "clusterdynamics_web.meetings",
    "clusterdynamics_web.calls",
    "clusterdynamics_web.network",
    "clusterdynamics_web.actions",
    "clusterdynamics_web.dashboard",
    "clusterdynamics_web.jobs",
    "clusterdynamics_web.sensemaking",
    "clusterdynamics_web.setup",
    "clusterdynamics_web.api",
    "clusterdynamics_web.styleguide",
    "clusterdynamics_web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # so that templates of widgets are found
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "clusterdynamics_web.middleware.log_requests",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "clusterdynamics_web.csrf.OwnPagesCsrf",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clusterdynamics_web.middleware.speak_one_language",
    "clusterdynamics_web.accounts.middleware.require_second_factor",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "clusterdynamics_web.urls"
WSGI_APPLICATION = "clusterdynamics_web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clusterdynamics_web.context.page",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = (
    False  # writes are atomic in operations.py; a page that only reads must not take SQLite's turn to write
)

# -- people -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "clusterdynamics_web.accounts.validators.NotLikeTheAccount",
        # Letters in any order are compared: with less, long words are refused for no reason.
        "OPTIONS": {"user_attributes": ("email", "name"), "max_similarity": 0.85},
    },
    {"NAME": "clusterdynamics_web.accounts.validators.NotShort", "OPTIONS": {"min_length": 12}},
    {"NAME": "clusterdynamics_web.accounts.validators.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "clusterdynamics_web.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, which went to the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "5/m/ip,3/m/key"}
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one counts once it was confirmed by mail
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}  # not by a mailed code: a mailbox is easier to get into
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever loses control of an account hears of it
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody signs up here, so a stranger's address gets no mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.https else "http"
ACCOUNT_FORMS = {
    "login": "clusterdynamics_web.accounts.forms.LoginForm",
    "reset_password": "clusterdynamics_web.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "clusterdynamics_web.accounts.forms.ResetPasswordKeyForm",
    "change_password": "clusterdynamics_web.accounts.forms.ChangePasswordForm",
    "add_email": "clusterdynamics_web.accounts.forms.ChangeEmailForm",
    "reauthenticate": "clusterdynamics_web.accounts.forms.ReauthenticateForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_ADAPTER = "clusterdynamics_web.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "clusterdynamics_web.accounts.forms.CodeForm",
    "reauthenticate": "clusterdynamics_web.accounts.forms.CodeAgainForm",
    "activate_totp": "clusterdynamics_web.accounts.forms.ActivateForm",
    "add_webauthn": "clusterdynamics_web.accounts.forms.AddKeyForm",
    "edit_webauthn": "clusterdynamics_web.accounts.forms.EditKeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up, so nobody can take an address that is somebody else's
MFA_TOTP_TOLERANCE = 1  # clocks of phones differ by some seconds
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Cluster Dynamics"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https

# -- security ---------------------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = False  # the proxy's task; the health page must answer without
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "cd_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_BYTES = ENVIRONMENT.upload_bytes
MEDIA_ROOT = DATA / "media"  # never served by address: views check who asks

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cd_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# -- language and time ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = list(SPOKEN.items())
FORMAT_MODULE_PATH = ["clusterdynamics_web.formats"]
LOCALE_PATHS = [HERE / "locale"]
LANGUAGE_COOKIE_NAME = "cd_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# -- files ------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# -- mail -------------------------------------------------------------------------------------------------------

MAILERS = {"default": ENVIRONMENT.mail}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from

# -- logs: one JSON object a line on standard error, without personal data ---------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "clusterdynamics_web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "clusterdynamics": {"level": "INFO"},
        # Django's own request log holds addresses, and with them personal links.
        "django.request": {"level": "CRITICAL"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}

SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = False
SILENCED_SYSTEM_CHECKS: list[str] = []
