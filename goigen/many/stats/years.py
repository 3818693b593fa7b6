"""Two years → what changed, for the units that have a report of both: totals side by side, and the units that changed most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from goigen.errors import UserError
from goigen.many.charts.chart import Bar, Chart, Group, Note
from goigen.many.stats.gather import Gathered, Unit, Year
from goigen.many.stats.themes import KEYS, RECEIVED
from goigen.many.stats.words import COUNT, changed, growth, notes, shown, signed
from goigen.report import Number

MOST_CHANGES = 10  # of each direction


@dataclass(frozen=True)
class Pair:
    """One unit in both years."""

    new: Unit
    old: Unit

    @property
    def whole(self) -> bool:
        return None not in (*self.new.figures, *self.old.figures)

    def change(self, key: int) -> Number | None:
        new, old = self.new.figures[key], self.old.figures[key]
        return None if new is None or old is None else new - old


def earlier(gathered: Gathered, this: Year) -> Year:
    """Last year's reports of those given by --previous. Raises UserError where there are none, or they are of the same year."""
    last = gathered.before(this.year)
    if last is None:
        file, why = gathered.unread[0]
        raise UserError(f"--previous 的报告一份也没有读出来：{file}：{why}")
    if last.year == this.year:
        raise UserError(f"--previous 给出的也是{year_name(this)}的报告，应当是上一年的")
    return last


def year_name(year: Year) -> str:
    return f"{year.year}年" if year.year else "未写年度"


def years(this: Year, last: Year) -> Iterator[Chart]:
    """The charts of two years."""
    pairs = [Pair(unit, last.units[name]) for name, unit in this.units.items() if name in last.units]
    only_new = [unit.name for name, unit in this.units.items() if name not in last.units]
    only_old = [unit.name for name, unit in last.units.items() if name not in this.units]
    unmatched = notes(
        (f"只有{year_name(this)}报告、没有比较的单位", only_new),
        (f"只有{year_name(last)}报告、没有比较的单位", only_old),
        (f"{year_name(last)}的报告有两份以上、只计第一份的单位", last.repeated),
    )
    yield _totals(this, last, pairs, unmatched)
    if pairs:
        yield _changes(this, last, pairs)


def _totals(this: Year, last: Year, pairs: list[Pair], unmatched: tuple[Note, ...]) -> Chart:
    new_year, old_year = year_name(this), year_name(last)
    compared = [pair for pair in pairs if pair.whole]
    left_out = notes(("没有计入本图的单位（两年里有没填的数）", [pair.new.name for pair in pairs if not pair.whole]))
    source = f"两年都有报告的{len(compared)}个单位；计量单位：{COUNT}"
    chart = Chart("years", f"{new_year}和{old_year}的合计", notes=(*left_out, *unmatched), source=source)
    if not compared:
        return replace(chart, nothing=f"没有一个单位{new_year}和{old_year}的数都能比较。")
    bars = tuple(_both(key, compared, new_year, old_year) for key in range(len(KEYS)))
    if not any(bar.length or bar.before for bar in bars):
        return replace(chart, nothing=f"两年都有报告的{len(compared)}个单位，两年的这几项都是0。")
    received = bars[RECEIVED]
    assert received.length is not None
    assert received.before is not None
    title = f"{new_year}{KEYS[RECEIVED].label}{shown(received.length)}{COUNT}，比{old_year}{changed(received.length, received.before)}"
    only = Note(f"只比较两年都有报告的{len(compared)}个单位，和上面全部单位的合计可以不同。")
    columns = ("项目", f"{old_year}（{COUNT}）", f"{new_year}（{COUNT}）", "增减", "增减率")
    return replace(chart, title=title, groups=(Group("", bars),), columns=columns, notes=(only, *chart.notes))


def _both(key: int, pairs: list[Pair], new_year: str, old_year: str) -> Bar:
    new = sum((pair.new.figures[key] or 0 for pair in pairs), start=0)
    old = sum((pair.old.figures[key] or 0 for pair in pairs), start=0)
    row = (shown(old), shown(new), signed(new - old), growth(new, old))
    return Bar(KEYS[key].label, new, f"{new_year}：{shown(new)}", row, before=old, before_text=f"{old_year}：{shown(old)}")


def _changes(this: Year, last: Year, pairs: list[Pair]) -> Chart:
    name, new_year, old_year = KEYS[RECEIVED].label, year_name(this), year_name(last)
    known = [(change, pair) for pair in pairs if (change := pair.change(RECEIVED)) is not None]
    moved = sorted(((change, pair) for change, pair in known if change), key=lambda one: (-one[0], one[1].new.name))
    ups = [one for one in moved if one[0] > 0][:MOST_CHANGES]
    downs = [one for one in moved if one[0] < 0][-MOST_CHANGES:]
    left_out = notes((f"没有计入本图的单位（两年里有{name}没填的）", [pair.new.name for pair in pairs if pair.change(RECEIVED) is None]))
    chart = Chart("changes", f"{name}增减最多的单位", notes=left_out, source=f"两年都有报告的{len(known)}个单位；计量单位：{COUNT}")
    if not moved:
        return replace(chart, nothing=f"两年都有报告的{len(known)}个单位，{name}都没有变化。")
    bars = tuple(_change(pair, change) for change, pair in (*ups, *downs))
    title = "；".join(
        f"{pair.new.name}{word}最多（{shown(pair.old.figures[RECEIVED] or 0)}→{shown(pair.new.figures[RECEIVED] or 0)}{COUNT}）"
        for word, found in (("增加", ups[:1]), ("减少", downs[-1:]))
        for _, pair in found
    )
    rising, falling = (sum(1 for change, _ in moved if (change > 0) is up) for up in (True, False))
    told = Note(f"{name}增加的单位{rising}个，减少的{falling}个，不变的{len(known) - len(moved)}个；两个方向各列最多的{MOST_CHANGES}个。")
    columns = ("单位", f"{old_year}（{COUNT}）", f"{new_year}（{COUNT}）", "增减")
    return replace(chart, title=title, groups=(Group("", bars),), columns=columns, notes=(told, *chart.notes))


def _change(pair: Pair, change: Number) -> Bar:
    old, new = (unit.figures[RECEIVED] or 0 for unit in (pair.old, pair.new))
    return Bar(pair.new.name, change, signed(change), (shown(old), shown(new), signed(change)))
