"""Programs of Debian that some tests need (nginx, Java): the installed one, else unpacked below build/tools/.

Nothing is installed on the machine. Where it cannot be had, the test that asks is skipped with one line that says why.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parent.parent / "build" / "tools"


def nginx() -> str:
    """Path of nginx, or skip the test."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:" + os.environ.get("PATH", "")) or str(
        _unpacked("nginx", "usr/sbin/nginx")
    )


def java() -> str:
    """Path of a Java, or skip the test."""
    return shutil.which("java") or str(_unpacked("openjdk-17-jre-headless", "usr/lib/jvm/*/bin/java"))


def _unpacked(package: str, pattern: str) -> Path:
    folder = TOOLS / package
    if not list(folder.glob(pattern)):
        _fetch(package, folder)
    found = list(folder.glob(pattern))
    if not found:
        pytest.skip(f"{package} is not installed and could not be had from Debian: apt-get install {package}")
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
