"""Where secrets come from: the environment in production, a private file in the data directory otherwise.

Imported by the settings, so it must not import Django.
"""

import base64
import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Keys:
    """The portal's secrets. `fields` maps a key id (1-255) to 32 bytes; the highest id seals, all of them open."""

    secret_key: str
    fields: dict[int, bytes]
    index: bytes
    calls: bytes


def from_environment(environ: dict[str, str]) -> Keys:
    """Read PIO_SECRET_KEY, PIO_FIELD_KEYS (`1:base64,2:base64`), PIO_INDEX_KEY and PIO_CALLS_KEY (base64).

    Raises:
        KeyError: names the variable that is missing.
    """
    pairs = (item.split(":", 1) for item in environ["PIO_FIELD_KEYS"].split(","))
    return Keys(
        secret_key=environ["PIO_SECRET_KEY"],
        fields={int(number): base64.b64decode(key) for number, key in pairs},
        index=base64.b64decode(environ["PIO_INDEX_KEY"]),
        calls=base64.b64decode(environ["PIO_CALLS_KEY"]),
    )


def from_file(path: Path) -> Keys:
    """Read the keys of a demo or test portal from `path`; made at the first start, readable by the owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = {name: base64.b64encode(secrets.token_bytes(32)).decode() for name in ("1", "index", "calls", "secret")}
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump(new, file)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whoever comes first decides; the others read what that one wrote
        draft.unlink()
    stored = json.loads(path.read_text(encoding="utf-8"))
    fields = {int(name): base64.b64decode(key) for name, key in stored.items() if name.isdigit()}
    return Keys(stored["secret"], fields, base64.b64decode(stored["index"]), base64.b64decode(stored["calls"]))
