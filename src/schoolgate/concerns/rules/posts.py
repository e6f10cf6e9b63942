"""The headteacher's guided procedure for abusive posts: its stages, the entries that each asks for,
and what must be there first. Pure. Source: 000 §5.9 and Appendix 2, 003 Appendix 1; HSM-01 … 31.

The order of the stages is advice: each is done, or skipped with a reason. What protects somebody is
no advice, and a gate.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from schoolgate.concerns.rules.kinds_of_posts import HEADS
from schoolgate.concerns.rules.standing import Gate, Shut, Standing

SITUATIONS: Final = frozenset({
    "abusive-post", "fake-profile", "many-commenters", "meeting-failed", "own-page-post", "threat",
    "unofficial-page",
})  # fmt: skip


class Stage(NamedTuple):
    """A stage: its slug, its title, why, and the kinds of entries that belong to it, in order."""

    slug: str
    title: str
    why: str
    kinds: tuple[str, ...]


STAGES: Final = (
    Stage("calm", "Keep calm",
          "A measured, impartial answer works best. Nothing is sent before the evidence is kept.",
          ("stand-down",)),
    Stage("evidence", "Keep the evidence",
          "User names, exact dates and times, what the school did. Who told you is left out.",
          ("post-facts", "removed-from-own-page", "takedown", "takedown-answer")),
    Stage("reassure", "Look after those named",
          "Explain what will be done, and ask what support they need.",
          ("hr-consulted", "target-informed", "wellbeing", "signposted", "lado", "head-support")),
    Stage("meet", "Meet the person who posted it",
          "In person rather than by letter, each family on its own, never with the one who was "
          "attacked, and with a colleague at your side.",
          ("police", "meeting-invited", "meeting-held", "warning-given", "general-letter",
           "letter-approved", "letter-sent", "crisis-team", "media-enquiry")),
    Stage("chair", "Meet again with the chair of governors",
          "The chair is fully briefed first, and all say the same.",
          ("chair-briefed", "second-meeting", "chair-letter")),
    Stage("letter", "Write a letter",
          "Only when they refuse to meet, and after legal advice on its words.",
          ("legal-advice", "letter")),
)  # fmt: skip


class Step(NamedTuple):
    """A stage as it stands in one case: `how` is done, skipped, begun or waiting."""

    stage: Stage
    how: str
    why: str
    written: tuple[str, ...]


def steps(case: Standing) -> list[Step]:
    """Return the stages in their order, each as it stands."""
    return [_step(stage, case) for stage in STAGES]


def _step(stage: Stage, case: Standing) -> Step:
    marks = [said for kind, said in case.entries if kind == "stage" and said["stage"] == stage.slug]
    written = tuple(kind for kind in stage.kinds if case.has(kind))
    if marks:
        return Step(stage, marks[-1]["how"], marks[-1].get("why", ""), written)
    return Step(stage, "begun" if written else "waiting", "", written)


# --- Before something is written ------------------------------------------------------------------


def _evidence_is_kept(case: Standing) -> Shut | None:
    """Nothing goes out before the stage of evidence is done or skipped. HSM-02."""
    known = {step.stage.slug: step.how for step in steps(case)}
    if case.situation not in SITUATIONS or known["evidence"] in {"done", "skipped"}:
        return None
    said = "Keep the evidence first: say that this stage is done, or why it is skipped."
    return Shut(said, "stage")


def _reach_and_truth_are_weighed(case: Standing) -> Shut | None:
    """How widely it was read, and whether there is truth in it. HSM-22."""
    if case.situation not in SITUATIONS or case.has("post-facts"):
        return None
    said = "Write down first how widely it was read and whether some of it is true."
    return Shut(said, "post-facts")


def _hr_before_telling(case: Standing) -> Shut | None:
    """Whoever does not know of it is told after the HR provider was asked. HSM-08."""
    if _fact(case, "aware") != "no" or case.has("hr-consulted"):
        return None
    return Shut("Ask the HR provider first, and write it down.", "hr-consulted")


def _target_is_not_invited(case: Standing) -> Shut | None:
    """Whoever was attacked is not asked to the meeting. HSM-11."""
    asked = f"{case.draft.get('whom', '')} {case.draft.get('companion', '')}"
    there = [name for name in case.target_names if _names(asked, name)]
    if not there:
        return None
    return Shut(f"{there[0]} was attacked and is not asked to the meeting.", "meeting-invited")


def _police_before_confrontation(case: Standing) -> Shut | None:
    """Where a crime or a confrontation is likely the police are asked before any meeting. HSM-15,
    20."""
    likely = "yes" in {_fact(case, "confrontation"), _fact(case, "threat")}
    if not likely or case.has("police"):
        return None
    said = "A confrontation or a crime is likely: speak to the police before you meet anybody."
    return Shut(said, "police")


def _chair_is_briefed(case: Standing) -> Shut | None:
    """The chair knows everything before the second meeting. HSM-18."""
    if case.has("chair-briefed"):
        return None
    return Shut("Brief the chair of governors fully first, and write down when.", "chair-briefed")


def _nobody_is_named(case: Standing) -> Shut | None:
    """Letters to all parents and the chair's letter name nobody of the case. HSM-16, 23."""
    words = case.draft.get("words", "") or case.first.get("words", "")
    named = [name for name in case.names if _names(words, name)]
    if not named:
        return None
    return Shut(f"Leave {named[0]} out: this letter names nobody.", "general-letter")


