"""What the pages of concerns are sent, and the act that each leaves."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Draft, Keeping, Sorting
from schoolgate.concerns.models import (
    Admission,
    Case,
    Conversation,
    KeptName,
    Opening,
    StandDown,
)
from schoolgate.concerns.rules.papers import Paper
from schoolgate.concerns.rules.quiet import Said
from schoolgate.concerns.rules.registers import Standing
from schoolgate.concerns.rules.words import Part, Seriousness, Track, Way
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.evidence.verbs import EvidenceVerb
from tests.cast import NOW, Cast
from tests.concerns.working import last_term
from tests.posts import Sent, Words

_ROOM = "/elmfield/concerns/"
_TICKET = {"ticket": "6f8b8f0e-0000-4000-8000-000000000001"}
_WHEN = {"found_at": "14/10/2026 10:00", "danger": "no"}
_BODY = {"kind": "legal", "name": "County solicitors", "telephone": "01629 000001"}
_TOLD = actions.Told(Way.STAFF_FORM, {"what": "A child was upset by a game."})


def reported(cast: Cast) -> Words:
    """A new case; the headteacher's admission to it is `admission`."""
    case = actions.report(school=cast.school, told=_TOLD, by=cast.teacher, at=NOW)
    admission = Admission.objects.get(case=case, role="headteacher")
    return {"pk": case.pk, "admission": admission.pk, "teacher": cast.teacher.pk,
            "parent": cast.parent.pk}  # fmt: skip


def accused(cast: Cast) -> Words:
    """A case about an adult, of which nothing has been read yet."""
    about = (actions.Involved(Part.SUBJECT, cast.technician),)
    told = actions.Told(_TOLD.way, _TOLD.words, involved=about)
    return {"pk": actions.report(school=cast.school, told=told, by=cast.teacher, at=NOW).pk}


def with_a_body(cast: Cast) -> Words:
    """A body outside the school."""
    keeping = Keeping("social-care", "Call Derbyshire", "01629 000000")
    return {"pk": actions.keep(keeping=keeping, by=cast.dsl, at=NOW).pk}


def to_close(cast: Cast) -> Words:
    """A case with every gate open."""
    made = reported(cast)
    case = Case.objects.get(pk=int(str(made["pk"])))
    sorting = Sorting("bullying", "bullying", Track.INAPPROPRIATE, Seriousness.ORDINARY, "Read.")
    actions.sort(case=case, sorting=sorting, by=cast.dsl, at=NOW)
    said = {"lessons": "none", "change": "none"}
    actions.write(case=case, draft=Draft("debrief", said, NOW), by=cast.dsl, at=NOW)
    return made


def closed(cast: Cast) -> Words:
    """A closed case."""
    made = to_close(cast)
    case = Case.objects.get(pk=int(str(made["pk"])))
    actions.close(case=case, why="They made up.", by=cast.dsl, at=NOW)
    return made


def guided(cast: Cast) -> Words:
    """A case in which somebody was asked to stay out, a family was asked to a meeting and a letter
    drafted; with a statement and an unofficial page beside it."""
    made = lettered(cast)
    case = Case.objects.get(pk=int(str(made["pk"])))
    actions.ask_to_stand_down(case=case, whom=[cast.technician], by=cast.head, at=NOW)
    invitation = actions.Invitation("Pat Parent", cast.dsl, "By telephone", "The library", NOW,
                                    [cast.parent])  # fmt: skip
    actions.invite(case=case, invitation=invitation, by=cast.head, at=NOW)
    statement = actions.write_statement(words="We look into it.", by=cast.head, at=NOW)
    finding = actions.Finding("Chatter: us", "A parent", Standing.OPEN, NOW.date())
    page = actions.register_page(finding=finding, by=cast.head, at=NOW)
    notice = StandDown.objects.get(case=case)
    return {**made, "notice": notice.pk, "statement": statement.pk, "page": page.pk,
            "dsl": cast.dsl.pk, "head": cast.head.pk}  # fmt: skip


