"""Nobody gets in who has not the secret, nothing leaves the folder, and no request brings the server down."""

from __future__ import annotations

import json
import random
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support import SAMPLES
from tests.web.running import BASE, PORT, Inside, inside, running

SECRET = "不该读到的内容"
MINIMAL = "minimal.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a form, and things beside and in it that no page may show."""
    forms = tmp_path / "forms"
    (forms / "sub").mkdir(parents=True)
    (forms / ".hidden").mkdir()
    text = (SAMPLES / MINIMAL).read_text()
    for path in (forms / MINIMAL, forms / "sub" / "甲.yaml"):
        path.write_text(text)
    for path in (tmp_path / "outside.yaml", forms / ".hidden" / "a.yaml", forms / ".secret.yaml", forms / "notes.txt"):
        path.write_text(f"{text}# {SECRET}\n")
    (forms / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (forms / "loop.yaml").symlink_to(forms / "loop.yaml")
    (forms / "up").symlink_to(tmp_path)
    (forms / "folder.yaml").mkdir()
    return forms


@pytest.fixture
def site(folder: Path) -> Iterator[Inside]:
    with inside(folder) as site:
        yield site


def version(site: Inside, form: str = MINIMAL) -> str:
    found: str = site.client.get("/api/state", params={"form": form}).json()["version"]
    return found


def change(site: Inside, path: list[str], value: str, **headers: str) -> int:
    body = {"version": version(site), "changes": [{"path": path, "value": value}]}
    return site.client.post(f"/api/change?form={MINIMAL}&step=agency", json=body, headers=headers).status_code


def test_the_address_of_the_terminal_opens_the_page(site: Inside) -> None:
    answer = site.stranger.get(f"/form/{MINIMAL}?token={site.keys.token}")
    assert (answer.status_code, "refresh" in answer.text) == (200, True)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert site.keys.token not in answer.text + cookie
    assert site.stranger.get(f"/form/{MINIMAL}").status_code == 200


def test_the_address_for_the_browser_opens_it_once(site: Inside) -> None:
    once = site.keys.once
    assert site.stranger.get(f"/?token={once}").status_code == 200
    site.stranger.cookies.clear()
    assert site.stranger.get(f"/?token={once}").status_code == 403
    assert site.stranger.get(f"/?token={site.keys.token}").status_code == 200


@pytest.mark.parametrize("path", ["/", f"/form/{MINIMAL}", "/static/script.js", "/api/state?form=minimal.yaml", "/explain/T12", "/nothing"])
def test_without_the_secret_there_is_nothing(site: Inside, path: str) -> None:
    for cookie in ({}, {f"goigen_{PORT}": "x"}, {f"goigen_{PORT}": site.keys.token}, {"goigen_1": site.keys.cookie}):
        site.stranger.cookies.clear()
        for name, value in cookie.items():
            site.stranger.cookies.set(name, value, domain="127.0.0.1")
        answer = site.stranger.get(path)
        assert answer.status_code == 403
        assert "示例县" not in answer.text
    for token in ("", "x", "é", site.keys.cookie):
        assert site.stranger.get("/", params={"token": token}).status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", f"127.0.0.1:{PORT + 1}", f"127.0.0.1:{PORT}.evil.example", ""]
)
def test_another_name_for_this_machine_is_refused(site: Inside, host: str) -> None:
    assert site.client.get("/", headers={"host": host}).status_code == 421
    assert site.stranger.get(f"/?token={site.keys.token}", headers={"host": host}).status_code == 421
    assert site.client.get("/", headers={"host": f"localhost:{PORT}"}).status_code == 200


def test_only_our_own_page_may_change_anything(site: Inside, folder: Path) -> None:
    before = (folder / MINIMAL).read_bytes()
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert change(site, ["年度"], "2024", **headers) == 403
    del site.client.headers["origin"]
    assert change(site, ["年度"], "2024") == 403
    assert (folder / MINIMAL).read_bytes() == before
    assert change(site, ["年度"], "2024", **{"sec-fetch-site": "same-origin"}) == 200
    assert (folder / MINIMAL).read_bytes() != before


def test_every_answer_is_protected(site: Inside) -> None:
    for path in ("/", f"/form/{MINIMAL}", f"/preview/{MINIMAL}", "/static/style.css", "/nothing", "/api/state?form=x"):
        headers = site.client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy.replace("style-src 'unsafe-inline'" if path.startswith("/preview") else "-", "")
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")


