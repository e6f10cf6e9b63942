"""Django's settings. What a school may change comes from `environment`; the rest stands here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from schoolgate.config import databases, environment, secret_key

ENVIRONMENT = environment.read(os.environ)
VAR: Path = ENVIRONMENT.var
PACKS: Path = ENVIRONMENT.packs
CLAMD: Path | None = ENVIRONMENT.clamd  # socket of the virus scanner
PROXIES: tuple[str, ...] = ENVIRONMENT.proxies

# The last is kept by start-up, where no older one was lost.
SECRET_KEY = ENVIRONMENT.secret_key or secret_key.found_in(VAR) or secret_key.for_now()
DEBUG = False
TELL_HOST = ENVIRONMENT.tell_host  # empty: the public pages answer below /tell/ here
ALLOWED_HOSTS = [*ENVIRONMENT.hosts, *([TELL_HOST] if TELL_HOST else [])]
_SCHEME = "https" if ENVIRONMENT.https else "http"
_PORT = f":{ENVIRONMENT.port}" if ENVIRONMENT.port else ""
ADDRESS = f"{_SCHEME}://{ENVIRONMENT.hosts[0].lstrip('.')}{_PORT}"
TELL_ADDRESS = f"{_SCHEME}://{TELL_HOST}{_PORT}" if TELL_HOST else ADDRESS
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
ROOT_URLCONF = "schoolgate.config.urls"
WSGI_APPLICATION = "schoolgate.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's list of security keys counts in words
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "schoolgate.accounts",  # before allauth: its templates are ours
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "csp",
    "django_tasks",
    "schoolgate.config.apps.Start",
    "schoolgate.gateways",
    "schoolgate.access",
    "schoolgate.activity",
    "schoolgate.agreements",  # after access: it takes the place of gates there
    "schoolgate.approvals",
    "schoolgate.concerns",
    "schoolgate.duties",
    "schoolgate.evidence",
    "schoolgate.filtering",
    "schoolgate.monitoring",
    "schoolgate.notices",
    "schoolgate.policies",
    "schoolgate.people",
    "schoolgate.records",
    "schoolgate.jobs",
    "schoolgate.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "schoolgate.config.middleware.Readable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schoolgate.config.one_school.OneSchool",
    "schoolgate.accounts.middleware.WhoIsThere",
    "schoolgate.config.middleware.NeverBlank",
    "schoolgate.config.middleware.ClosedByDefault",
    "schoolgate.config.signing_first.SigningFirst",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "schoolgate.web.context.school_menu",
                "schoolgate.policies.context.commitment",
            ]
        },
    }
]
FILE_UPLOAD_HANDLERS = [
    "schoolgate.web.uploads.NoMoreThan",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FORM_RENDERER = "schoolgate.web.forms.GovukRenderer"

DATABASES: dict[str, dict[str, Any]] = {"default": databases.from_url(ENVIRONMENT.database_url)}

TASKS = {"default": {"BACKEND": "schoolgate.jobs.backend.LeasedBackend"}}

EMAIL_BACKEND = ENVIRONMENT.mail.backend
MAIL_FOLDER: Path = VAR / "mail"  # for mail, where no server is set
EMAIL_FILE_PATH = str(MAIL_FOLDER)
EMAIL_HOST = ENVIRONMENT.mail.host
EMAIL_PORT = ENVIRONMENT.mail.port
EMAIL_HOST_USER = ENVIRONMENT.mail.user
EMAIL_HOST_PASSWORD = ENVIRONMENT.mail.password
EMAIL_USE_SSL = ENVIRONMENT.mail.tls_at_once
EMAIL_USE_TLS = ENVIRONMENT.mail.tls_by_starttls
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from

# --- Signing in -----------------------------------------------------------------------------------

DEMONSTRATION = ENVIRONMENT.demonstration
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["schoolgate.accounts.hashing.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "schoolgate.accounts.passwords.SchoolsOwnRule"}]
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = 12 * 3600  # a day's work; `accounts.sessions` ends idle ones much sooner
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ACCOUNT_ADAPTER = "schoolgate.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come from the roster
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False  # the second step comes first
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_FORMS = {
    "change_password": "schoolgate.accounts.signing_forms.ChangePassword",
    "login": "schoolgate.accounts.signing_forms.SignIn",
    "reauthenticate": "schoolgate.accounts.signing_forms.PasswordAgain",
    "reset_password": "schoolgate.accounts.signing_forms.ForgottenPassword",
    "reset_password_from_key": "schoolgate.accounts.signing_forms.FirstPassword",
    "set_password": "schoolgate.accounts.signing_forms.SetPassword",
}
# `accounts.throttling` bears ten wrong passwords; a whole school signs in from one address at nine.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "10/5m/key"}
SOCIALACCOUNT_ADAPTER = "schoolgate.accounts.providers.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [one.as_app() for one in ENVIRONMENT.oidc],
    }
}
MFA_ADAPTER = "schoolgate.accounts.adapters.SecondStepAdapter"
MFA_FORMS = {
    "activate_totp": "schoolgate.accounts.signing_forms.SetUpApp",
    "add_webauthn": "schoolgate.accounts.signing_forms.AddKey",
    "authenticate": "schoolgate.accounts.signing_forms.Code",
    "edit_webauthn": "schoolgate.accounts.signing_forms.NameKey",
    "reauthenticate": "schoolgate.accounts.signing_forms.CodeAgain",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}  # a key has no secret that can be guessed
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Schoolgate"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks of telephones differ (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https  # browsers trust localhost alone then
# One limit for every process, not one for each.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "schoolgate_cache",
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_MIMETYPES = {".ttf": "font/ttf"}  # a bare Debian has no list of kinds
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *(one.origin for one in ENVIRONMENT.oidc)],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0

# Errors go to the server's own output; its operator decides where that is kept.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["output"], "level": "WARNING"},
}
