"""The software bill of materials: what the portal is built from, as CycloneDX 1.5, made from the lock files alone.

The lock files are what is installed (with hashes), so the bill needs no network and is the same for the same commit.
Tools of the tests are not in it: they are in no image.
"""

import base64
import json
import re
import tomllib
from pathlib import Path
from urllib.parse import quote

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)
SHA256 = re.compile(r"--hash=sha256:([0-9a-f]{64})")
HASHES = {"sha512": "SHA-512", "sha384": "SHA-384", "sha256": "SHA-256", "sha1": "SHA-1"}

Component = dict[str, object]


def bill(root: Path) -> dict[str, object]:
    """The whole bill of the repository at `root`; Python packages first, then what the pages' styles are built with."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = project["name"], project["version"]
    components = [
        *python_packages((root / "requirements" / "base.txt").read_text(encoding="utf-8")),
        *node_packages((root / "package-lock.json").read_text(encoding="utf-8")),
    ]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": name, "name": name, "version": version}},
        "components": components,
        "dependencies": [{"ref": name, "dependsOn": [str(each["bom-ref"]) for each in components]}],
    }


def python_packages(lock: str) -> list[Component]:
    """One component for each pinned line of a requirements file; the hashes are of the files that may be installed."""
    entries = list(PINNED.finditer(lock))
    ends = [each.start() for each in entries[1:]] + [len(lock)]
    return [
        _component(
            f"pkg:pypi/{entry[1].lower().replace('_', '-')}@{quote(entry[2])}",
            entry[1],
            entry[2],
            {"properties": [{"name": "pio:sha256", "value": each} for each in SHA256.findall(lock, entry.end(), end)]},
        )
        for entry, end in zip(entries, ends, strict=True)
    ]


def node_packages(lock: str) -> list[Component]:
    """One component for each package of `package-lock.json`, nested copies told once."""
    found: dict[str, Component] = {}
    for path, entry in json.loads(lock)["packages"].items():
        if not path or "version" not in entry:
            continue
        name = path.rpartition("node_modules/")[2]
        url = f"pkg:npm/{quote(name)}@{entry['version']}"
        more: dict[str, object] = {"hashes": [_hash(entry["integrity"])]} if "integrity" in entry else {}
        if entry.get("dev") or entry.get("optional"):
            more["scope"] = "excluded" if entry.get("dev") else "optional"
        found[url] = _component(url, name, entry["version"], more)
    return [found[url] for url in sorted(found)]


def _component(url: str, name: str, version: str, more: Component) -> Component:
    return {"type": "library", "bom-ref": url, "name": name, "version": version, "purl": url} | more


def _hash(integrity: str) -> dict[str, str]:
    """Npm's `sha512-<base64>` as CycloneDX wants it."""
    kind, _, value = integrity.split(maxsplit=1)[0].partition("-")
    return {"alg": HASHES[kind], "content": base64.b64decode(value).hex()}