def test_pages_hold_no_inline_script_or_style_and_ask_nobody_else(site: Inside) -> None:
    for path in (
        "/?list=1",
        f"/form/{MINIMAL}",
        f"/form/{MINIMAL}?step=applications",
        f"/form/{MINIMAL}?text=1",
        f"/finish/{MINIMAL}",
        "/explain/T12",
    ):
        text = site.client.get(path).text
        assert "<script src=" in text
        assert [bad for bad in ("<style", " style=", "onclick", "<script>", "https://", "//cdn") if bad in text] == []
        assert text.count("http://") == 0


OUTSIDE = [
    "../outside.yaml",
    "..%2foutside.yaml",
    "%2e%2e/outside.yaml",
    "sub/../../outside.yaml",
    "sub/..%2f..%2foutside.yaml",
    "..\\outside.yaml",
    "..%5coutside.yaml",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "//etc/passwd",
    "C:/outside.yaml",
    "link.yaml",
    "loop.yaml",
    "up/outside.yaml",
    "folder.yaml",
    ".hidden/a.yaml",
    ".secret.yaml",
    "notes.txt",
    "minimal.yaml%00.txt",
    "minimal.yaml%00",
    "%ff%fe.yaml",
    "minimal.yaml/",
    "./minimal.yaml",
    "a" * 300 + ".yaml",
    "con.yaml",
    "",
]


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_outside_the_folder_is_shown_or_written(site: Inside, folder: Path, name: str) -> None:
    for start in ("/form/", "/finish/", "/preview/", "/download/yaml/", "/download/pdf/", "/static/", "/api/state?form="):
        answer = site.client.get(BASE + start + name)
        assert answer.status_code in (303, 307, 400, 403, 404, 405) or (name in ("./minimal.yaml",) and answer.status_code == 200)
        assert SECRET not in answer.text
    before = (folder.parent / "outside.yaml").read_bytes()
    body = {"version": "0" * 64, "changes": [{"path": ["年度"], "value": "2024"}]}
    assert site.client.post(f"{BASE}/api/change?form={name}", json=body).status_code in (400, 404, 409)
    assert (folder.parent / "outside.yaml").read_bytes() == before


def test_the_list_shows_only_what_can_be_opened(site: Inside) -> None:
    text = site.client.get("/").text
    assert [name for name in ("link.yaml", "loop.yaml", "up/", ".hidden", ".secret", "notes.txt", "folder.yaml") if name in text] == []
    assert MINIMAL in text
    assert "sub/甲.yaml" in text


def test_with_one_form_no_other_is_reached(folder: Path) -> None:
    with inside(folder / MINIMAL) as site:
        assert site.client.get("/").headers["location"] == f"/form/{MINIMAL}"
        assert site.client.get("/form/sub/甲.yaml").status_code == 404
        answer = site.client.post("/api/new", json={"year": 2024, "agency": "新设局"})
        assert answer.json() == {"form": "新设局2024.yaml"}
        assert site.client.get("/form/新设局2024.yaml").status_code == 200


async def megabytes(count: int) -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(count):
        yield b"x" * (1 << 20)


def test_too_much_is_refused_before_it_is_kept(site: Inside) -> None:
    url = f"/api/change?form={MINIMAL}"
    assert site.client.post(url, content=b"x" * (5 << 20)).status_code == 413
    assert site.client.post(url, content=megabytes(6)).status_code == 413
    assert site.client.post("/api/import?name=a.pdf", content=b"x", headers={"content-length": str(65 << 20)}).status_code == 413
    assert site.client.post("/api/import?name=a.pdf", content=megabytes(65)).status_code == 413
    assert site.client.get("/?" + "x" * 5000).status_code == 414
    for length in ("-1", "1e9", "x", "٣"):
        assert site.client.post(url, content=b"{}", headers={"content-length": length.encode()}).status_code in (400, 413)
    assert site.client.get("/").status_code == 200


