"""The kinds of entries of the procedure for abusive posts. Source: HSM-03 … HSM-31.

The words of the letter are ours: a policy has none.
"""

from __future__ import annotations

from typing import Final

from schoolgate.concerns.rules.shapes import (
    GOVERNORS,
    HEAD,
    YES_NO,
    Field,
    Kind,
    Shape,
    day,
    line,
    one_of,
    text,
    yes_no,
)

# Who runs the procedure; the chair where it is about the headteacher. HSM-01.
HEADS: Final = frozenset({"chair", "deputy_headteacher", "headteacher"})


def _of_heads(slug: str, title: str, *fields: Field, hint: str = "") -> Kind:
    return Kind(slug, title, fields, HEADS, hint=hint)


_SPOKEN_TO: Final = line("spoken_to", "Whom did you speak to?")
_ADVICE: Final = text("advice", "What did they advise?")

STAGE: Final = _of_heads(
    "stage", "A stage of the procedure",
    one_of("stage", "Which stage?", ("calm", "Keep calm"), ("evidence", "Keep the evidence"),
            ("reassure", "Look after those named"), ("meet", "Meet the person who posted it"),
            ("chair", "Meet again with the chair of governors"), ("letter", "Write a letter")),
    one_of("how", "What became of it?", ("done", "It is done"), ("skipped", "It is skipped")),
    text("why", "How, or why not?"),
)  # fmt: skip

_OUTCOME: Final = one_of("outcome", "What came of it?", ("waiting", "No answer yet"),
                        ("removed", "It was removed"), ("refused", "It was refused"))  # fmt: skip
_REMIND: Final = day("remind_on", "If there is none yet, when will you ask again?", required=False)
_EVIDENCE: Final = (
    _of_heads(
        "post-facts", "What was posted, and how far it went",
        line("site", "On which site, page or group?"),
        line("user_names", "Under which user names?"),
        one_of("reach", "How widely was it read?", ("few", "By a few people"),
                ("class", "By the parents of a class"), ("school", "By much of the school"),
                ("public", "By anybody: it is public")),
        one_of("truth", "Is there truth in it?", ("none", "No"), ("some", "Some of it is true"),
                ("unknown", "We do not know yet")),
        yes_no("aware", "Do those who are attacked know of it?"),
        yes_no("allegation", "Does it hold an allegation against somebody who works here?"),
        yes_no("threat", "Does it hold a threat, or could it cause serious alarm or distress?"),
        yes_no("defamatory", "May it be defamatory?"),
        yes_no("confrontation", "Would a meeting be likely to end in a confrontation?"),
    ),
    Kind(
        "stand-down", "Staff asked to stay out of it",
        (line("whom", "Who was asked?"), text("words", "What were they told?")),
        HEADS, by_hand=False, page="concerns:stand-down",
    ),
    _of_heads(
        "removed-from-own-page", "Removed from the school’s own page",
        line("copy", "Where is the copy kept?"),
        line("author", "Who wrote it?"),
        line("contact", "How will you talk to them, by the usual ways?"),
    ),
    _of_heads(
        "takedown", "Asked the site to take it down",
        line("platform", "Which site?"),
        text("term", "Which of its rules does it break? Quote it."),
        _OUTCOME, _REMIND,
        hint="Sites take down what breaks the law or their own rules, and they take their time.",
    ),
    Kind(
        "takedown-answer", "What came of asking the site",
        (_OUTCOME, _REMIND, text("words", "What did they say?", required=False)),
        HEADS, adds_to="takedown",
    ),
)  # fmt: skip

_PEOPLE: Final = (
    _of_heads(
        "hr-consulted", "HR provider asked",
        _SPOKEN_TO, _ADVICE,
        hint="Before somebody is told of a post that they do not know of.",
    ),
    _of_heads(
        "target-informed", "Told the one who was attacked",
        line("whom", "Who was told?"), text("words", "What was said, and how was it taken?"),
    ),
    _of_heads(
        "wellbeing", "Spoke with the one who was attacked",
        line("whom", "Who?"), text("needs", "What support do they need?"),
        day("again_on", "When will you speak again?"),
    ),
    _of_heads(
        "signposted", "Pointed somebody to support",
        line("whom", "Who?"),
        Field("body", "To whom?", Shape.CHOICE, source="signposts"),
        hint="The list is the one of “Whom to ring”. Ring a number yourself before you pass on one "
             "that nobody has checked for a year.",
    ),
    _of_heads("lado", "LADO asked", _SPOKEN_TO, _ADVICE,
              hint="Always, where the post holds an allegation."),
    Kind(
        "head-support", "Support for the headteacher",
        (line("whom", "Who spoke with the headteacher?"),
         text("words", "What was offered, and what is needed?")),
        GOVERNORS, hint="Only the headteacher and the chair of governors can read it.",
        seen_by=GOVERNORS,
    ),
)  # fmt: skip

