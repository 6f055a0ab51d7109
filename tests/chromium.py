"""`python -m tests.chromium`: finds Chromium for the browser tests, or installs it; says in one line when it cannot.

The machine's own Chromium first; else `apt-get` as root on Debian and its kin; else Playwright's own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]


def find() -> str | None:
    """The path of a Chromium: the environment's PIO_CHROMIUM, the machine's, or Playwright's."""
    named = os.environ.get("PIO_CHROMIUM")
    if named:
        return named
    on_path = next((path for name in NAMES if (path := shutil.which(name))), None)
    return on_path or _of_playwright()


def _of_playwright() -> str | None:
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    programs = sorted(
        [*cache.glob("chromium-*/chrome-linux*/chrome"), *cache.glob("chromium-*/chrome-mac*/**/Chromium")]
    )
    return str(programs[-1]) if programs else None


def install() -> None:
    """Install Chromium the way this machine allows; errors are not raised here, `find` tells whether it worked."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium with apt-get ...", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], check=False, env=environment, stdout=subprocess.DEVNULL)
    if find() is None:
        print("Installing Playwright's Chromium ...", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that there is a Chromium; the tests say for themselves that they cannot run without."""
    if find() is None:
        install()
    if find() is None:
        print(
            "No Chromium could be installed: the browser tests will fail. Install one, or set PIO_CHROMIUM to its path."
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
