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

SECRET_KEY = ENVIRONMENT.secret_key or secret_key.kept_in(VAR)
DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
ROOT_URLCONF = "schoolgate.config.urls"
WSGI_APPLICATION = "schoolgate.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "schoolgate.config.apps.Start",
    "schoolgate.gateways",
    "schoolgate.policies",
    "schoolgate.people",
    "schoolgate.records",
    "schoolgate.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schoolgate.config.middleware.ClosedByDefault",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "schoolgate.web.context.school_menu",
            ]
        },
    }
]
FORM_RENDERER = "schoolgate.web.forms.GovukRenderer"

DATABASES: dict[str, dict[str, Any]] = {"default": databases.from_url(ENVIRONMENT.database_url)}

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
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0

# Errors go to the server's own output; its operator decides where that is kept.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"output": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["output"], "level": "WARNING"},
}