def in_letterbox(cast: Cast) -> Words:
    """A letter that waits."""
    actions.put(school=cast.school, said=Said(Way.ANONYMOUS, {"what": "Unkind words."}),
                ticket="t", on=NOW.date())  # fmt: skip
    return {}


def on_paper(cast: Cast) -> Words:
    """A page of the log book that was printed."""
    (page,) = actions.print_pages(paper=Paper.LOG_BOOK, count=1, by=cast.teacher, at=NOW)
    return {"pk": page.pk}


def talking(cast: Cast) -> Words:
    """A case whose reporter has a receipt; `key` is that of their conversation."""
    actions.tell_at_once(school=cast.school, said=Said(Way.PUPIL_PAGE, {"what": "Unkind words."}),
                         ticket="t", at=NOW)  # fmt: skip
    return {"key": Conversation.objects.get().key}


def two(cast: Cast) -> Words:
    """Two cases; `number` is that of the second. An entry and a task of the first."""
    made = dict(reported(cast))
    other = actions.report(school=cast.school, told=_told(), by=cast.teacher, at=NOW)
    case = Case.objects.get(pk=int(str(made["pk"])))
    entry = actions.write(case=case, draft=Draft("note", {"words": "A note."}, NOW), by=cast.dsl,
                          at=NOW)  # fmt: skip
    asked = actions.Asked("do", "Ring them.", person=cast.dsl)
    task = actions.give_task(case=case, asked=asked, by=cast.dsl, at=NOW)
    naming = actions.Naming(Part.TARGET, cast.pupil)
    party = actions.name_party(case=case, naming=naming, by=cast.dsl, at=NOW)
    return made | {"number": other.name, "entry": entry.pk, "task": task and task.pk,
                   "head": cast.head.pk, "party": party.pk}  # fmt: skip


def _told() -> actions.Told:
    return actions.Told(Way.STAFF_FORM, {"what": "A child was upset by a game again."})


def kept_back(cast: Cast) -> Words:
    """A case whose reporter keeps their name back (`kept`)."""
    told = actions.Told(Way.STAFF_FORM, {"what": "Somebody was upset."}, kept_back=True)
    case = actions.report(school=cast.school, told=told, by=cast.teacher, at=NOW)
    return {"pk": case.pk, "kept": KeptName.objects.get().pk}


def name_asked(cast: Cast) -> Words:
    """The safeguarding lead has asked for the name."""
    made = kept_back(cast)
    kept = KeptName.objects.get()
    row = actions.ask_name(case=kept.party.case, kept=kept, why="Police", by=cast.dsl, at=NOW)
    return {**made, "opening": row.pk}


def name_open(cast: Cast) -> Words:
    """The headteacher has agreed, just now."""
    made, row = name_asked(cast), Opening.objects.select_related("kept__party__case").get()
    actions.decide_name(case=row.kept.party.case, opening=row, agreed=True, why="Yes",
                        by=cast.head, at=timezone.now())  # fmt: skip
    return made


def after_a_term(cast: Cast) -> Words:
    """The dates of a term that is over."""
    return {"term": f"{last_term(cast).year}-1"}


