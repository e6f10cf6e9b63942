"""What the server serves, once everything is in order; else one sentence, and nothing is served."""

from __future__ import annotations

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from schoolgate.config.oidc import UnableToStart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings")
try:
    django.setup()
    from schoolgate.config import settling, startup, tell  # they need the settings

    startup.check(startup.Purpose.SERVE)
    application = tell.beside(get_wsgi_application())
    settling.settle()
except (UnableToStart, ImproperlyConfigured) as error:
    print(error, file=sys.stderr, flush=True)
    sys.exit(2)