BODIES: list[object] = [
    None,
    [],
    "x",
    {},
    {"version": "x"},
    {"version": "0" * 64},
    {"version": "0" * 64, "changes": []},
    {"version": "0" * 64, "changes": [{}]},
    {"version": "0" * 64, "changes": [{"path": [], "value": "1"}]},
    {"version": "0" * 64, "changes": [{"path": "年度", "value": "1"}]},
    {"version": "0" * 64, "changes": [{"path": ["年度"], "value": 1}]},
    {"version": "0" * 64, "changes": [{"path": ["年度"], "value": None}]},
    {"version": "0" * 64, "changes": [{"path": ["年度"] * 7, "value": "1"}]},
    {"version": "0" * 64, "changes": [{"path": ["年度"], "value": "1", "do": "delete"}]},
    {"version": "0" * 64, "changes": [{"path": ["年度"], "value": "1"}], "more": 1},
    {"version": "0" * 64, "changes": [{"path": ["x" * 300], "value": "1"}]},
    {"version": "0" * 64, "changes": [{"path": ["年度"], "value": "1"}] * 401},
    {"version": "0" * 64, "text": ["x"]},
    {"year": 1999, "agency": "x"},
    {"year": 2023, "agency": ""},
    {"year": 2023, "agency": "x", "last": "../outside.yaml"},
]
STRANGE = [
    ["标签"],
    ["机关"],
    ["机关", "密码"],
    ["机关", "名称", "x"],
    ["核实说明", "x"],
    ["总体情况", "a", "b"],
    ["主动公开政府信息情况", "x"],
]


def malformed(count: int) -> list[tuple[str, str, bytes, dict[str, str]]]:
    """Requests that no page of ours sends: methods, addresses, bodies and headers by chance, the same each time."""
    chance = random.Random(2024)
    urls = [
        "/api/change?form=minimal.yaml",
        "/api/undo?form=minimal.yaml",
        "/api/text?form=minimal.yaml",
        "/api/new",
        "/api/import?name=%00/../x",
    ]
    urls += [
        "/api/import",
        "/api/nothing",
        "/form/minimal.yaml",
        "/form/%",
        "/form/minimal.yaml?step=%ff",
        "/explain/..%2f..",
        "/static/../x",
        "/*",
    ]
    requests = []
    for _ in range(count):
        noise = chance.randbytes(chance.randrange(1, 200))
        body = chance.choice([noise, json.dumps(chance.choice(BODIES)).encode(), b"[" * 100_000, b'{"version": "\xff"}', b'"\\ud800"'])
        kinds = ["application/json", "multipart/form-data; boundary=x", "multipart/form-data", "x", "application/x-www-form-urlencoded"]
        headers = {"content-type": chance.choice(kinds), "x-noise": noise.hex()[:50]}
        if chance.random() < 0.2:
            headers["cookie"] = chance.choice(["=", ";;;", "goigen_8123", "a=\x7f", 'x="'])
        requests.append(
            (chance.choice(["POST"] * 6 + ["GET", "PUT", "DELETE", "OPTIONS", "TRACE", "HEAD"]), chance.choice(urls), body, headers)
        )
    return requests


def test_two_hundred_malformed_requests_change_nothing(site: Inside, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    seen = set()
    for method, url, body, headers in malformed(200):
        answer = site.client.request(method, url, content=body, headers=headers)
        assert answer.status_code < 500, (method, url, body, answer.text)
        seen.add(answer.status_code)
    assert {400, 403, 404, 405} <= seen
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    assert site.client.get(f"/form/{MINIMAL}").status_code == 200


@pytest.mark.parametrize("path", STRANGE, ids=".".join)
def test_only_what_the_page_has_a_field_for_can_be_written(site: Inside, path: list[str]) -> None:
    assert change(site, path, "1") == 400


RAW = [
    b"",
    b"\r\n\r\n",
    b"GET",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"POST /api/new HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /api/new HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"\x00" * 1000,
]


def test_a_server_survives_what_is_no_request_and_logs_no_secret(folder: Path) -> None:
    with running(folder) as server:
        for data in RAW:
            with socket.create_connection(("127.0.0.1", server.port), timeout=90) as connection:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                answer = b"".join(iter(lambda connection=connection: _received(connection), b""))  # type: ignore[misc]
            assert b" 200 " not in answer.partition(b"\r\n")[0]
        assert server.process.poll() is None
        token = server.url.partition("=")[2]
        with socket.create_connection(("127.0.0.1", server.port), timeout=90) as connection:
            connection.sendall(f"GET /?token={token} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nConnection: close\r\n\r\n".encode())
            assert b" 200 " in connection.recv(1000)
        server.process.terminate()
        out, err = server.process.communicate(timeout=90)
        assert token not in out + err
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", server.port), timeout=2)


def _received(connection: socket.socket) -> bytes:
    try:
        return connection.recv(65536)
    except ConnectionResetError:
        return b""
