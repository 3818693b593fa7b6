"""`make bench`: how fast goigen is beside what one would use instead, as ratios measured in one run on this machine.

It measures and never fails for being slow: the last column says which bound is exceeded.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from importlib.metadata import version
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from batch import batch
from measure import ROOT, Processes, machine, medians
from reading import reading
from rivals import Office, Template, office_program, words
from rows import Row, milliseconds, ratio

from goigen.checks import run_checks
from goigen.document import Document
from goigen.layout import lay_out
from goigen.pipeline import check
from goigen.report import Report, load
from goigen.resources import shipped
from goigen.source import read_source
from goigen.width import cells
from goigen.writers import FORMATS, writer
from goigen.writers.look import load_look

FORM = ROOT / "sample_inputs" / "complete.yaml"
HEAVY = {"weasyprint", "docx", "pdfplumber", "openpyxl"}  # what checking must not import
COLD_ROUNDS, WARM_ROUNDS, PDF_ROUNDS = 11, 21, 3
LOOK = load_look(shipped("templates"))


def main() -> None:
    with TemporaryDirectory(prefix="goigen-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        report = check(FORM.name, FORM.read_bytes()).report
        assert report is not None, f"{FORM} is no form"
        program = office_program()
        office = Office(program, folder) if program else None
        versions = [f"{package} {version(package)}" for package in ("weasyprint", "docxtpl")]
        print(machine([*versions, f"LibreOffice {office.version}" if office else "没有 LibreOffice，PDF 不比较"]))
        rows = [*cold(folder), *warm(report, folder), *many(), *(pdf(report, office) if office else ())]
        rows += reading(report, LOOK, folder, Processes(folder))
        rows += batch(lambda document: Template(document, write_docx, folder), office, folder)
    show([("项目", "用时", "对照", "测得", "上限", "结果"), *(row.cells for row in rows)])


def cold(folder: Path) -> Iterator[Row]:
    """New processes: what a check of one form costs, what it imports, and how much memory a render takes."""
    processes = Processes(folder)
    checking = ("-m", "goigen", "check", str(FORM))
    tasks = {"check": lambda: processes.run(*checking), "pydantic": lambda: processes.run("-c", "import pydantic")}
    taken = medians(tasks, COLD_ROUNDS)
    yield ratio("goigen check，新进程", taken["check"], "python -c 'import pydantic'", taken["pydantic"], 6)
    heavy = sorted(HEAVY & processes.imported(*checking))
    yield Row("goigen check 载入的排版库", "、".join(heavy) or "没有", "", len(heavy), 0, "个")
    peak = processes.peak("-m", "goigen", "render", str(FORM), "-o", str(folder / "out"), "-f", ",".join(FORMATS)) / 1e6
    yield Row("goigen render 全部格式，内存峰值", "", "", peak, 250, "MB")


def warm(report: Report, folder: Path) -> Iterator[Row]:
    """One process: reading with checking, and the light formats beside docxtpl."""
    template = Template(lay_out(report), write_docx, folder)
    if words(template.render()) != words(write(report, "docx")):
        raise AssertionError("docxtpl does not render the same text")
    forms = fresh_forms()
    tasks = {
        "check": lambda: check(FORM.name, next(forms)),
        "docxtpl": template.render,
        **{name: lambda name=name: write(report, name) for name in ("docx", "txt", "html")},
    }
    taken = medians(tasks, WARM_ROUNDS)
    yield Row("读入并检查，同一进程", milliseconds(taken["check"]), "", taken["check"] * 1000, 15, "ms")
    for name, bound in (("docx", 0.8), ("txt", 0.2), ("html", 0.2)):
        yield ratio(f"{name.upper()}，同一进程", taken[name], "docxtpl 填同样的 DOCX", taken["docxtpl"], bound)


def many() -> Iterator[Row]:
    """One process: the checks beside last year's report, and a thousand forms from their bytes on."""
    last, _ = load(read_source(FORM.name, FORM.read_bytes().replace("年度: 2024".encode(), "年度: 2023".encode())))
    forms = fresh_forms()
    reports = iter([load(read_source(FORM.name, next(forms)))[0] for _ in range(3 * WARM_ROUNDS)])
    taken = medians({"years": lambda: run_checks(next(reports), last=last)}, WARM_ROUNDS)
    yield Row("全部检查，连同去年，不计读入，同一进程", milliseconds(taken["years"]), "", taken["years"] * 1000, 20, "ms")
    forms = fresh_forms()
    for _ in range(100):
        check(FORM.name, next(forms))
    before, start = peak_memory(), perf_counter()
    for data in fresh_forms():
        check(FORM.name, data)
    seconds = perf_counter() - start
    yield Row("1000 份表读入并检查，一个核", f"{seconds:.1f} s", "", seconds, 20, "s")
    yield Row("其间内存增加", "", "", peak_memory() - before, 10, "MB")


def peak_memory() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def fresh_forms() -> Iterator[bytes]:
    """A thousand forms with other characters behind every comma: what the program remembers of one must not help the next."""
    text = FORM.read_text(encoding="utf-8")
    return (text.replace("，", "，" + "".join(added)).encode() for added in product("甲乙丙丁戊己庚辛壬癸", repeat=3))


def pdf(report: Report, office: Office) -> Iterator[Row]:
    """A PDF in this process beside a conversion of the same DOCX, which is a process each."""
    docx = write(report, "docx")
    taken = medians({"pdf": lambda: write(report, "pdf"), "office": lambda: office.convert(docx)}, PDF_ROUNDS)
    yield ratio("PDF，同一进程", taken["pdf"], "LibreOffice 转换 DOCX", taken["office"], 0.3)


def write(report: Report, name: str) -> bytes:
    """A format from the checked report on: the layout is counted with each."""
    return writer(name)(lay_out(report), LOOK)


def write_docx(document: Document) -> bytes:
    return writer("docx")(document, LOOK)


def show(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(text + " " * (width - cells(text)) for text, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
