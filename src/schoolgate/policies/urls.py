"""Pages of one school's policy, below the school's name."""

from __future__ import annotations

from django.urls import path

from schoolgate.policies.views import editing, moving, related, versions
from schoolgate.policies.views.ask import ask, gaps
from schoolgate.policies.views.compare import compare
from schoolgate.policies.views.document import document, pdf, school
from schoolgate.policies.views.forme import everybody, forme, forme_pdf
from schoolgate.policies.views.impact import impacts
from schoolgate.policies.views.proposals import choose, proposals
from schoolgate.policies.views.reach import aims, reach
from schoolgate.policies.views.reviews import close, law, reviews
from schoolgate.policies.views.social import keep_social, social
from schoolgate.policies.views.times import set_times, times
from schoolgate.policies.views.weighing import difference, reasons, replay

app_name = "policies"
_ONE = "policy/versions/<int:pk>/"
urlpatterns = [
    path("", school, name="school"),
    path("policy/", document, name="document"),
    path("policy/policy.pdf", pdf, name="pdf"),
    path("policy/reach/", reach, name="reach"),
    path("policy/social-media/", social, name="social"),
    path("policy/social-media/keep/", keep_social, name="keep-social"),
    path("policy/times/", times, name="times"),
    path("policy/times/set/", set_times, name="set-times"),
    path("policy/aims/", aims, name="aims"),
    path("policy/impact/", impacts, name="impact"),
    path("policy/related/", related.related, name="related"),
    path("policy/related/superseded/", related.supersede, name="supersede"),
    path("policy/versions/", versions.versions, name="versions"),
    path("policy/versions/new/", moving.new_document, name="new-document"),
    path("policy/versions/draft/", moving.draft, name="draft"),
    path(_ONE, versions.version, name="version"),
    path(f"{_ONE}text/", versions.version_text, name="version-text"),
    path(f"{_ONE}policy.pdf", versions.version_pdf, name="version-pdf"),
    path(f"{_ONE}edit/", editing.edit, name="edit"),
    path(f"{_ONE}typing/", editing.typing, name="typing"),
    path(f"{_ONE}header/", editing.header, name="header"),
    path(f"{_ONE}revise/", moving.revise, name="revise"),
    path(f"{_ONE}consult/", moving.consult, name="consult"),
    path(f"{_ONE}consulted/", moving.consulted, name="consulted"),
    path(f"{_ONE}approve/", moving.approve, name="approve"),
    path(f"{_ONE}publish/", moving.publish, name="publish"),
    path(f"{_ONE}step/<slug:move>/", moving.step, name="step"),
    path("policy/proposals/", proposals, name="proposals"),
    path("policy/proposals/choose/", choose, name="choose"),
    path("policy/law/", law, name="law"),
    path("policy/reviews/", reviews, name="reviews"),
    path("policy/reviews/<int:pk>/", close, name="review-close"),
    path("policy/versions/<int:pk>/difference/", difference, name="difference"),
    path("policy/versions/<int:pk>/reasons/", reasons, name="reasons"),
    path("policy/versions/<int:pk>/replay/", replay, name="replay"),
    path("ask/", ask, name="ask"),
    path("ask/gaps/", gaps, name="gaps"),
    path("compare/", compare, name="compare"),
    path("for-me/", everybody, name="for-everybody"),
    path("for-me/<slug:who>/", forme, name="for-me"),
    path("for-me/<slug:who>/page.pdf", forme_pdf, name="for-me-pdf"),
]
