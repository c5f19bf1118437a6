"""The subject-data package: what a person receives of what is kept about them."""

from app.documents.package.passphrase import new_passphrase
from app.documents.package.removal import remove_package
from app.documents.package.writer import PackageResult, write_package

__all__ = ["PackageResult", "new_passphrase", "remove_package", "write_package"]
