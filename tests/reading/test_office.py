"""Old office files → DOCX and XLSX through LibreOffice; what happens without it, when it fails, and when it does not end."""

from __future__ import annotations

import os
import sys
import tempfile
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from goigen.errors import UserError
from goigen.reading import office
from goigen.reading.raw import RawTable, Words
from tests.support import tool

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RTF = (
    b"{\\rtf1\\ansi\\ansicpg936\\uc1{\\fonttbl{\\f0 SimSun;}}\\f0 \\u19968?\\u12289?\\u24635?\\u20307?\\par Some words.\\par"
    b"\\trowd\\cellx2000\\cellx4000\\intbl A\\cell 12\\cell\\row\\pard\\par}"
)
FLAT = """<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:body><office:text><text:h text:outline-level="1">二、主动公开</text:h><text:p>第二十条</text:p></office:text></office:body>
</office:document>""".encode()


def package(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return stream.getvalue()


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files that must be empty in the end."""
    folder = tmp_path / "临时 文件"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a script in the place of LibreOffice."""
    if sys.platform == "win32":
        pytest.skip("a shell script")
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(office, "find_program", lambda: str(path))


def test_two_files_at_once_are_converted_and_nothing_is_left(empty_folder: Path) -> None:
    tool("soffice")
    with ThreadPoolExecutor(2) as pool:
        rtf, flat = pool.submit(office.read, RTF, ".doc"), pool.submit(office.read, FLAT, ".fodt")
        blocks, others = rtf.result(), flat.result()
    assert [block.text for block in blocks if isinstance(block, Words) and block.text] == ["一、总体", "Some words."]
    assert [[cell.text for cell in block.cells] for block in blocks if isinstance(block, RawTable)] == [["A", "12"]]
    assert [block.text for block in others if isinstance(block, Words) and block.text] == ["二、主动公开", "第二十条"]
    assert list(empty_folder.iterdir()) == []


@pytest.mark.parametrize(("ending", "advice"), [(".doc", r"Word 或 WPS 里另存为 \.docx"), (".ET", r"Excel 或 WPS 里另存为 \.xlsx")])
def test_without_libreoffice(ending: str, advice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "PLACES", ())
    with pytest.raises(UserError, match=advice) as caught:
        office.convert(OLE + "WordDocument".encode("utf-16-le"), ending)
    assert "没有装" in str(caught.value)


def test_it_is_found_by_either_name_and_at_its_usual_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PLACES", (str(tmp_path / "absent"), str(tmp_path / "soffice.com")))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office.find_program() is None
    (tmp_path / "soffice.com").touch()
    assert office.find_program() == str(tmp_path / "soffice.com")
    (tmp_path / "libreoffice").touch(mode=0o755)
    if sys.platform != "win32":
        assert office.find_program() == str(tmp_path / "libreoffice")


def test_one_that_writes_nothing(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "exit 0", monkeypatch)
    with pytest.raises(UserError, match="打不开"):
        office.convert(RTF, ".rtf")
    monkeypatch.setattr(office, "find_program", lambda: str(tmp_path / "absent"))
    with pytest.raises(UserError, match="启动不了"):
        office.convert(RTF, ".rtf")
    assert list(empty_folder.iterdir()) == []


def test_a_spreadsheet_becomes_a_workbook(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    book.active.append(["规章", 3])
    book.save(tmp_path / "made.xlsx")
    program(tmp_path, f'test -e ../report.xls && cp "{tmp_path}/made.xlsx" ../out/report.xlsx', monkeypatch)
    (table,) = office.read(OLE + "Workbook".encode("utf-16-le"), ".et")
    assert isinstance(table, RawTable)
    assert [cell.text for cell in table.cells] == ["规章", "3"]
    program(tmp_path, "exit 1", monkeypatch)
    with pytest.raises(UserError, match="没有装 Calc"):
        office.read(OLE + "Workbook".encode("utf-16-le"), ".xls")


def test_one_that_writes_too_much(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "LIMIT_BYTES", 10)
    program(tmp_path, "echo 0123456789 > ../out/report.docx", monkeypatch)
    with pytest.raises(UserError, match="太大"):
        office.convert(RTF, ".rtf")
    assert list(empty_folder.iterdir()) == []


def test_what_it_is_told(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    program(
        tmp_path,
        f'(echo "$TMPDIR"; printf "%s\\n" "$@"; cat ../profile/user/*.xcu) > "{told}"; echo fine > ../out/report.docx',
        monkeypatch,
    )
    assert office.convert(OLE + "WordDocument".encode("utf-16-le"), ".WPS") == b"fine\n"
    temporary, profile, *arguments = told.read_text().splitlines()
    assert temporary.startswith(str(empty_folder))
    assert profile.startswith(f"-env:UserInstallation={empty_folder.as_uri()}/goigen-")
    assert "--headless" in arguments
    assert any(argument.endswith("report.doc") for argument in arguments)
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true' in arguments[-1]


def test_one_that_does_not_end_is_ended_with_all_it_started(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "TIMEOUT", 1.0)
    program(tmp_path, f'sleep 300 & echo $! > "{tmp_path}/child"; wait', monkeypatch)
    with pytest.raises(UserError, match="还没有转换完"):
        office.convert(RTF, ".rtf")
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        if not _alive(child):
            break
        time.sleep(0.05)
    assert not _alive(child)
    assert list(empty_folder.iterdir()) == []


def _alive(process: int) -> bool:
    """Whether it runs; one that has ended and that nobody has asked about yet does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize(
    ("data", "ending", "message"),
    [
        (b"", ".doc", "不是 .doc 文件"),
        (OLE, ".doc", "不是 .doc 文件"),
        (b"\x00\x01\x02" * 99, ".xls", r"不是 .xls 文件.*另存为 \.xlsx"),
        (b"%PDF-1.7", ".doc", "不是 .doc 文件"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".wps", "打开密码"),
        (RTF, ".pages", "读不了 .pages 文件"),
    ],
)
def test_what_is_not_given_to_it(data: bytes, ending: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: pytest.fail("it was asked for"))
    with pytest.raises(UserError, match=message):
        office.read(data, ending)


def test_files_with_the_wrong_ending_are_read_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_program", lambda: pytest.fail("it was asked for"))
    page = "<html><body><p>二、主动公开政府信息情况，本年度没有变化，各项数据见下表。</p></body></html>"
    assert [block.text for block in office.read(page.encode("gb18030"), ".doc") if isinstance(block, Words)] == [page[15:-18]]
    for data, ending in ((package("[Content_Types].xml", "word/document.xml"), ".wps"), (package("xl/workbook.xml"), ".et")):
        assert office.convert(data, ending) == data
