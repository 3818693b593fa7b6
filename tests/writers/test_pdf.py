"""The PDF as a reader meets it: fonts, tags, pages, lines."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from syrupy.assertion import SnapshotAssertion

from goigen.document import Document, Paragraph
from goigen.errors import UserError
from goigen.layout import lay_out
from goigen.standard import FORM
from goigen.writers import pdf
from goigen.writers.faces import NOTO, UNDRAWABLE, Faces
from tests.support import GOOD_SAMPLES, ROOT, TextSnapshot, look, sample
from tests.writers.read_back import bare, from_pdf, type_area

NEVER_FIRST = "，。、；：！？）》”’〕"
NEVER_LAST = "（《“‘〔"


@cache
def made(name: str) -> bytes:
    return pdf.write(lay_out(sample(name)), look())


def eight_digits() -> Document:
    report = sample("complete.yaml")
    figures = {path: 11398889 if figure.kind.value == "件" else 6937489 for path, figure in FORM.figures.items()}
    return lay_out(replace(report, figures=figures))


@cache
def pages(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as opened:
        return [page.within_bbox(type_area(page)).extract_text() for page in opened.pages]


def test_every_font_is_embedded_and_the_file_is_tagged() -> None:
    with pikepdf.open(BytesIO(made("complete.yaml"))) as opened:
        root = opened.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "zh-CN"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert "/StructTreeRoot" in root
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "宿迁市人民政府2024年政府信息公开工作年度报告"
        with opened.open_outline() as outline:
            assert [item.title for item in outline.root] == [section.title for section in FORM.sections]
        fonts = [font for page in opened.pages for font in page.Resources.Font.values()]
        assert fonts
        for font in fonts:
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


ENDS = {  # what stands at the head and at the foot of each table
    "二、主动公开政府信息情况": ("第二十条第（一）项", "本年收费金额（单位：万元）"),
    "三、收到和处理政府信息公开申请情况": ("申请人情况", "四、结转下年度继续办理"),
    "四、政府信息公开行政复议、行政诉讼情况": ("未经复议直接起诉", "总计"),
}


@pytest.mark.parametrize("name", GOOD_SAMPLES)
@pytest.mark.parametrize("heading", ENDS)
def test_tables_stand_whole_on_a_page_with_their_headings(name: str, heading: str) -> None:
    first, last = ENDS[heading]
    (page,) = [text for text in map(bare, pages(made(name))) if first in text]
    assert re.search(f"{heading}.*{first}.*{last}", page)


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_lines_begin_and_end_as_they_may(name: str) -> None:
    lines = [line for text in pages(made(name)) for line in text.splitlines()]
    assert len(lines) > 60
    assert [line for line in lines if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST] == []


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_no_heading_is_left_alone_at_the_foot_of_a_page(name: str) -> None:
    headings = {bare(block.text) for block in lay_out(sample(name)).blocks if not isinstance(block, Paragraph) and hasattr(block, "text")}
    headings |= {grid.heading.text for grid in lay_out(sample(name)).grids()}
    last_lines = {bare(text.splitlines()[-1]) for text in pages(made(name))}
    assert not headings & last_lines


@pytest.mark.parametrize("name", GOOD_SAMPLES)
def test_no_page_but_the_last_is_nearly_empty(name: str) -> None:
    """A note that falls off its table would stand alone between two tables."""
    assert [text for text in pages(made(name))[:-1] if len(text.splitlines()) < 5] == []


def test_a_table_stays_whole_when_its_note_fills_a_page() -> None:
    report = sample("complete.yaml")
    (note,) = report.notes["disclosure"]
    long = replace(report, notes={**report.notes, "disclosure": (replace(note, text="注" * 2400),)})
    (page,) = [text for text in map(bare, pages(pdf.write(lay_out(long), look()))) if "第二十条第（一）项" in text]
    assert "本年收费金额（单位：万元）" in page
    assert "注" in page


def test_eight_digit_figures_stay_whole_and_table_three_on_its_page() -> None:
    data = pdf.write(eight_digits(), look())
    assert from_pdf(data).figures.count("11398889") == 199
    (page,) = [text for text in map(bare, pages(data)) if "申请人情况" in text]
    assert "三、收到和处理政府信息公开申请情况" in page
    assert "四、结转下年度继续办理" in page


def test_rare_characters_can_be_read_back_and_none_is_a_box() -> None:
    words = "喆镕㎡堃，“引号”—…·①Ⅳ→㈠ 𠮷"
    document = replace(lay_out(sample("minimal.yaml")), blocks=(Paragraph(words),))
    text = from_pdf(pdf.write(document, look())).words
    lacking = look().faces.substitutes([words])
    expected = "".join(UNDRAWABLE if lacking.get(char, "") is None else char for char in bare(words))
    assert text.endswith(expected)
    assert all(char in text for char in "喆镕堃，“引号”—…·")


def test_nothing_is_fetched() -> None:
    hostile = replace(look(), page=look().page.replace("<h1>", '<h1><img alt="" src="file:///etc/hostname">'))
    with pytest.raises(UserError, match="不读取任何外部内容"):
        pdf.write(lay_out(sample("minimal.yaml")), hostile)


def test_the_page_with_nothing_but_the_fonts_that_are_always_there(snapshot: SnapshotAssertion) -> None:
    always = replace(look(), faces=Faces((Path(str(files(NOTO))),)))
    text = "\n".join(
        f"—— {number} ——\n{page}" for number, page in enumerate(pages(pdf.write(lay_out(sample("pingfang-2023.yaml")), always)), 1)
    )
    assert text + "\n" == snapshot(extension_class=TextSnapshot)


SCRIPT = """
import hashlib
from goigen.layout import lay_out
from goigen.writers import FORMATS, writer
from tests.support import look, sample
document = lay_out(sample("complete.yaml"))
for form in FORMATS:
    print(form, hashlib.sha256(writer(form)(document, look())).hexdigest())
"""


def test_the_same_form_gives_the_same_bytes_in_every_process() -> None:
    seen = set()
    for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        ran = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, cwd=ROOT, env=environment, check=True)
        seen.add(ran.stdout)
    (lines,) = seen
    assert f"pdf {hashlib.sha256(made('complete.yaml')).hexdigest()}" in lines
