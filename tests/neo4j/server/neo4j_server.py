"""Start and stop a Neo4j Community server on loopback, from its public Java artifacts.

    python tests/neo4j/server/neo4j_server.py start     (or: make neo4j)
    python tests/neo4j/server/neo4j_server.py stop      (or: make neo4j-stop)

It needs a Java development kit (17 or 21) and Maven, no container engine. All that it keeps
lies in ``.neo4j`` beside the checkout's files: the jars, and for each server a folder with
its data, its address and its password. Deleting the folder forgets everything.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2] / ".neo4j"
PORT = 7687
_OPENED = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch")]
_SETTINGS = """\
server.default_listen_address=127.0.0.1
server.bolt.enabled=true
server.bolt.listen_address=127.0.0.1:{port}
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
server.memory.pagecache.size={cache}
db.tx_log.rotation.retention_policy=keep_none
"""


_STARTED: dict[Path, subprocess.Popen[bytes]] = {}


class Server:
    """A server with a name; it runs, or it does not."""

    def __init__(self, name: str, root: Path = ROOT) -> None:
        self.root = root
        self.home = root / name

    @property
    def address(self) -> str:
        """Give the address of a server that runs."""
        return f"bolt://127.0.0.1:{(self.home / 'port').read_text()}"

    @property
    def password_file(self) -> Path:
        """Give the file with the password of the user neo4j; whoever deletes the data deletes it as well."""
        return self.home / "data" / "password"

    @property
    def pid(self) -> int | None:
        """Give the process of a server that runs."""
        try:
            pid = int((self.home / "pid").read_text())
            words = Path(f"/proc/{pid}/cmdline")
            if words.parent.parent.is_dir() and str(self.home).encode() not in words.read_bytes():
                return None
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return pid

    def start(self, port: int = 0, memory: str = "1g", patience: float = 180) -> None:
        """Start it unless it runs; return when it answers. Without a port, any free one is taken."""
        self.home.mkdir(parents=True, exist_ok=True)
        with alone(self.root / "lock"):
            if self.pid:
                return
            jars = install(self.root)
            port = port or free_port()
            (self.home / "neo4j.conf").write_text(_SETTINGS.format(port=port, cache=memory))
            (self.home / "port").write_text(str(port))
            log = self.home / "server.log"
            words = [
                "java",
                f"-Xms{memory}",
                f"-Xmx{memory}",
                "-XX:+UseParallelGC",
                *_OPENED,
                "-cp",
                f"{jars}/*",
                str(HERE / "Server.java"),
                str(self.home),
            ]
            with log.open("wb") as out:
                process = _STARTED[self.home] = subprocess.Popen(words, stdout=out, stderr=out, start_new_session=True)
            (self.home / "pid").write_text(str(process.pid))
            until = time.monotonic() + patience
            while b"ready" not in log.read_bytes():
                if process.poll() is not None or time.monotonic() > until:
                    self.stop()
                    raise RuntimeError(f"the server did not start; see {log}")
                time.sleep(0.2)
            self._set_password()

    def stop(self) -> None:
        """Stop it, and wait until it is gone."""
        own, pid = _STARTED.pop(self.home, None), self.pid
        if own:
            own.terminate()
            own.wait()
        elif pid:
            os.kill(pid, signal.SIGTERM)
            while self.pid:
                time.sleep(0.1)
        (self.home / "pid").unlink(missing_ok=True)

    def _set_password(self) -> None:
        """Give the user a password of its own, where it still has the one that every new server has."""
        if self.password_file.exists():
            return
        from neo4j import GraphDatabase

        password = secrets.token_urlsafe(18)
        with GraphDatabase.driver(self.address, auth=("neo4j", "neo4j")) as driver:
            driver.execute_query(
                "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $new", {"new": password}, database_="system"
            )
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(password)


def missing() -> str:
    """Say what is not there and has to be; empty where nothing lacks."""
    if not shutil.which("java") or not shutil.which("javac"):
        return "no Java development kit is there (17 or 21)"
    said = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if not found or int(found[1]) < 17:
        return "Java is older than 17"
    return "" if shutil.which("mvn") else "Maven is not there"


def install(root: Path = ROOT) -> Path:
    """Download the jars unless they are there; give their folder."""
    version = re.search(r"<version>(\d+\.\d+\.\d+)<", (HERE / "pom.xml").read_text())
    assert version is not None
    jars = root / f"jars-{version[1]}"
    if not (jars / "complete").exists():
        print(f"Downloading Neo4j {version[1]} into {jars} (about 120 MB, once)", file=sys.stderr)
        words = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        subprocess.run([*words, f"-DoutputDirectory={jars}"], check=True)
        (jars / "complete").touch()
    return jars


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Be the only one that starts or stops a server."""
    import fcntl

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Start or stop the server for development."""
    server = Server("development")
    if sys.argv[1:] == ["stop"]:
        server.stop()
        print("Stopped. Its data stays in .neo4j/development")
        return 0
    if sys.argv[1:] != ["start"]:
        print(__doc__)
        return 2
    if lacking := missing():
        print(f"{lacking}. On Debian or Ubuntu: apt install default-jdk-headless maven")
        return 1
    server.start(PORT)
    for process in _STARTED.values():
        process.returncode = 0  # it goes on running, and nobody here waits for it
    print(f"Neo4j answers at {server.address}. To let opmap in:")
    print(f"  export OPMAP_NEO4J_PASSWORD_FILE={server.password_file}")
    print("Stop it: make neo4j-stop")
    return 0


if __name__ == "__main__":
    sys.exit(main())
