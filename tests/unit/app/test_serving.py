"""The served map: who may read it, what it answers, and that it follows what is scanned."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opmap import app
from opmap.app.drawing import MapWish
from opmap.app.serving import Serving, Watching
from opmap.errors import NothingScanned, PortTaken

INVENTORY = "opmap: 1\nscope: shop\nnodes:\n  - {id: web, kind: service}\n"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    app.scan([folder], store_path=folder / "map.db")
    return folder


@pytest.fixture(scope="module")
def serving(shop: Path) -> Iterator[Serving]:
    found = Serving(MapWish(), shop / "map.db", 0)
    Thread(target=found.run, daemon=True).start()
    yield found
    found.close()


def port_of(serving: Serving) -> int:
    return int(serving.address.rstrip("/").rpartition(":")[2])


def ask(serving: Serving, path: str = "/", method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port_of(serving), timeout=20)
    named = {
        "Host": f"127.0.0.1:{port_of(serving)}",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    connection.putrequest(method, path, skip_host=True)
    for name, text in named.items():
        connection.putheader(name, text)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def test_the_page_is_the_map_and_a_script_that_looks_for_a_newer_one(serving: Serving) -> None:
    status, headers, page = ask(serving)
    assert status == 200
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert b"connect-src &#39;self&#39;" in page
    assert b'data-shown="1-' in page


def test_the_page_of_a_file_asks_for_nothing(shop: Path) -> None:
    from opmap.app.drawing import draw

    page = draw(MapWish(), shop / "map.db")
    assert "connect-src" not in page
    assert "fetch(" not in page


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", ""]
)
def test_another_host_is_refused(serving: Serving, host: str) -> None:
    status, _, page = ask(serving, Host=host.format(port=port_of(serving)))
    assert status == 403
    assert b"web" not in page


def test_a_page_of_another_site_is_refused(serving: Serving) -> None:
    assert ask(serving, Origin="https://evil.example")[0] == 403
    assert ask(serving, Sec_Fetch_Site="cross-site")[0] == 403
    assert ask(serving, Origin=serving.address.rstrip("/"))[0] == 200


@pytest.mark.parametrize("path", ["/map.db", "/../inventory.yaml", "//etc/passwd", "/%2e%2e/map.db", "/newest/", "*"])
def test_no_path_reaches_a_file(serving: Serving, path: str) -> None:
    status, _, answer = ask(serving, path)
    assert status == 404
    assert answer == b"There is one page here: /\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "CONNECT"])
def test_nothing_can_be_changed(serving: Serving, method: str) -> None:
    assert ask(serving, method=method)[0] == 501


def test_a_head_has_no_body(serving: Serving) -> None:
    status, headers, body = ask(serving, method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


@given(line=st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_rubbish_ends_its_own_connection_and_nothing_else(serving: Serving, line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port_of(serving)), timeout=20) as rubbish:
        rubbish.sendall(line + b"\r\n\r\n")
    assert ask(serving, "/newest")[0] == 200


def test_a_port_that_is_taken_is_said(serving: Serving, shop: Path) -> None:
    with pytest.raises(PortTaken, match="--port 0"):
        Serving(MapWish(), shop / "map.db", port_of(serving))


def test_without_a_map_nothing_is_served(tmp_path: Path) -> None:
    with pytest.raises(NothingScanned):
        Serving(MapWish(), tmp_path / "none.db", 0)


def test_a_file_that_changes_is_scanned_and_the_newest_is_another(tmp_path: Path) -> None:
    folder, store = tmp_path / "estate", tmp_path / "map.db"
    folder.mkdir()
    (folder / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    app.scan([folder], store_path=store)
    told: list[str] = []
    done = Event()

    def hear(sentence: str) -> None:
        told.append(sentence)
        done.set()

    found, watching = Serving(MapWish(), store, 0), Watching(store, hear, seconds=0.05)
    before = found.newest()
    watching.start()
    (folder / "inventory.yaml").write_text(f"{INVENTORY}  - {{id: db, kind: datastore}}\n", encoding="utf-8")
    assert done.wait(60)
    watching.close()
    assert found.newest() != before
    assert told == ["Scanned estate: snapshot 2."]
    assert b'data-shown="2-' in found.page()
    found.close()


def test_what_cannot_be_read_after_a_change_is_said(tmp_path: Path) -> None:
    folder, store = tmp_path / "estate", tmp_path / "map.db"
    folder.mkdir()
    (folder / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    app.scan([folder], store_path=store)
    told: list[str] = []
    both = Event()

    def hear(sentence: str) -> None:
        told.append(sentence)
        if len(told) == 2:
            both.set()

    watching = Watching(store, hear, seconds=0.05)
    watching.start()
    (folder / "inventory.yaml").write_text(f"{INVENTORY}  - {{id: db, kind: [\n", encoding="utf-8")
    assert both.wait(60)
    watching.close()
    assert told[1].startswith("Unreadable: inventory.yaml:")
