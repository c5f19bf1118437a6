"""What a request says of itself in words: what is asked, who must act, what follows."""

from __future__ import annotations

from app.i18n import N_, _
from app.model.subject_request import IDENTITY_LABELS, Missing, RequestKind
from app.workflows.requests.guide import Guide
from app.workflows.requests.standing import ACTOR_LABELS, Actor
from ui.text import one_line

KIND_TEXTS = {
    RequestKind.ACCESS: N_("They want to see everything we keep about them."),
    RequestKind.RECTIFY: N_("Something we keep about them is wrong and must be corrected."),
    RequestKind.ERASE: N_("They want everything we keep about them to be removed for good."),
    RequestKind.RESTRICT: N_("We keep their data, but no longer change or use it for now."),
    RequestKind.OBJECT: N_("They do not want their data to be used for certain purposes."),
    RequestKind.PORT: N_("They want a copy of their data to take along to somebody else."),
    RequestKind.STOP_ACCOUNT: N_(
        "They no longer want us to use their account. It is closed, and its data goes by itself"
        " after the retention period (P-130, article 5)."
    ),
}
"""What each kind means to whoever takes a request in."""

METHOD_LABELS = {
    **IDENTITY_LABELS,
    "override": N_("Not checked: a lead decided"),
}
"""How the identity was checked."""

STEP_TITLES = {
    Missing.IDENTITY: N_("Check who is asking"),
    Missing.CLARIFICATION: N_("Wait for the clarification"),
    Missing.FINDING: N_("Find all records of the person"),
    Missing.PREVIEW: N_("Look at what would be done"),
    Missing.DECISION: N_("Decide"),
    Missing.EXTENSION_NOTICE: N_("Tell the person of the extension"),
    Missing.CLOSING_LETTER: N_("Write the closing letter"),
    Missing.APPROVAL: N_("Have a team lead approve the erasure"),
    Missing.CARRYING_OUT: N_("Carry it out"),
    Missing.THIRD_PARTIES: N_("Tell those who received the data"),
}
STEP_TEXTS = {
    Missing.IDENTITY: N_(
        "Nothing is shown, changed or removed before it is certain that the request comes from"
        " this person. Send a code to an address we know, call back a number we know, or check it"
        " in person. Never keep a copy of an identity document."
    ),
    Missing.CLARIFICATION: N_(
        "The person was asked what they mean. The clock stands still until they answer."
    ),
    Missing.FINDING: N_(
        "The person may have more records: another address, another spelling. Look for them, and"
        " say of each whether it is theirs. What you accept becomes part of this person's record; a"
        " message of somebody else stays where it is."
    ),
    Missing.PREVIEW: N_("This is what the request comes to. Nothing was done yet."),
    Missing.DECISION: N_(
        "Grant it, unless a law, a hold or the rights of others stand against it. A refusal, also"
        " of a part, needs its grounds: the letter to the person gives them."
    ),
    Missing.EXTENSION_NOTICE: N_(
        "The law wants the person to hear of the extension and its reason within the month."
    ),
    Missing.CLOSING_LETTER: N_(
        "Tell the person what was decided and done, and how to complain. Save the letter as mail"
        " and send it with your mail program, or as a PDF and send it by post."
    ),
    Missing.APPROVAL: N_(
        "An erasure cannot be taken back, so a team lead other than the one who took the request"
        " in approves it."
    ),
    Missing.THIRD_PARTIES: N_(
        "These received data of the person and must hear what changed (AVG, article 19). Write"
        " them a letter or call them, then say so here for each."
    ),
}
CARRIED_OUT = {
    RequestKind.ACCESS: N_("Make the package: an encrypted file with everything we keep."),
    RequestKind.PORT: N_("Make the package: an encrypted file with everything we keep."),
    RequestKind.RECTIFY: N_("Type the right values. They are corrected in every place at once."),
    RequestKind.ERASE: N_(
        "Everything in the preview is destroyed for good. The holds are asked once more. Send the"
        " closing letter before: afterwards nobody here knows the name and address."
    ),
    RequestKind.RESTRICT: N_("The data is kept, shown as restricted and not changed any more."),
    RequestKind.OBJECT: N_("Choose the purposes for which the data is not used any more."),
    RequestKind.STOP_ACCOUNT: N_("The account is closed; its retention period starts today."),
}


def step_text(step: Missing, kind: RequestKind) -> str:
    """Say what a step is for, in the user's language."""
    return _(CARRIED_OUT[kind] if step is Missing.CARRYING_OUT else STEP_TEXTS[step])


def erasure_question(guide: Guide) -> str:
    """Ask whether a person is to be erased, by name and address, and say what is forgotten too."""
    request = guide.standing.request
    who = " · ".join(one_line(text, 80) for text in (request.person, *guide.addresses[:1]) if text)
    asked = _("Everything of {person} is destroyed for good. This cannot be undone.").format(
        person=who
    )
    if not guide.packages:
        return asked
    lying = "\n".join(one_line(str(path), 120) for path in guide.packages)
    told = _(
        "Packages of this person still lie on this workstation. The erasure leaves them, and"
        " nothing here tells of them any more: remove them before."
    )
    return f"{asked}\n\n{told}\n{lying}"


def who_acts(guide: Guide) -> str:
    """Say who must act now, by name where only some may."""
    if guide.standing.actor in {Actor.LEAD, Actor.ANOTHER_LEAD}:
        return ", ".join(one_line(name, 80) for name in guide.approvers)
    return _(ACTOR_LABELS[guide.standing.actor])
