"""Programs of Debian that some tests need (nginx, Java): the installed one, else unpacked below build/tools/.

Nothing is installed on the machine. Where one cannot be had, the test that asks fails with a line that says what to do.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

JAVA = "openjdk-17-jre-headless openjdk-21-jre-headless openjdk-25-jre-headless"
"""One of them is in each Debian from 12 on."""
TOOLS = Path(__file__).resolve().parent.parent / "build" / "tools"


def nginx() -> str:
    """Path of nginx; without one the test fails."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", "")) or str(
        _unpacked("nginx", "usr/sbin/nginx")
    )


def java() -> str:
    """Path of a Java; without one the test fails."""
    return shutil.which("java") or str(_unpacked(JAVA, "usr/lib/jvm/*/bin/java"))


def systemd_analyze() -> list[str]:
    """The command that reads units; without one the test fails."""
    if found := shutil.which("systemd-analyze"):
        return [found]
    program = _unpacked("libsystemd-shared systemd", "usr/bin/systemd-analyze")
    libraries = ":".join(str(each) for each in program.parents[2].glob("usr/lib/*-linux-gnu*/systemd"))
    return ["env", f"LD_LIBRARY_PATH={libraries}", str(program)]


def _unpacked(packages: str, pattern: str) -> Path:
    """The file that the pattern finds when these Debian packages are unpacked together, one after the other."""
    folder = TOOLS / packages.partition(" ")[0]
    for package in packages.split():
        if not list(folder.glob(pattern)):
            _fetch(package, folder)
    found = sorted(folder.glob(pattern))
    if not found:
        name = Path(pattern).name
        pytest.fail(f"{name} is not installed and could not be had from Debian. Install one of: {packages}")
    return found[0]


def _fetch(package: str, folder: Path) -> None:
    """`apt-get download` (with lists brought up to date as root when that fails), then unpack."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    folder.mkdir(parents=True, exist_ok=True)
    fetch = ["apt-get", "download", "-q", package]
    if subprocess.run(fetch, cwd=folder, capture_output=True, check=False).returncode and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], capture_output=True, check=False)
        subprocess.run(fetch, cwd=folder, capture_output=True, check=False)
    for archive in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "-x", str(archive), str(folder)], capture_output=True, check=False)
        archive.unlink()
