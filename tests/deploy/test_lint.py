"""deploy/ is read by the tools of those who run it: hadolint, Kubernetes' schemas, systemd. Each would say so.

What needs a container engine or a cluster is not shown here: that the image builds and runs, `docker compose config`,
and the schema of CloudNativePG's own kind.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from tests import debian

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
MANIFESTS = [
    pytest.param(each, id=f"{each['kind']}-{each['metadata']['name']}")
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for each in yaml.safe_load_all(path.read_text(encoding="utf-8"))
    if not each["apiVersion"].startswith("postgresql.cnpg.io")
]
KUBERNETES = "1.33"  # the oldest that is still looked after upstream, and newer ones take what it takes
UNITS = sorted((DEPLOY / "systemd").iterdir())
EXECUTABLE = re.compile(r"(?m)^(Exec\w+=[-+!@:]*)(/\S+)")


def hadolint(path: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "hadolint", "--no-color", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_hadolint_finds_nothing_in_the_image() -> None:
    assert hadolint(DEPLOY / "Containerfile").stdout == ""


def test_hadolint_would_say_so(tmp_path: Path) -> None:
    path = tmp_path / "Containerfile"
    path.write_text("FROM debian\nRUN cd /tmp && sudo ls\n", encoding="utf-8")
    assert {"DL3006", "DL3004"} <= set(re.findall(r"DL\d+", hadolint(path).stdout))


@pytest.mark.parametrize("manifest", MANIFESTS)
def test_manifest_is_as_the_schema_of_kubernetes_says(manifest: dict) -> None:
    assert kubernetes_validate.validate(manifest, KUBERNETES, strict=True) == KUBERNETES


def test_the_schema_would_say_so() -> None:
    manifest = MANIFESTS[0].values[0]
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(manifest | {"replicas": 2}, KUBERNETES, strict=True)


def verify(folder: Path) -> str:
    """What systemd says of units whose programs are there."""
    units = sorted(str(path) for path in folder.iterdir() if path.suffix in {".service", ".timer"})
    command = [*debian.systemd_analyze(), "verify", "--recursive-errors=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr + ("" if done.returncode == 0 else f"exit {done.returncode}")


def units_in(folder: Path) -> Path:
    """The units, with a program of this machine where ours would stand."""
    there = shutil.which("true")
    for path in UNITS:
        text = EXECUTABLE.sub(rf"\g<1>{there}", path.read_text(encoding="utf-8"))
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_systemd_finds_nothing_in_the_units(tmp_path: Path) -> None:
    assert len(UNITS) == 5
    assert verify(units_in(tmp_path)) == ""


def test_systemd_would_say_so(tmp_path: Path) -> None:
    unit = units_in(tmp_path) / "pio-web.service"
    unit.write_text(unit.read_text(encoding="utf-8").replace("Restart=always", "Restrat=always"), encoding="utf-8")
    assert "Restrat" in verify(tmp_path)
