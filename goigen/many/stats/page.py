"""Charts → one HTML page that needs nothing but itself, and the pictures of the charts as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from goigen.many.charts.chart import Chart, Note
from goigen.many.charts.draw import draw
from goigen.many.charts.faces import chain, lacking
from goigen.many.charts.svg import finished
from goigen.many.stats.charts import charts
from goigen.many.stats.gather import Gathered, Year, clean
from goigen.many.stats.themes import KEYS, THEMES
from goigen.many.stats.words import notes, shown
from goigen.many.stats.years import earlier, year_name, years
from goigen.report import Number
from goigen.resources import shipped
from goigen.standard import Kind
from goigen.writers.faces import UNDRAWABLE, Face, Faces

MOST_NAMES = 20  # under a chart; the others stand in the appendix
MOST_ROWS = 16  # of a table that is kept on one page
NUMERALS = "一二三四五六七八九十"
FORMATS = ("html", "svg", "png")


@dataclass(frozen=True)
class Fact:
    """One line of the summary."""

    label: str
    text: str


@dataclass(frozen=True)
class Page:
    """Everything on the page, in words and values."""

    title: str
    units: int
    facts: tuple[Fact, ...]
    charts: tuple[Chart, ...]
    notes: tuple[Note, ...]

    def lists(self) -> dict[Note, list[str]]:
        """The notes with more names than fit under a chart, each with the headings under which it stands."""
        found: dict[Note, list[str]] = {}
        for heading, told in (("全部", self.notes), *((chart.heading, chart.notes) for chart in self.charts)):
            for note in told:
                if len(note.names) > MOST_NAMES:
                    found.setdefault(note, []).append(heading)
        return found


def lay_out_stats(gathered: Gathered, previous: Gathered | None = None, faces: Faces | None = None) -> Page | None:
    """The page of the year that most reports are of; None where no report could be read."""
    this = gathered.most()
    if this is None:
        return None
    last = earlier(previous, this) if previous else None
    found = [*charts(this), *(years(this, last) if last else ())]
    told = _notes(gathered, this, previous)
    title = f"{year_name(this)}政府信息公开工作年度报告统计" if this.year else "政府信息公开工作年度报告统计"
    drawn = chain(faces or Faces())
    return Page(title, len(this.units), tuple(_facts(this)), tuple(_with_rare(chart, drawn) for chart in found), told)


def _facts(year: Year) -> Iterator[Fact]:
    """The sums over all units that say everything in a few lines."""
    yield Fact("计入的单位", f"{shown(len(year.units))}个")
    for at, key in enumerate(KEYS):
        yield _fact(key.label, [unit.figures[at] for unit in year.units.values()], Kind.COUNT)
    (fees,), counted = year.sums["fees"], year.counted("fees")
    label = THEMES["fees"].entries[0].name
    yield _total(label, fees, Kind.AMOUNT, counted, len(year.units))


def _fact(label: str, numbers: list[Number | None], kind: Kind) -> Fact:
    known = [number for number in numbers if number is not None]
    return _total(label, sum(known, start=0), kind, len(known), len(numbers))


def _total(label: str, number: Number, kind: Kind, known: int, units: int) -> Fact:
    if not known:
        return Fact(label, "—（没有一个单位填了）")
    return Fact(label, f"{shown(number)}{kind.value}" + (f"（{units - known}个单位没有填，没有计入）" if known < units else ""))


def _notes(gathered: Gathered, this: Year, previous: Gathered | None) -> tuple[Note, ...]:
    """What the reader must know about the whole page."""
    last = previous.unread if previous else []
    return notes(
        ("没有读出来的文件", [clean(f"{file}（{why}）") for file, why in (*gathered.unread, *last)]),
        (f"不是{year_name(this)}、没有计入的报告", gathered.others(this)),
        ("名称相同的报告有两份以上、只计第一份的单位", this.repeated),
        ("数之间的勾稽关系不对、仍按填报的数计入的单位（见 goigen check）", this.unbalanced),
        ("没有填收费金额的单位", this.left_out["fees"]),
    )


def _with_rare(chart: Chart, faces: tuple[Face, ...]) -> Chart:
    """The chart with a note on the characters that no face can draw; text and table still have them."""
    texts = [chart.title, *(group.label for group in chart.groups), *(bar.label for bar in chart.bars())]
    rare = "".join(lacking(texts, faces))
    told = Note(f"这台电脑的字体里没有“{rare}”，图中画成{UNDRAWABLE}；表和文字里是原字。")
    return replace(chart, notes=(*chart.notes, told)) if rare else chart


def write_page(page: Page, faces: Faces | None = None) -> bytes:
    """The page as one file: pictures in it, no scripts, nothing from outside."""
    from jinja2 import Environment, StrictUndefined  # Why here: the stage that needs it pays for it
    from markupsafe import Markup

    def picture(chart: Chart) -> Markup:
        return Markup(_svg(chart, drawn, alone=False).decode())

    drawn = chain(faces or Faces())
    folder = shipped("templates")
    environment = Environment(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "stats.html.j2").read_text(encoding="utf-8"))
    css = Markup((folder / "stats.css").read_text(encoding="utf-8"))
    return template.render(page=page, css=css, picture=picture, ordinal=ordinal, most_names=MOST_NAMES, most_rows=MOST_ROWS).encode()


def _svg(chart: Chart, faces: tuple[Face, ...], *, alone: bool) -> bytes:
    return finished(draw(chart, faces, "svg", alone=alone), chart.key, chart.title, chart.description(), alone=alone)


def pictures(page: Page, formats: tuple[str, ...], faces: Faces | None = None) -> dict[str, bytes]:
    """The charts as files of their own, by name: 01-results.svg."""
    drawn = chain(faces or Faces())
    writers = {"svg": partial(_svg, faces=drawn, alone=True), "png": partial(draw, faces=drawn, style="png", alone=True)}
    numbered = list(enumerate((chart for chart in page.charts if chart.groups), 1))
    return {
        f"{number:02}-{chart.key}.{name}": write(chart) for number, chart in numbered for name, write in writers.items() if name in formats
    }


def ordinal(number: int) -> str:
    """一, 十, 十一: the sign of a part."""
    tens, ones = divmod(number, 10)
    return (
        NUMERALS[number - 1]
        if number <= len(NUMERALS)
        else f"{NUMERALS[tens - 1] if tens > 1 else ''}十{NUMERALS[ones - 1] if ones else ''}"
    )
