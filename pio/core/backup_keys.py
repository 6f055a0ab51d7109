"""The age keys of backups: in production a public key from the environment; a demo makes a pair in its data directory.

Rule: the server that makes backups never holds the private key. `age-keygen` on a machine of the centre's makes it.
"""

import os
from pathlib import Path

from django.conf import settings
from pyrage import x25519

from pio.core.backup import BackupFailed


def recipient() -> str:
    """The public key that backups are encrypted to.

    Raises:
        BackupFailed: production has none.
    """
    if settings.PIO_BACKUP_RECIPIENT or settings.PRODUCTION:
        if not settings.PIO_BACKUP_RECIPIENT:
            raise BackupFailed("Set PIO_BACKUP_RECIPIENT to the public age key of the backups (age1…).")
        return str(settings.PIO_BACKUP_RECIPIENT)
    if not own_file().exists():
        with open(os.open(own_file(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{x25519.Identity.generate()}\n")
    return str(x25519.Identity.from_str(identity(own_file())).to_public())


def identity(path: Path) -> str:
    """The private key in a file, as `age-keygen` writes it (lines of remarks are passed over).

    Raises:
        BackupFailed: there is no such file, or no key in it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BackupFailed(f"Cannot read the private key {path}: {error.strerror}") from error
    for line in lines:
        if line.startswith("AGE-SECRET-KEY-"):
            return line.strip()
    raise BackupFailed(f"There is no private age key in {path}.")


def own_file() -> Path:
    """Where a demo keeps its pair."""
    return Path(settings.PIO_DATA_DIR) / "backup.key"