_AT = {"happened_at": "14/10/2026 10:20"}
POSTS = {
    "concerns:add": (
        Sent("head", f"{_ROOM}{{pk}}/entries/{{entry}}/add/letter-approved/",
             ConcernsVerb.ENTRY_WRITTEN, {"remark": "", **_AT, **_TICKET}, guided),
    ),
    "concerns:arrangements": (
        Sent("head", f"{_ROOM}gate/arranged/", ConcernsVerb.ARRANGEMENT_MADE,
             {"mailbox": "worries@elmfield.example", "drafting": "yes"}),
    ),
    "concerns:confirm": (
        Sent("technician", f"{_ROOM}asked/{{notice}}/", ConcernsVerb.STAND_DOWN_CONFIRMED, {},
             guided),
    ),
    "concerns:enquiry-new": (
        Sent("head", f"{_ROOM}press/new/", ConcernsVerb.ENQUIRY_WRITTEN,
             {"outlet": "The Post", "question": "Why?", "asked_at": "14/10/2026 09:00",
              **_TICKET}),
    ),
    "concerns:gate-set": (
        Sent("head", f"{_ROOM}gate/week/?week=2026-10-19", ConcernsVerb.GATE_SET,
             {"20261019-morning": "{head}"}, guided),
    ),
    "concerns:invite": (
        Sent("head", f"{_ROOM}{{pk}}/invite/", ConcernsVerb.MEETING_ARRANGED,
             {"whom": "Quinn Quiet", "companion": "{dsl}", "meet_at": "16/10/2026 15:30",
              "where": "The hall", "how": "By telephone", **_TICKET}, guided),
    ),
    "concerns:listed-new": (
        Sent("teacher", f"{_ROOM}lists/resources/new/", ConcernsVerb.RESOURCE_LISTED,
             {"name": "Worksheet 7", "kind": "text", "licence": "None is known.", **_TICKET}),
    ),
    "concerns:page-move": (
        Sent("head", f"{_ROOM}pages/{{page}}/", ConcernsVerb.PAGE_MOVED, {"status": "gone"},
             guided),
    ),
    "concerns:page-new": (
        Sent("head", f"{_ROOM}pages/new/", ConcernsVerb.PAGE_REGISTERED,
             {"address": "Chatter: them", "owner": "", "found_on": "13/10/2026", "status": "open",
              "note": "", **_TICKET}),
    ),
    "concerns:stand-down": (
        Sent("head", f"{_ROOM}{{pk}}/stand-down/", ConcernsVerb.STAND_DOWN_ASKED,
             {"whom": "{teacher}"}, guided),
    ),
    "concerns:statement-approve": (
        Sent("head", f"{_ROOM}press/statement/{{statement}}/", ConcernsVerb.STATEMENT_APPROVED, {},
             guided),
    ),
    "concerns:statement-new": (
        Sent("head", f"{_ROOM}press/statement/", ConcernsVerb.STATEMENT_WRITTEN,
             {"words": "We look into it."}),
    ),
    "concerns:ask-name": (
        Sent("dsl", f"{_ROOM}{{pk}}/names/{{kept}}/", ConcernsVerb.NAME_ASKED, {"why": "Police."},
             kept_back),
    ),
    "concerns:decide-name": (
        Sent("head", f"{_ROOM}{{pk}}/openings/{{opening}}/decide/", ConcernsVerb.NAME_AGREED,
             {"agreed": "yes", "why": "Needed."}, name_asked),
        Sent("head", f"{_ROOM}{{pk}}/openings/{{opening}}/decide/", ConcernsVerb.NAME_REFUSED,
             {"agreed": "no", "why": "Ask them first."}, name_asked),
    ),
    "concerns:read-name": (
        Sent("dsl", f"{_ROOM}{{pk}}/openings/{{opening}}/", ConcernsVerb.NAME_VIEWED, {},
             name_open),
    ),
    "concerns:admit": (
        Sent("dsl", f"{_ROOM}{{pk}}/admit/", ConcernsVerb.CASE_ADMITTED,
             {"person": "{teacher}", "why": "Teaches the class."}, reported),
    ),
    "concerns:body": (
        Sent("dsl", f"{_ROOM}bodies/{{pk}}/", ConcernsVerb.BODY_CHECKED, {"act": "check"},
             with_a_body),
        Sent("dsl", f"{_ROOM}bodies/{{pk}}/", ConcernsVerb.BODY_ENDED, {"act": "end"}, with_a_body),
        Sent("dsl", f"{_ROOM}bodies/{{pk}}/", ConcernsVerb.BODY_KEPT, _BODY, with_a_body),
    ),
    "concerns:body-new": (
        Sent("dsl", f"{_ROOM}bodies/new/", ConcernsVerb.BODY_KEPT, _BODY),
    ),
    "concerns:close": (
        Sent("dsl", f"{_ROOM}{{pk}}/close/", ConcernsVerb.CASE_CLOSED, {"why": "Done."}, to_close),
    ),
    "concerns:correct": (
        Sent("dsl", f"{_ROOM}{{pk}}/entries/{{entry}}/correct/", ConcernsVerb.ENTRY_WRITTEN,
             {"words": "It was Tuesday.", **_AT, **_TICKET}, two),
    ),
    "concerns:do-task": (
        Sent("dsl", f"{_ROOM}{{pk}}/tasks/{{task}}/done/", ConcernsVerb.TASK_DONE,
             {"why": "Rang."}, two),
    ),
    "concerns:end-admission": (
        Sent("dsl", f"{_ROOM}{{pk}}/admitted/{{admission}}/", ConcernsVerb.CASE_ADMITTED,
             {"why": "No longer needed."}, reported),
    ),
    "concerns:give-task": (
        Sent("dsl", f"{_ROOM}{{pk}}/tasks/", ConcernsVerb.TASK_GIVEN,
             {"person": "{head}", "why": "Ring.", "due_at": "", **_TICKET}, two),
    ),
    "concerns:hand-over": (
        Sent("dsl", f"{_ROOM}{{pk}}/tasks/{{task}}/hand-over/", ConcernsVerb.TASK_HANDED,
             {"person": "{head}", "why": "Away."}, two),
    ),
    "concerns:line": (
        Sent("dsl", f"{_ROOM}{{pk}}/line/", ConcernsVerb.PARTY_NAMED, {"person": ""}, accused),
    ),
    "concerns:link": (
        Sent("dsl", f"{_ROOM}{{pk}}/link/", ConcernsVerb.CASE_LINKED,
             {"number": "{number}", "why": "Alike."}, two),
    ),
    "concerns:matter": (
        Sent("teacher", f"{_ROOM}tell/virus/", ConcernsVerb.REPORT_MADE,
             {"device": "LT-17", "what": "A red box.", "isolated": "yes", **_TICKET, **_WHEN}),
    ),
    "concerns:merge": (
        Sent("dsl", f"{_ROOM}{{pk}}/merge/", ConcernsVerb.CASE_MERGED,
             {"number": "{number}", "why": "The same."}, two),
    ),
    "concerns:paper-empty": (
        Sent("teacher", f"{_ROOM}papers/{{pk}}/empty/", ConcernsVerb.PAPER_EMPTY, {}, on_paper),
    ),
    "concerns:papers": (
        Sent("teacher", f"{_ROOM}papers/", ConcernsVerb.PAPER_PRINTED,
             {"paper": "log-book", "count": "2"}),
    ),
    "concerns:party": (
        Sent("dsl", f"{_ROOM}{{pk}}/people/", ConcernsVerb.PARTY_NAMED,
             {"part": "target", "person": "{parent}", "name": "", "why": "Said so."}, reported),
    ),
    "concerns:reopen": (
        Sent("dsl", f"{_ROOM}{{pk}}/reopen/", ConcernsVerb.CASE_REOPENED, {"why": "More."}, closed),
    ),
    "concerns:search": (
        Sent("dsl", f"{_ROOM}find/", ConcernsVerb.CASES_SEARCHED, {"words": "upset"}, reported),
    ),
    "concerns:evidence": (
        Sent("dsl", f"{_ROOM}{{pk}}/evidence/", EvidenceVerb.FOLDER_OPENED, {}, reported),
    ),
    "concerns:talk": (
        Sent("dsl", f"{_ROOM}talk/{{key}}/", ConcernsVerb.CONVERSATION_ANSWERED,
             {"words": "Thank you for telling us.", "ticket": "a"}, talking),
    ),
    "concerns:sort": (
        Sent("dsl", f"{_ROOM}{{pk}}/sort/", ConcernsVerb.CASE_SORTED,
             {"situation": "bullying", "track": "inappropriate", "seriousness": "ordinary",
              "why": "Read it."}, reported),
    ),
    "concerns:tell": (
        Sent("teacher", f"{_ROOM}tell/?illegal=no", ConcernsVerb.REPORT_MADE,
             {"what": "A child was upset.", **_TICKET, **_WHEN}),
        Sent("teacher", f"{_ROOM}tell/?illegal=yes", ConcernsVerb.REPORT_MADE,
             {"where": "Class 2", "device": "A school tablet", "put_away": "yes",
              **_TICKET, **_WHEN}),
    ),
    "concerns:term-report-make": (
        Sent("head", f"{_ROOM}terms/{{term}}/make/", ConcernsVerb.TERM_REPORT_MADE, {},
             after_a_term),
    ),
    "concerns:type-in": (
        Sent("teacher", f"{_ROOM}papers/{{pk}}/", ConcernsVerb.REPORT_MADE,
             {"illegal": "no", "line": "1", "written_at": "13/10/2026 15:00", "behalf": "T. T.",
              "what": "An advertisement popped up.", "where": "Class 2", **_TICKET}, on_paper),
    ),
    "concerns:write": (
        Sent("dsl", f"{_ROOM}{{pk}}/write/note/", ConcernsVerb.ENTRY_WRITTEN,
             {"words": "Spoke with Kit.", "happened_at": "14/10/2026 10:20", **_TICKET}, reported),
    ),
}  # fmt: skip


