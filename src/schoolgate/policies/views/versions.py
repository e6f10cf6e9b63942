"""Versions as people see them: the list, one version with what is recorded, its text and paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from schoolgate.people.models import School
from schoolgate.people.rights import Capability
from schoolgate.people.visits import Visit
from schoolgate.policies import judging, library, queries
from schoolgate.policies.analysis import approvable
from schoolgate.policies.comparing import pairs
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Version
from schoolgate.policies.reading import pages
from schoolgate.policies.reading.rendering import document_pdf, facts_about
from schoolgate.policies.rules.life import Stage, State
from schoolgate.policies.views.shared import mistakes
from schoolgate.policies.views.shared_life import (
    TONES,
    about,
    at_a_school,
    life_facts,
    may,
    version_for,
)
from schoolgate.web import lists
from schoolgate.web.downloads import pdf_of

_HEADER = (
    ("Title", "title"), ("Version", "version"), ("School", "school"),
    ("Type of revision", "revision"), ("Review cycle", "cycle"), ("Next review", "review"),
    ("Approved by", "approver"), ("Approved", "approved"), ("Text written by", "written_by"),
    ("Author", "author"), ("Author’s details", "author_details"),
    ("Headteacher", "headteacher"), ("Safeguarding lead", "safeguarding_lead"),
    ("Computing and e-safety lead", "computing_lead"), ("Chair of governors", "chair"),
    ("Safeguarding governor", "safeguarding_governor"), ("Takes the place of", "supersedes"),
    ("Credit", "credit"),
)  # fmt: skip
_LISTS = (("Review dates", "reviews"), ("Issues", "issues"), ("Consulted, as stated", "consulted"))


@require_safe
@at_a_school
def versions(request: Visit, school: School) -> HttpResponse:
    """Every version that whoever looks may see, by document, newest first; what is not approved."""
    on = timezone.localdate()
    found = queries.versions(viewer=request.person, school=school, on=on)
    page = lists.page_of(request, found)
    rows = [(one, state := queries.state(one, on=on), TONES[state]) for one in page]
    drafts = may(request, Capability.POLICY_DRAFT, school)
    waiting = [one for one, state, _ in rows if one.document and state in {State.DRAFT}]
    context = {
        "school": school, "page": page, "rows": rows, "drafts": drafts,
        "unapproved": waiting, "keep": lists.query_without(request),
        "documents": sorted({one.document for one in page}) or [""],
    }  # fmt: skip
    return render(request, "policies/versions.html", context)


@require_safe
@at_a_school
def version(request: Visit, school: School, pk: int) -> HttpResponse:
    """One version: header, records, signature, and the next step for whoever looks."""
    one = version_for(request, school, pk)
    context = about(request, school, one) | {"header": header_rows(one) + _built_on(one)}
    if may(request, Capability.POLICY_SEE, school):
        context |= _inside(one)
    context |= {
        "revisions": queries.revisions(one), "consultations": queries.consultations(one),
        "signoff": getattr(one, "signoff", None),
    }  # fmt: skip
    return render(request, "policies/version.html", context)


def _inside(one: Version) -> dict[str, Any]:
    """Return what only those see who write, consult and approve."""
    on = timezone.localdate()
    found: dict[str, Any] = {"inside": True, "missing": queries.not_consulted(one)}
    if one.stage in {Stage.DRAFT, Stage.CONSULTED}:
        found |= {"blocks": judging.blocks_approval(one, on=on)}
    if one.stage != Stage.WITHDRAWN and one.drafted_from_id:
        found |= {"changed": judging.changed(one, on=one.from_on or on), "compares": True}
    return found


def header_rows(one: Version) -> list[tuple[str, str]]:
    """Return the header sheet of a version: every field that is filled in."""
    front = judging.header(one)
    rows = [(label, getattr(front, key)) for label, key in _HEADER]
    rows.append(("Built on", pairs.label(front.extends) if front.extends else ""))
    rows += [(label, "; ".join(getattr(front, key))) for label, key in _LISTS]
    left_out = (f"{item.clause}: {item.because or 'no reason stated'}" for item in front.omit)
    rows.append(("Left out of the template", "; ".join(left_out)))
    return [(label, value) for label, value in rows if value]


def _built_on(one: Version) -> list[tuple[str, str]]:
    """Return the clauses of its template that a version writes anew."""
    try:
        found = approvable.overridden(_known(one).pack) if not one.document else []
    except PackError:
        return []
    named = ", ".join(ref for ref in found if ref)
    return [("Clauses of the template written anew", named)] if named else []


def _shown(one: Version) -> library.Loaded:
    """Return what is read of a version: a child document alone, without the policy around it."""
    known = _known(one)
    if not one.document:
        return known
    mine = [clause for clause in known.pack.clauses if clause.file in one.files]
    return library.Loaded(replace(known.pack, front=judging.header(one), clauses=mine), ())


def _known(one: Version) -> library.Loaded:
    """Return a version as a policy: one that was in force as it was on its first day."""
    if one.from_on and one.from_on <= timezone.localdate():
        return library.of(one.school, on=one.from_on)
    return judging.loaded_version(one, on=timezone.localdate())


@require_safe
@at_a_school
def version_text(request: Visit, school: School, pk: int) -> HttpResponse:
    """The text of a version as people read it."""
    one = version_for(request, school, pk)
    try:
        known = _shown(one)
    except PackError as error:
        return mistakes(request, school, error)
    found = pages.sections(known, school, timezone.localdate())
    context = about(request, school, one) | {
        "pack": known.pack,
        "facts": facts_about(known.pack, _facts(one)),
        # Every piece was escaped when its template was rendered, or cleaned by `prose`.
        "body": mark_safe("".join(section.html for section in found)),  # noqa: S308
    }
    return render(request, "policies/version_text.html", context)


@require_safe
@at_a_school
def version_pdf(request: Visit, school: School, pk: int) -> HttpResponse:
    """A version on paper."""
    one = version_for(request, school, pk)
    try:
        known = _shown(one)
    except PackError as error:
        return mistakes(request, school, error)
    url = request.build_absolute_uri(reverse("policies:version", args=[school.slug, one.pk]))
    made = document_pdf(known.pack, url, _facts(one))
    return pdf_of(made, f"{school.slug}-{one.document or 'policy'}-{one.number}")


def _facts(one: Version) -> dict[str, str]:
    return life_facts(one, queries.state(one, on=timezone.localdate()))
