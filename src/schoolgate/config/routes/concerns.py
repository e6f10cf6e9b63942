"""Pages of worries, cases and what is kept of them."""

from __future__ import annotations

from schoolgate.config.routes.row import PERSON, PUBLIC, Route
from schoolgate.people.rights import Capability

ROUTES: dict[str, Route] = {
    # concerns: who is admitted to a case, the room's own queries say; 404 to everybody else
    "concerns:add": PERSON,
    "concerns:admit": PERSON,
    "concerns:arrangements": Route(Capability.ARRANGEMENT_MAKE),
    "concerns:asked": PERSON,  # each their own
    "concerns:ask-name": PERSON,  # who leads the case; else 403
    "concerns:bodies": Route(Capability.BODY_SEE),
    "concerns:body": Route(Capability.BODY_KEEP),
    "concerns:body-new": Route(Capability.BODY_KEEP),
    "concerns:case": PERSON,
    "concerns:close": PERSON,
    "concerns:confirm": PERSON,
    "concerns:correct": PERSON,
    "concerns:decide-name": PERSON,  # who leads by office, and is another; else 403
    "concerns:do-task": PERSON,
    "concerns:end-admission": PERSON,
    "concerns:enquiry-new": Route(Capability.ENQUIRY_KEEP),
    "concerns:letter": PERSON,
    "concerns:letterbox": Route(Capability.LETTERBOX_OPEN),
    "concerns:evidence": PERSON,
    "concerns:file": PERSON,
    "concerns:gate": Route(Capability.GATE_SEE),
    "concerns:gate-set": Route(Capability.GATE_KEEP),
    "concerns:give-task": PERSON,
    "concerns:hand-over": PERSON,
    "concerns:invite": PERSON,  # the headteacher's, deputy's or chair's; else 403
    "concerns:line": PERSON,  # whoever leads the case; else 403
    "concerns:link": PERSON,
    "concerns:list": PERSON,
    "concerns:listed": Route(Capability.LISTED_SEE),
    "concerns:listed-new": Route(Capability.LISTED_KEEP),
    "concerns:matter": PERSON,
    "concerns:media": Route(Capability.ENQUIRY_KEEP),
    "concerns:merge": PERSON,
    "concerns:mine": PERSON,
    "concerns:page-move": Route(Capability.PAGE_KEEP),
    "concerns:page-new": Route(Capability.PAGE_KEEP),
    "concerns:pages": Route(Capability.PAGE_KEEP),
    "concerns:paper-empty": Route(Capability.PAPER_TYPE),
    "concerns:papers": Route(Capability.PAPER_TYPE),
    "concerns:party": PERSON,
    "concerns:poster": Route(Capability.POSTER_PRINT),
    "concerns:posters": Route(Capability.POSTER_PRINT),
    "concerns:procedure": PERSON,  # the headteacher's, deputy's or chair's; else 403
    "concerns:public": PUBLIC,  # leads to Tell
    "concerns:read-name": PERSON,
    "concerns:reopen": PERSON,
    "concerns:search": PERSON,
    "concerns:sort": PERSON,
    "concerns:statement-approve": Route(Capability.STATEMENT_APPROVE),
    "concerns:statement-new": Route(Capability.STATEMENT_WRITE),
    "concerns:stand-down": PERSON,  # the headteacher's, deputy's or chair's; else 403
    "concerns:talk": PERSON,
    "concerns:tell": PERSON,
    "concerns:term-report": Route(Capability.TERM_REPORT_SEE),
    "concerns:term-report-make": Route(Capability.TERM_REPORT_MAKE),
    "concerns:term-report-pdf": Route(Capability.TERM_REPORT_SEE),
    "concerns:term-reports": Route(Capability.TERM_REPORT_SEE),
    "concerns:type-in": Route(Capability.PAPER_TYPE),
    "concerns:timeline": PERSON,
    "concerns:write": PERSON,
    # evidence: whom the room that keeps the folder names, and nobody else; else 404
    "evidence:bundle": PERSON,
    "evidence:bundles": PERSON,
    "evidence:custody": PERSON,
    "evidence:download": PERSON,
    "evidence:folder": PERSON,
    "evidence:hold": PERSON,  # whom the room lets make bundles; else 403
    "evidence:item": PERSON,
    "evidence:picture": PERSON,
    "evidence:progress": PERSON,
}