def _reminder_is_set(case: Standing) -> Shut | None:
    """Sites take their time: whoever waits for one sets a day to ask again. HSM-21."""
    if case.draft.get("outcome") != "waiting" or case.draft.get("remind_on"):
        return None
    return Shut("Say when you will ask again.", "takedown")


def _letter_is_approved(case: Standing) -> Shut | None:
    """A letter to all parents goes out once the headteacher has approved it. HSM-16."""
    if "letter-approved" in case.beside:
        return None
    return Shut("The headteacher approves the letter first.", "general-letter")


_SENT: Final = (_evidence_is_kept, _reach_and_truth_are_weighed)
BEFORE: Final[Mapping[str, tuple[Gate, ...]]] = {
    "chair-letter": (*_SENT, _nobody_is_named),
    "general-letter": (*_SENT, _nobody_is_named),
    "letter-approved": (*_SENT, _nobody_is_named),
    "letter": _SENT,
    "letter-sent": (*_SENT, _letter_is_approved, _nobody_is_named),
    "meeting-held": (
        _reach_and_truth_are_weighed, _target_is_not_invited, _police_before_confrontation,
    ),
    "meeting-invited": (*_SENT, _target_is_not_invited, _police_before_confrontation),
    "second-meeting": (_reach_and_truth_are_weighed, _target_is_not_invited, _chair_is_briefed),
    "takedown": (_reminder_is_set,),
    "takedown-answer": (_reminder_is_set,),
    "target-informed": (_hr_before_telling,),
    "warning-given": (_reach_and_truth_are_weighed,),
}  # fmt: skip


# --- Before the case is closed --------------------------------------------------------------------


def _follows(fact: str, kind: str, sentence: str) -> Gate:
    def gate(case: Standing) -> Shut | None:
        is_open = _fact(case, fact) != "yes" or case.has(kind)
        return None if is_open else Shut(sentence, kind)

    return gate


def _stages_are_done(case: Standing) -> Shut | None:
    """Each stage is done, or skipped with a reason. HSM-01."""
    if case.situation not in SITUATIONS:
        return None
    left = [step.stage.title for step in steps(case) if step.how not in {"done", "skipped"}]
    said = f"Say what became of each stage: {', '.join(left).lower()}."
    return Shut(said, "stage") if left else None


BEFORE_CLOSING: Final[tuple[Gate, ...]] = (
    _stages_are_done,
    # HSM-10: an allegation is the LADO's
    _follows("allegation", "lado", "It holds an allegation: write down when the LADO was asked."),
    # HSM-20: threats are the police's
    _follows("threat", "police", "It holds a threat: write down when the police were told."),
    # HSM-29: libel needs a lawyer
    _follows("defamatory", "legal-advice", "It may be defamatory: write down the legal advice."),
)


def may_run(roles: Collection[str]) -> bool:
    """Tell whether somebody may run the procedure. HSM-01."""
    return not HEADS.isdisjoint(roles)


def _fact(case: Standing, name: str) -> str:
    """Return what was last said about the post; empty where nothing was."""
    found = [said.get(name, "") for kind, said in case.entries if kind == "post-facts"]
    return found[-1] if found else ""


def _names(text: str, name: str) -> bool:
    """Tell whether a text names somebody, by the whole name or the family name."""
    words = {word.strip(".,;:()“”\"'").casefold() for word in text.split()}
    family = name.split()[-1].casefold() if name.split() else ""
    return name.casefold() in text.casefold() or (len(family) > 2 and family in words)
