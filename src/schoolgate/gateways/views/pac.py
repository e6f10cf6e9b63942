"""The file that tells the browsers of a school which proxy to use."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from schoolgate.gateways.pac import MEDIA_TYPE, pac
from schoolgate.people import queries


@require_safe
@cache_control(max_age=300, public=True)
def proxy_file(request: HttpRequest, school: str) -> HttpResponse:
    """The school's proxies; Schoolgate itself is reached without them. 404 where there are none."""
    get_object_or_404(queries.schools(), slug=school)
    if not settings.PROXIES:
        raise Http404("No proxy is set. SCHOOLGATE_PROXY names it.")
    own = [one.lstrip(".") for one in settings.ALLOWED_HOSTS if "." in one.strip(".")]
    named = [one for one in own if not one.replace(".", "").isdigit()]
    return HttpResponse(pac(settings.PROXIES, own=named), content_type=MEDIA_TYPE)
