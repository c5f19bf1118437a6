"""The store's key: who may open it and with what."""

from app.vault.crypto import DEFAULT_KDF, KdfParameters
from app.vault.device_secrets import DeviceSecrets, KeyringSecrets
from app.vault.document import SigningPublicKey
from app.vault.unlocked import Unlocked
from app.vault.vault import Vault

__all__ = [
    "DEFAULT_KDF",
    "DeviceSecrets",
    "KdfParameters",
    "KeyringSecrets",
    "SigningPublicKey",
    "Unlocked",
    "Vault",
]
