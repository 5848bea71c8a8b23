"""A real PostgreSQL server for the tests: its own, on a socket, without a network, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HOW_TO_GET_ONE = "no initdb found: apt-get install postgresql (or put PostgreSQL's bin folder on PATH)"
_FAST = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


def binaries() -> Path | None:
    """Give the folder of initdb and postgres: from PATH, or the newest under /usr/lib/postgresql."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return installed[-1].parent if installed else None


def _unprivileged() -> str | None:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Start a server with the binaries in `folder` and give the address of its socket as a URL without a schema."""
    user = _unprivileged()
    # A socket's path has at most 107 bytes, so it cannot lie in pytest's own folder.
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    if user is not None:
        shutil.chown(home, user)
    data = home / "data"
    surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": str(home)}
    try:
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user,
            group=user and pwd.getpwnam(user).pw_gid,
            extra_groups=[] if user else None,
            cwd=home,
            env=surroundings,
        )
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, "-k", home, *(part for one in _FAST for part in ("-c", one))],
            stderr=(home / "log").open("w"),
            user=user,
            group=user and pwd.getpwnam(user).pw_gid,
            extra_groups=[] if user else None,
            cwd=home,
            env=surroundings,
        )
        try:
            url = f"postgresql:///postgres?host={home}&user=tester"
            _wait(url)
            yield url
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _wait(url: str) -> None:
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    message = "the PostgreSQL server did not start within 15 seconds"
    raise RuntimeError(message)
