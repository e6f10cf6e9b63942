"""Pages of the filter, of the log and of who looks at it."""

from __future__ import annotations

from schoolgate.config.routes.row import PERSON, PUBLIC, Route
from schoolgate.people.rights import Capability

ROUTES: dict[str, Route] = {
    # filtering: whose request it is, and who decides, the room's own queries say
    "filtering:blocked": PUBLIC,  # where a gateway leads: says why, and keeps nothing
    "filtering:download-new": Route(Capability.OPENING_ASK),
    "filtering:downloads": Route(Capability.OPENING_SEE),  # one's own; all for the committee
    "filtering:fault": Route(Capability.FAULT_FIND),  # one's own; all for the committee
    "filtering:fault-mended": Route(Capability.FAULT_KEEP),
    "filtering:fault-new": Route(Capability.FAULT_FIND),
    "filtering:fault-told": Route(Capability.FAULT_KEEP),
    "filtering:faults": Route(Capability.FAULT_FIND),
    "filtering:lesson": Route(Capability.LESSON_KEEP),
    "filtering:lesson-act": Route(Capability.LESSON_KEEP),
    "filtering:lesson-new": Route(Capability.LESSON_KEEP),
    "filtering:lesson-start": Route(Capability.LESSON_KEEP),
    "filtering:lessons": Route(Capability.LESSON_KEEP),
    "filtering:opening": Route(Capability.OPENING_SEE),  # one's own; all for the committee
    "filtering:opening-act": Route(Capability.OPENING_SEE),
    "filtering:opening-decide": Route(Capability.OPENING_SEE),  # whom the policy names; else said
    "filtering:opening-new": Route(Capability.OPENING_ASK),
    "filtering:openings": Route(Capability.OPENING_SEE),
    "filtering:switch-off": Route(Capability.FILTER_SEE),
    "filtering:switch-off-act": Route(Capability.FILTER_SEE),  # the second person; else said
    "filtering:switch-off-new": Route(Capability.SWITCH_OFF_MAKE, dangerous=True),
    "filtering:switch-offs": Route(Capability.FILTER_SEE),
    "filtering:withdrawal": PERSON,  # one's own; whom the policy names: those of others
    "filtering:withdrawal-end": PERSON,  # whom the policy names; else said
    "filtering:withdrawal-new": Route(Capability.WITHDRAWAL_MAKE, dangerous=True),
    "filtering:withdrawal-read": PERSON,
    "filtering:withdrawals": Route(Capability.WITHDRAWAL_MAKE),
    "filtering:wrong": PERSON,  # one's own; all for the committee
    "filtering:wrong-answer": Route(Capability.WRONG_CATEGORY_ANSWER),
    "filtering:wrong-new": PERSON,
    "filtering:wrong-read": PERSON,
    "filtering:wrongs": Route(Capability.WRONG_CATEGORY_SEE),
    "filtering:askers": Route(Capability.FILTER_SEE),
    "filtering:check": Route(Capability.FILTER_SEE),
    "filtering:checks": Route(Capability.FILTER_SEE),
    "filtering:standards": Route(Capability.FILTER_STANDARDS_SEE),
    "filtering:change": Route(Capability.FILTER_SEE),
    "filtering:changes": Route(Capability.FILTER_SEE),
    "filtering:import": Route(Capability.FILTER_SEE),
    "filtering:list": Route(Capability.FILTER_SEE),
    "filtering:list-new": Route(Capability.FILTER_KEEP),
    "filtering:lists": Route(Capability.FILTER_SEE),
    "filtering:own": Route(Capability.FILTER_SEE),
    "filtering:own-new": Route(Capability.FILTER_KEEP),
    "filtering:unlisted": Route(Capability.FILTER_SEE),
    # gateways
    "gateways:columns": Route(Capability.ROSTER_IMPORT),
    "gateways:held": Route(Capability.ROSTER_IMPORT),
    "gateways:import": Route(Capability.ROSTER_IMPORT),
    "gateways:pac": PUBLIC,  # browsers ask for it before anybody signs in
    "gateways:plan": Route(Capability.ROSTER_IMPORT),
    "gateways:progress": Route(Capability.ROSTER_IMPORT),
    "gateways:sources": Route(Capability.SOURCE_SEE),
    "people:more": PERSON,
    # activity: numbers without names
    "activity:export": Route(Capability.USAGE_SEE),
    "activity:usage": Route(Capability.USAGE_SEE),
    # monitoring: whose part it is, the room's own queries say; nobody what is about themselves
    "monitoring:alert": Route(Capability.ALERT_SEE),
    "monitoring:alerts": Route(Capability.ALERT_SEE),
    "monitoring:budget": Route(Capability.ALERT_BUDGET_SET),
    "monitoring:class": Route(Capability.CLASS_WATCH),  # one’s own classes; else 404
    "monitoring:look-up": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-case": Route(Capability.LOOK_UP_ASK),
    "monitoring:look-up-deliver": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-end": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-finish": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-new": Route(Capability.LOOK_UP_ASK, dangerous=True),
    "monitoring:look-up-put-off": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-review": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-rows": Route(Capability.LOOK_UP_SEE, dangerous=True),
    "monitoring:look-ups": Route(Capability.LOOK_UP_SEE),
    "monitoring:mail-allowance": Route(Capability.MAIL_ALLOWANCE_SET),
    "monitoring:mail-use": Route(Capability.MAIL_USE_SEE),
    "monitoring:mine": Route(Capability.LOOK_UP_MINE_SEE),
    "monitoring:monitors": Route(Capability.MONITORS_REVIEW),
    "monitoring:monitors-review": Route(Capability.MONITORS_REVIEW),
    "monitoring:my-notice": Route(Capability.LOOK_UP_MINE_SEE),
    "monitoring:private-mail": Route(Capability.MAIL_USE_SEE),
    "monitoring:remote": Route(Capability.REMOTE_SEE),
    "monitoring:remote-new": Route(Capability.REMOTE_BEGIN),
    "monitoring:remotes": Route(Capability.REMOTE_SEE),
    "monitoring:own-devices": Route(Capability.OWN_DEVICES_SEE),  # of these, whom the policy names
    "monitoring:own-devices-audit": Route(Capability.OWN_DEVICES_SEE),
    "monitoring:report": Route(Capability.ALERT_COUNT),
    "monitoring:rota": Route(Capability.ROTA_SEE),
    "monitoring:rota-fill": Route(Capability.ROTA_KEEP),
    "monitoring:rota-looked": Route(Capability.ROTA_SEE),
    "monitoring:rota-new": Route(Capability.ROTA_KEEP),
    "monitoring:rotas": Route(Capability.ROTA_SEE),
    "monitoring:talk-new": Route(Capability.SUPPORT_KEEP),
    "monitoring:talks": Route(Capability.LOOK_UP_SEE),
    "monitoring:use-check-new": Route(Capability.USE_CHECK),
    "monitoring:use-checks": Route(Capability.USE_CHECK_SEE),
}
