"""What can go wrong with the key slots, each as an error that the user can act on."""

from __future__ import annotations

from app.errors import KnownError
from app.i18n import _


def store_exists() -> KnownError:
    """Return ``store_exists``."""
    return KnownError(
        "store_exists",
        _("This folder already holds a store."),
        _("It was left as it is. Choose another folder for a new store."),
    )


def no_store() -> KnownError:
    """Return ``no_store``."""
    return KnownError(
        "no_store",
        _("There is no store in this folder."),
        _("Choose the folder of a store, or make a new one."),
    )


def newer() -> KnownError:
    """Return ``keyslots_newer``."""
    return KnownError(
        "keyslots_newer",
        _("This store was made by a newer version of this program."),
        _("The store was left as it is. Update the program and try again."),
    )


def damaged() -> KnownError:
    """Return ``keyslots_damaged``."""
    return KnownError(
        "keyslots_damaged",
        _("The key file of this store is damaged or was changed by something else."),
        _("The store itself was left as it is. Put back keyslots.json from a backup."),
    )


def keyslots_changed() -> KnownError:
    """Return ``keyslots_changed``."""
    return KnownError(
        "keyslots_changed",
        _("The key file of this store was changed by another program."),
        _("Nothing was written. Lock the store, unlock it again and repeat what you did."),
    )


def wrong_passphrase() -> KnownError:
    """Return ``wrong_passphrase``."""
    return KnownError(
        "wrong_passphrase",
        _("The passphrase does not open this store."),
        _("Nothing was changed. Type it again, or use the recovery code."),
    )


def not_own_passphrase() -> KnownError:
    """Return ``wrong_passphrase`` for somebody who is at work already."""
    return KnownError(
        "wrong_passphrase",
        _("This is not the passphrase that you unlock with."),
        _("Nothing was changed. Type it again."),
    )


def passphrase_ambiguous() -> KnownError:
    """Return ``passphrase_ambiguous``."""
    return KnownError(
        "passphrase_ambiguous",
        _("More than one member of staff uses this passphrase."),
        _("Unlock with your name as well, and choose a passphrase of your own."),
    )


def no_such_member() -> KnownError:
    """Return ``no_such_member``."""
    return KnownError(
        "no_such_member",
        _("There is no member of staff of that name here."),
        _("Nothing was changed. Look at the list of staff for the names."),
    )


def recovery_code_wrong() -> KnownError:
    """Return ``recovery_code_wrong``."""
    return KnownError(
        "recovery_code_wrong",
        _("This recovery code does not open this store."),
        _("Nothing was changed. Use the code that was made last for this store."),
    )


def device_not_remembered() -> KnownError:
    """Return ``device_not_remembered``."""
    return KnownError(
        "device_not_remembered",
        _("The keyring of this computer does not open this store."),
        _("Nothing was lost. Unlock with the passphrase."),
    )


def keyring_forgets() -> KnownError:
    """Return ``keyring_unavailable``."""
    return KnownError(
        "keyring_unavailable",
        _("The keyring of this computer does not keep what it is given."),
        _("Nothing was changed. Unlock with the passphrase."),
    )


def not_a_lead() -> KnownError:
    """Return ``not_a_lead``."""
    return KnownError(
        "not_a_lead",
        _("Only a team lead can do this."),
        _("Nothing was changed. Ask a team lead."),
    )


def recovery_needed() -> KnownError:
    """Return ``recovery_needed``."""
    return KnownError(
        "recovery_needed",
        _("A team lead gets a new passphrase only with the recovery code."),
        _("Nothing was changed. Unlock with the recovery code first."),
    )


def recovery_has_no_passphrase() -> KnownError:
    """Return ``recovery_session``."""
    return KnownError(
        "recovery_session",
        _("The recovery code has no passphrase of its own."),
        _("Nothing was changed. Give a team lead a new passphrase and unlock with that."),
    )


def name_taken() -> KnownError:
    """Return ``name_taken``."""
    return KnownError(
        "name_taken",
        _("There is already a member of staff of that name."),
        _("Nothing was changed. Choose another name."),
    )


def last_lead() -> KnownError:
    """Return ``last_lead``."""
    return KnownError(
        "last_lead",
        _("The last team lead cannot be removed."),
        _("Nothing was changed. Add another team lead first."),
    )


def own_slot() -> KnownError:
    """Return ``own_slot``."""
    return KnownError(
        "own_slot",
        _("You cannot remove yourself."),
        _("Nothing was changed. Ask another team lead."),
    )


def rekey_pending() -> KnownError:
    """Return ``rekey_pending``."""
    return KnownError(
        "rekey_pending",
        _("A change of the key of this store was not finished."),
        _("Nothing was changed. Lock the store and unlock it again to finish it."),
    )


def no_rekey_pending() -> KnownError:
    """Return ``no_rekey_pending``."""
    return KnownError(
        "no_rekey_pending",
        _("No change of the key of this store is under way."),
        _("Nothing was changed."),
    )


def unlock_again() -> KnownError:
    """Return ``unlock_again``."""
    return KnownError(
        "unlock_again",
        _("The keys of this store were changed since it was unlocked."),
        _("Nothing was written. Lock the store and unlock it again."),
    )


def too_many_members(most: int) -> KnownError:
    """Return ``too_many_members``."""
    return KnownError(
        "too_many_members",
        _("A store has at most {count} members of staff.").format(count=most),
        _("Nothing was changed. Remove members of staff who left."),
    )
