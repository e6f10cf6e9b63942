"""Pages of one school's policy, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.policies.views.ask import ask, gaps
from schoolgate.policies.views.compare import compare
from schoolgate.policies.views.document import document, pdf

app_name = "policies"
urlpatterns = [
    path("policy/", document, name="document"),
    path("policy/policy.pdf", pdf, name="pdf"),
    path("ask/", ask, name="ask"),
    path("ask/gaps/", gaps, name="gaps"),
    path("compare/", compare, name="compare"),
]
