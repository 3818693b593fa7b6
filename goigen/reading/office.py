"""Old and foreign office files (.doc .wps .odt .rtf, .xls .et .ods) → DOCX or XLSX, through LibreOffice if it is installed.

Each run has a profile of its own that runs no macros and fetches nothing, and leaves nothing behind. Raises UserError.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import escape

from goigen.errors import UserError
from goigen.reading.raw import Block

TEXTS = frozenset((".doc", ".wps", ".wpt", ".dot", ".odt", ".fodt", ".rtf", ".uot", ".docx"))
SHEETS = frozenset((".xls", ".et", ".ett", ".xlt", ".ods", ".fods", ".xlsx"))
# What WPS calls its files; inside they are those of old Office
SAME_AS: Mapping[str, str] = MappingProxyType(
    {".wps": ".doc", ".wpt": ".doc", ".dot": ".doc", ".et": ".xls", ".ett": ".xls", ".xlt": ".xls"}
)
OLE = b"\xd0\xcf\x11\xe0"
# Why looked for: LibreOffice takes what it does not know for plain text, and reads a damaged file as gibberish
STREAMS = tuple(name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "Book", "MatOST", "CONTENTS"))
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
WORD_2003, EXCEL_2003 = b"Word.Document", b"Excel.Sheet"
FLAT = b"<office:document"
HEAD_BYTES = 4096
NAMES = ("soffice", "libreoffice")
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
)
TIMEOUT = 60.0
LIMIT_BYTES = 64 * 1024 * 1024  # of what comes out
SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "1"),
    # Why a proxy that does not exist: pictures that a document links to would be fetched
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)


def read(data: bytes, ending: str) -> tuple[Block, ...]:
    """The paragraphs and tables of such a file. A web page or a DOCX that only has the wrong ending is read as what it is."""
    if _is_markup(data) and not _is_office_xml(data):
        from goigen.reading import html

        return html.read(data)
    converted = convert(data, ending)
    if ending.lower() in SHEETS:
        from goigen.reading import xlsx

        return xlsx.read(converted)
    from goigen.reading import docx

    return docx.read(converted)


def convert(data: bytes, ending: str) -> bytes:
    """The same document as DOCX, a spreadsheet as XLSX."""
    ending = ending.lower()
    target = "xlsx" if ending in SHEETS else "docx"
    if ending not in TEXTS | SHEETS:
        raise UserError(f"读不了 {ending} 文件；{_advice(target)}")
    if data.startswith(OLE) and ENCRYPTED in data:
        raise UserError(f"文件有打开密码；去掉密码，{_advice(target)}")
    if not _is_known(data):
        raise UserError(f"这不是 {ending} 文件，或者它已损坏、没有下载完整；{_advice(target)}")
    if data.startswith(b"PK\x03\x04") and (b"word/" if target == "docx" else b"xl/workbook.xml") in data:
        return data
    program = find_program()
    if program is None:
        raise UserError(f"读 {ending} 文件要用 LibreOffice，这台电脑上没有装；{_advice(target)}，或安装 LibreOffice")
    with tempfile.TemporaryDirectory(prefix="goigen-", ignore_cleanup_errors=True) as name:
        return _converted(data, _ending(data, ending), target, program, Path(name).resolve())


def _ending(data: bytes, ending: str) -> str:
    """The ending by which LibreOffice knows what is inside."""
    if data.startswith(OLE):
        return SAME_AS.get(ending, ending)
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return ".xml" if WORD_2003 in data[:HEAD_BYTES] or EXCEL_2003 in data[:HEAD_BYTES] else ending


def _is_markup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _is_office_xml(data: bytes) -> bool:
    return any(mark in data[:HEAD_BYTES] for mark in (WORD_2003, EXCEL_2003, FLAT))


def _is_known(data: bytes) -> bool:
    if data.startswith(OLE):
        return any(name in data for name in STREAMS)
    return data.startswith((b"PK\x03\x04", b"{\\rtf")) or _is_office_xml(data)


def _advice(target: str) -> str:
    return f"在 {'Excel' if target == 'xlsx' else 'Word'} 或 WPS 里另存为 .{target} 再试"


def find_program() -> str | None:
    """LibreOffice by its names, then where it is usually installed."""
    found = (path for name in NAMES if (path := shutil.which(name)))
    return next(found, None) or next((place for place in PLACES if Path(place).is_file()), None)


def _converted(data: bytes, ending: str, target: str, program: str, folder: Path) -> bytes:
    """Write the file into a folder of its own, and let LibreOffice write beside it."""
    source, result = folder / f"report{ending}", folder / "out" / f"report.{target}"
    profile, temporary = folder / "profile", folder / "tmp"
    for made in (profile / "user", temporary, result.parent):
        made.mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    source.write_bytes(data)
    options = "--headless --invisible --norestore --nologo --nodefault --nolockcheck --nofirststartwizard".split()
    converting = ["--convert-to", target, "--outdir", str(result.parent), str(source)]
    _run([program, f"-env:UserInstallation={profile.as_uri()}", *options, *converting], temporary, target)
    try:
        if result.stat().st_size > LIMIT_BYTES:
            raise UserError(f"文件转换后太大，不会是一份年度报告；{_advice(target)}")
        return result.read_bytes()
    except OSError:
        part = "Calc" if target == "xlsx" else "Writer"
        raise UserError(f"LibreOffice 打不开这个文件：它可能已损坏，或有打开密码，也可能没有装 {part}；{_advice(target)}") from None


def _settings() -> str:
    items = "".join(
        f'<item oor:path="{escape(path)}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{items}</oor:items>'
    )


def _run(command: list[str], temporary: Path, target: str) -> None:
    """Run to the end, or end the program and everything that it started."""
    names = ("TMPDIR", "TMP", "TEMP")
    environment = {**os.environ, **dict.fromkeys(names, str(temporary)), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=temporary,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        raise UserError(f"LibreOffice 启动不了；{_advice(target)}") from None
    try:
        process.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        _end(process)
        raise UserError(f"LibreOffice 用了 {TIMEOUT:.0f} 秒还没有转换完，已经停下；{_advice(target)}") from None
    except BaseException:  # Ctrl-C
        _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children: the starter is a script that waits for the real program."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
    process.wait()