def lettered(cast: Cast) -> Words:
    """A case with a letter in it."""
    made = reported(cast)
    case = Case.objects.get(pk=int(str(made["pk"])))
    facts = {
        "site": "x",
        "user_names": "x",
        "reach": "few",
        "truth": "none",
        "aware": "yes",
        "allegation": "no",
        "threat": "no",
        "defamatory": "no",
        "confrontation": "no",
    }
    done = {"stage": "evidence", "how": "done", "why": "Kept."}
    for kind, said in (
        ("post-facts", facts),
        ("stage", done),
        ("general-letter", {"words": "Please talk to us."}),
    ):
        entry = actions.write(case=case, draft=Draft(kind, said, NOW), by=cast.head, at=NOW)
    return {**made, "entry": entry.pk}


LOOKS = {
    "concerns:asked": (
        Sent("parent", f"{_ROOM}asked/", ConcernsVerb.MEETINGS_VIEWED, {}, guided),
    ),
    "concerns:media": (
        Sent("head", f"{_ROOM}press/", ConcernsVerb.ENQUIRIES_VIEWED, {}, guided),
    ),
    "concerns:pages": (
        Sent("head", f"{_ROOM}pages/", ConcernsVerb.PAGES_VIEWED, {}, guided),
    ),
    "concerns:letter": (
        Sent("head", f"{_ROOM}{{pk}}/letter/{{entry}}/", ConcernsVerb.CASE_VIEWED, {}, lettered),
    ),
    "concerns:procedure": (
        Sent("head", f"{_ROOM}{{pk}}/procedure/", ConcernsVerb.CASE_VIEWED, {}, reported),
    ),
    "concerns:letterbox": (
        Sent("dsl", f"{_ROOM}letterbox/", ConcernsVerb.LETTERBOX_VIEWED, {}, in_letterbox),
    ),
    "concerns:talk": (
        Sent("dsl", f"{_ROOM}talk/{{key}}/", ConcernsVerb.CONVERSATION_VIEWED, {}, talking),
    ),
    "concerns:case": (Sent("dsl", f"{_ROOM}{{pk}}/", ConcernsVerb.CASE_VIEWED, {}, reported),),
    "concerns:file": (Sent("dsl", f"{_ROOM}{{pk}}/file/", ConcernsVerb.CASE_EXPORTED, {}, two),),
    "concerns:timeline": (
        Sent("dsl", f"{_ROOM}{{pk}}/people/{{party}}/", ConcernsVerb.CASE_VIEWED, {}, two),
    ),
}  # fmt: skip
