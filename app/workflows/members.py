"""The members of staff of a store: who is added, who leaves, who changes a passphrase."""

from __future__ import annotations

from app.errors import KnownError
from app.i18n import _
from app.model import moments
from app.model.changes import Changes
from app.model.staff import Member, Role
from app.store import audit, left_staff, named, places
from app.vault import DeviceSecrets
from app.workflows.session import Session


def members(session: Session) -> tuple[Member, ...]:
    """Return everyone who can unlock the store."""
    return session.vault.members()


def leads(session: Session) -> tuple[Member, ...]:
    """Return the team leads of the store."""
    return tuple(member for member in members(session) if member.role is Role.LEAD)


def other_leads(session: Session, than: int | None) -> bool:
    """Whether there is a team lead besides the one of this id."""
    return any(lead.id != than for lead in leads(session))


def add(session: Session, name: str, role: Role, passphrase: str) -> tuple[Member, Changes]:
    """Give a new member of staff a key slot; only a lead may."""
    session.require_lead()
    member = session.vault.add_member(session.unlocked, name, role, passphrase)
    with session.store.write() as connection:
        named.keep_staff(connection, session.vault.members())
        audit.append(
            connection,
            session.member,
            "staff_added",
            table="staff",
            row=member.id,
            detail={"role": role.value},
        )
    return member, Changes(staff=True)


def unfinished(session: Session, member: Member) -> int:
    """Return how many unfinished tickets a member of staff has."""
    with session.store.read() as connection:
        return left_staff.count_unfinished(connection, member.id)


def remove(session: Session, name: str, heir: str = "") -> Changes:
    """Take a member's key slot away and change the store key, so that no old copy of it opens.

    Their unfinished tickets become those of ``heir``, a colleague, or nobody's. The store is
    re-encrypted under the new key; a crash at any moment leaves it opening with one of the two,
    and the next unlock settles which; the tickets are nobody's then. Only a lead may, and not for
    themselves. Raises ``KnownError``: ``no_such_member`` for either name, ``store_busy`` while a
    purge or an erasure is carried out.
    """
    session.require_lead()
    leaving = _named(session, name)
    to = _named(session, heir).id if heir else None
    session.store.require_no_guest()
    session.unlocked = session.vault.begin_rekey(session.unlocked, remove=leaving.id)
    pending = session.unlocked.pending_store_key
    if pending is None:
        raise RuntimeError("a lead who begins a rekey is given its key")
    try:
        session.store.rekey(pending)
    except BaseException:
        # Once the new database is in place only the new key will do: the next unlock settles it.
        if session.store.opens_with(session.unlocked.store_key):
            session.unlocked = session.vault.abandon_rekey(session.unlocked)
        raise
    session.unlocked = session.vault.finish_rekey(session.unlocked)
    with session.store.write() as connection:
        named.keep_staff(connection, session.vault.members())
        at, by = moments.now(), session.staff_id
        places.forget(connection, leaving.id)
        theirs = left_staff.hand_over(connection, None if to == leaving.id else to, at=at, by=by)
        audit.append(connection, session.member, "staff_removed", table="staff", row=leaving.id)
    return Changes(tickets=theirs, staff=True)


def reset_passphrase(session: Session, name: str, new: str) -> Changes:
    """Give a member who forgot theirs a new passphrase; only a lead may.

    Raises ``KnownError``: ``no_such_member``, ``recovery_needed`` for a lead's own, and as
    ``Vault.reset_passphrase`` does.
    """
    session.require_lead()
    member = _named(session, name)
    session.vault.reset_passphrase(session.unlocked, member.id, new)
    with session.store.write() as connection:
        audit.append(connection, session.member, "passphrase_reset", table="staff", row=member.id)
    return Changes()


def may_reset(session: Session, member: Member) -> bool:
    """Whether whoever is at work may give this member a new passphrase."""
    if session.signing_key is None:
        return False
    return member.role is not Role.LEAD or session.unlocked.by_recovery


def _named(session: Session, name: str) -> Member:
    key = named.name_key(name)
    found = next((m for m in members(session) if named.name_key(m.name) == key), None)
    if found is None:
        raise KnownError(
            "no_such_member",
            _("There is no member of staff of that name."),
            _("Nothing was changed. List the staff to see the names."),
        )
    return found


def change_passphrase(session: Session, old: str, new: str) -> Changes:
    """Change the passphrase of whoever is at work."""
    session.vault.change_passphrase(session.unlocked, old, new)
    with session.store.write() as connection:
        audit.append(connection, session.member, "passphrase_changed")
    return Changes()


def remember_device(session: Session, passphrase: str, secrets: DeviceSecrets) -> Changes:
    """Let this workstation's keyring open the store without typing."""
    session.vault.remember_device(session.unlocked, passphrase, secrets)
    with session.store.write() as connection:
        audit.append(connection, session.member, "device_remembered")
    return Changes()


def forget_device(session: Session, secrets: DeviceSecrets) -> Changes:
    """Open the store on this workstation by passphrase alone again."""
    session.vault.forget_device(session.unlocked, secrets)
    with session.store.write() as connection:
        audit.append(connection, session.member, "device_forgotten")
    return Changes()


def new_recovery_code(session: Session) -> str:
    """Make a new recovery code to print; the old one opens nothing from now on."""
    session.require_lead()
    code = session.vault.new_recovery_code(session.unlocked)
    with session.store.write() as connection:
        audit.append(connection, session.member, "recovery_code_changed")
    return code
