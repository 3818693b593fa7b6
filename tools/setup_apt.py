"""Debian packages by way of apt: which are missing, install them, download one.

In go package names, out comes whether it worked; nothing is raised for a missing apt, right or network, and nothing is said: the
caller knows what the package is for. Runs on the standard library alone.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

QUIET = ("-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=1")


def available() -> bool:
    """Whether this is a machine whose packages are Debian's."""
    return all(shutil.which(tool) for tool in ("apt-get", "dpkg-query", "dpkg-deb"))


def missing(packages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the packages that are not installed; takes a few milliseconds and asks no network."""
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages], capture_output=True, text=True, check=False
    )
    installed = {line.split()[0] for line in asked.stdout.splitlines() if line.endswith(" installed")}
    return tuple(package for package in packages if package not in installed)


def install(packages: tuple[str, ...]) -> bool:
    """Install them; where that fails, finish what an interrupted run left, fetch the package lists and try once more."""
    arguments = ("install", "-y", "--no-install-recommends", *packages)
    if _as_root("apt-get", *QUIET, *arguments):
        return True
    _as_root("dpkg", "--configure", "-a")
    update()
    return _as_root("apt-get", *QUIET, *arguments)


def update() -> bool:
    """Fetch the package lists, a second time if the first fails."""
    return _as_root("apt-get", *QUIET, "update") or _as_root("apt-get", *QUIET, "update")


def download(package: str, folder: Path) -> Path | None:
    """The package's .deb in that folder, not installed; needs no rights once the package lists are there."""
    arguments = ["apt-get", *QUIET, "-o", "APT::Sandbox::User=root", "download", package]
    for again in (False, True):
        if again:
            update()
        subprocess.run(arguments, cwd=folder, capture_output=True, check=False, stdin=subprocess.DEVNULL)
        found = sorted(folder.glob(f"{package}_*.deb"))
        if found:
            return found[0]
    return None


def _as_root(*command: str) -> bool:
    """Run it as root, through sudo for anyone else; sudo may ask for a password only where somebody sits at a terminal."""
    if sys.platform == "win32":
        return False
    prefix: tuple[str, ...] = ()
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            return False
        prefix = ("sudo",) if sys.stdin and sys.stdin.isatty() else ("sudo", "-n")
    environment = ("env", "DEBIAN_FRONTEND=noninteractive")
    done = subprocess.run([*prefix, *environment, *command], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return done.returncode == 0