_MEETING: Final = (
    _of_heads("police", "Police asked", _SPOKEN_TO, _ADVICE,
              one_of("outcome", "What do they make of it?", ("open", "Not known yet"),
                      ("civil", "A civil matter"), ("criminal", "A criminal matter"))),
    Kind(
        "meeting-invited", "Invited to a meeting",
        (line("whom", "Who?"), line("companion", "Which leader will be with you?"),
         line("how", "How were they asked?"), line("when", "When is it?"),
         line("where", "Where is it?")),
        HEADS, by_hand=False, page="concerns:invite",
    ),
    Kind(
        "meeting-held", "Met the person who posted it",
        (line("whom", "Who came?"),
         line("companion", "Which leader was with you?"),
         yes_no("disappointment", "Did you say how it disappoints the school?"),
         yes_no("effect", "Did you explain what it does to the school and their child?"),
         yes_no("together", "Did you offer to solve it together?"),
         yes_no("remove", "Did you ask for it to be removed at once?"),
         yes_no("complaints", "Did you point to the complaints procedure?"),
         yes_no("privacy", "Did you say that nothing posted stays private?"),
         yes_no("agreed", "Did they agree to remove it?"),
         day("removed_on", "By when?", required=False),
         text("words", "What else was said?", required=False)),
        HEADS, adds_to="meeting-invited",
    ),
    _of_heads(
        "warning-given", "Warned of legal action",
        text("words", "In which words?"), line("speaker", "Who said it?"),
        hint="Possible, and not preferred: leave it out if you can.",
    ),
    _of_heads(
        "crisis-team", "Authority’s communications team told",
        _SPOKEN_TO,
        Field("drafting", "Will they draft the statement?", Shape.YES_NO, choices=YES_NO,
              source="drafting"),
    ),
    Kind(
        "media-enquiry", "Enquiry by the press",
        (line("outlet", "Which paper or station?"), line("answered_by", "Who answered?"),
         text("answer", "What was said?")),
        HEADS, by_hand=False, page="concerns:media",
    ),
)  # fmt: skip

LETTER: Final = """Dear parents and carers,

We know of comments about our school that have been posted on line. We take what worries you \
seriously, and we want to put it right together with you.

Please bring a worry to us directly: at the gate, in the office or by telephone, or use our \
complaints procedure. What is posted on line can hurt people, can be read by children and by \
people whom you do not know, and settles nothing.

We ask everybody to take down what may hurt somebody, and not to share it.

Thank you for your help."""
_GENERAL: Final = (
    Kind(
        "general-letter",
        "Letter to all parents: a draft",
        (text("words", "The letter", hint="It names nobody"),),
        HEADS,
        start=(("words", LETTER),),
        hint="For when many are in it, or the thread cannot be seen. The headteacher approves it "
        "before it is sent.",
    ),
    Kind(
        "letter-approved",
        "Letter to all parents approved",
        (line("remark", "A remark, if you wish", required=False),),
        HEAD,
        adds_to="general-letter",
    ),
    Kind(
        "letter-sent",
        "Letter to all parents sent",
        (
            one_of(
                "to",
                "To whom?",
                ("all", "All parents"),
                ("classes", "Parents of some classes"),
                ("others", "Others"),
            ),
            line("how", "How?", hint="Such as on paper, in the book bags"),
            line("count", "How many were sent?"),
        ),
        HEADS,
        adds_to="general-letter",
    ),
)

_LAST: Final = (
    _of_heads("chair-briefed", "Chair of governors briefed",
              text("words", "What does the chair know now, and what will all say?")),
    _of_heads(
        "second-meeting", "Second meeting, with the chair",
        line("whom", "Who came?"), line("companion", "Who was there for the school?"),
        text("plan", "Action plan: what, who, by when"),
    ),
    Kind(
        "chair-letter", "Letter from the chair of governors",
        (line("contact", "Whom should they ring?"), line("number", "On which number?"),
         text("words", "The letter", hint="It names no pupil")),
        frozenset({"chair"}),
    ),
)  # fmt: skip

ALL: Final = (STAGE, *_EVIDENCE, *_PEOPLE, *_MEETING, *_GENERAL, *_LAST)
