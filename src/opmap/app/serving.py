"""The map from the store, on this machine alone: a server that answers two questions and nothing else.

It listens on the loopback address, and answers only requests that were meant for it: a page of
another site cannot read it, not even under a name that leads here. Nothing of an address reaches
a file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread

from opmap.app.drawing import MapWish, draw
from opmap.app.opening import snapshots, sources
from opmap.app.scanning import scan
from opmap.errors import OpmapError, PortTaken
from opmap.maps.live import live

HERE = "127.0.0.1"
_NAMES = (HERE, "localhost", "[::1]")
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_SECONDS = 10  # a request that takes longer to be sent is none
_LEFT_OUT = frozenset({".git", ".opmap", ".venv", "node_modules"})
_MOST_FILES = 200_000


class Serving:
    """A map that is served until it is closed."""

    def __init__(self, wish: MapWish, store_path: Path, port: int) -> None:
        """Begin to listen; raise PortTaken where something else does already."""
        self._wish = wish
        self._store = store_path
        self._drawing = Lock()
        self._drawn = ("", b"")
        self._running = False
        self.page()  # what cannot be drawn is said before anybody asks
        try:
            self._server = _Server((HERE, port), type("Handler", (_Handler,), {"serving": self}))
        except OSError as error:
            raise PortTaken(port) from error

    @property
    def address(self) -> str:
        """Give the address of the map."""
        return f"http://{HERE}:{self._server.server_port}/"

    @property
    def names(self) -> set[str]:
        """Give the names under which it may be asked."""
        return {f"{name}:{self._server.server_port}" for name in _NAMES}

    def run(self) -> None:
        """Answer until it is closed."""
        self._running = True
        self._server.serve_forever(poll_interval=0.2)

    def close(self) -> None:
        """Stop answering."""
        if self._running:
            self._server.shutdown()
        self._server.server_close()

    def newest(self) -> str:
        """Name the newest snapshot by its number and its hash."""
        last = snapshots(self._store)[-1]
        return f"{last.number}-{last.content[:12]}"

    def page(self) -> bytes:
        """Give the page of the newest snapshot, drawn once."""
        with self._drawing:
            newest = self.newest()
            if self._drawn[0] != newest:
                self._drawn = (newest, live(draw(self._wish, self._store), newest).encode())
            return self._drawn[1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would let two servers share one port


class _Handler(BaseHTTPRequestHandler):
    """Answers for one map."""

    serving: Serving
    timeout = _SECONDS
    server_version = "opmap"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer with the page, or the newest snapshot."""
        self._answer()

    def do_HEAD(self) -> None:
        """Answer without a body."""
        self._answer()

    def _answer(self) -> None:
        if not self._is_meant_for_us():
            self._send(HTTPStatus.FORBIDDEN, b"This server answers this machine alone.\n")
            return
        path = self.path.partition("?")[0]
        try:
            if path == "/":
                self._send(HTTPStatus.OK, self.serving.page(), "text/html; charset=utf-8")
            elif path == "/newest":
                self._send(HTTPStatus.OK, self.serving.newest().encode())
            else:
                self._send(HTTPStatus.NOT_FOUND, b"There is one page here: /\n")
        except OpmapError as error:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}\n".encode())

    def _is_meant_for_us(self) -> bool:
        """Say whether a request names this server and no other, and comes from its own page or from none."""
        ours = self.serving.names
        origin = self.headers.get("Origin")
        return (
            self.headers.get_all("Host", []) in [[host] for host in ours]
            and (origin is None or origin in {f"http://{host}" for host in ours})
            and self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        )

    def _send(self, status: HTTPStatus, content: bytes, kind: str = "text/plain; charset=utf-8") -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep no account of who asks."""


class Watching:
    """A look at the folders of the sources every so often, and a scan where something changed."""

    def __init__(self, store_path: Path, scanned: Callable[[str], None], seconds: float = 1.5) -> None:
        """Remember what stands there now; ``scanned`` is told in a sentence what came of each scan."""
        self._store = store_path
        self._scanned = scanned
        self._seconds = seconds
        self._over = Event()
        self._seen = {source.source.name: _stamp(Path(source.source.root)) for source in sources(store_path)}
        self._thread = Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """Stop looking, once a scan that runs is done."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(self._seconds):
            for listed in sources(self._store):
                name, root = listed.source.name, Path(listed.source.root)
                stamp = _stamp(root)
                if stamp is not None and stamp != self._seen.get(name):
                    self._seen[name] = stamp
                    self._scan(root, name)

    def _scan(self, root: Path, name: str) -> None:
        try:
            result = scan([root], store_path=self._store, source=name, workers=1)
        except OpmapError as error:
            self._scanned(str(error))
        else:
            changed = "no fact changed" if result.snapshot is None else f"snapshot {result.snapshot}"
            self._scanned(f"Scanned {name}: {changed}.")
            for one in result.unreadable:
                self._scanned(f"Unreadable: {one.place} {one.reason}")


def _stamp(root: Path) -> tuple[int, int, int] | None:
    """Give what changes whenever a file below a folder does: how many, how large, how new; None where it is gone."""
    count = size = newest = 0
    if root.is_file():
        found = root.stat()
        return 1, found.st_size, found.st_mtime_ns
    if not root.is_dir():
        return None
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in _LEFT_OUT]
        for name in files:
            try:
                found = Path(folder, name).lstat()
            except OSError:
                continue
            count, size, newest = count + 1, size + found.st_size, max(newest, found.st_mtime_ns)
        if count > _MOST_FILES:
            break
    return count, size, newest
