"""The lines of an official table → its figures as printed, under the keys of the form. Nothing is computed and nothing repaired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from goigen.finding import Place, Severity
from goigen.reading.raw import Cell
from goigen.reading.recogniser.calling import called, down_to
from goigen.reading.recogniser.columns import Columns, locate
from goigen.reading.recogniser.halves import divided, joined
from goigen.reading.recogniser.labels import bare
from goigen.reading.recogniser.lines import NOTE, SHARED, Axes, Line, axes, is_number
from goigen.reading.recogniser.log import Log
from goigen.reading.recogniser.printed import printed
from goigen.reading.recogniser.rows import Label, label_of, values_of
from goigen.reading.recogniser.twice import only_once
from goigen.report.keys import plain
from goigen.report.names import OPEN
from goigen.source import Text
from goigen.standard import FORM, Block, Figure, Head, Table
from goigen.standard.heads import Trail, trails

FEW = 5  # figures of table four; a line with fewer may be anything


@dataclass
class TableReading:
    """One official table while it is read. `cells` holds what is printed for each figure, by path; `notes` what stands below or beside."""

    table: Table
    log: Log
    cells: dict[str, Text] = field(default_factory=dict)
    rows: dict[str, Place] = field(default_factory=dict)  # where each row's label stands, by the path of its first figure
    notes: list[tuple[str, Place]] = field(default_factory=list)
    columns: dict[int, Columns] = field(default_factory=dict)  # those last seen, by number of the block
    labels: list[Label] = field(default_factory=list)
    _divided: set[tuple[Block, Trail]] = field(default_factory=set)  # rows whose figures were read
    _owners: dict[int, str] = field(default_factory=dict)  # the first figure that each cell was read for
    order: list[tuple[int, Line]] = field(default_factory=list)  # rows as they came: which of the form, -1 for one without a label

    def read(self, lines: Sequence[Line]) -> None:
        known = axes(self.table)
        header: list[Line] = []
        for line in joined(divided(lines, known, self.table), known):
            if known.is_header(line):
                header = [*header, line]
                self._headers(header, known)
                continue
            header = [] if any(is_number(cell.text) for cell in line.cells) else header
            if not self._line(line, known):
                self._remark(line)
        self._by_place()
        self._only_once()
        self._open_rest()
        self._shifted()
        self._header_words()

    def _headers(self, lines: list[Line], known: Axes) -> None:
        """Take the columns from header lines: those of this piece, or also those at the end of the page before."""
        here = [line for line in lines if line.piece == lines[-1].piece]
        for number, block in enumerate(self.table.blocks):
            leaves = trails(block.columns)
            ways = [locate(way, known.columns, leaves) for way in ((here, lines) if len(leaves) > 1 else (here[-1:],))]
            found = max(filter(None, ways), key=lambda columns: len(columns.trails) - len(columns.missing), default=None)
            if found and len(found.missing) < len(leaves):
                self.columns[number] = found

    def _line(self, line: Line, known: Axes) -> bool:
        """Read one line; False if it holds no row of the table."""
        if not self.table.blocks[0].rows:
            return self._figures(line, 0, (), None)
        label = label_of(line, known)
        if label is None or self._elsewhere(line, label, known):
            group = label_of(line, known, leaf=False)
            figures = sum(is_number(cell.text) for cell in line.cells)
            if group and figures and self._group(line, group):
                return True
            if figures:
                self.order.append((-1, line))
            return bool(group or figures)
        self.labels.append(label)
        number, _, row = next(place for place in self._places() if place[2][-1] is label.head)
        self.order.append(([place[2] for place in self._places()].index(row), line))
        return self._figures(line, number, row, label)

    def _elsewhere(self, line: Line, label: Label, known: Axes) -> bool:
        """Whether words that say little (其他, 总计) stand in another group than theirs: as a row that somebody added."""
        if bare(label.head.title) not in SHARED:
            return False
        above = next(row for _, _, row in self._places() if row[-1] is label.head)[:-1]
        named = [match.head for cell in (*line.cells[: label.index], *line.hanging) if (match := known.row(cell)) and match.head.parts]
        if above[-1] in named or any(head not in above for head in named):
            return any(head not in above for head in named)
        before = next((index for index, _ in reversed(self.order) if index >= 0), None)
        return before is not None and above[-1] not in self._places()[before][2]

    def _places(self) -> list[tuple[int, Block, Trail]]:
        return [(number, block, row) for number, block in enumerate(self.table.blocks) for row in trails(block.rows)]

    def _by_place(self) -> None:
        """Rows whose label could not be read, but that alone can stand between their neighbours."""
        places = self._places()
        bounded = [(-1, None), *self.order, (len(places), None)]
        start = 0
        for end in range(1, len(bounded)):
            if bounded[end][1] is not None and bounded[end][0] < 0:
                continue
            between = bounded[start + 1 : end]
            if between and bounded[end][0] - bounded[start][0] - 1 == len(between):
                for index, (_, line) in enumerate(between, bounded[start][0] + 1):
                    self._unnamed(line, *places[index])
            else:
                for line in filter(None, (line for _, line in between)):
                    self._undivided(line, self.table.name, self.log.place(line.where), None, 0)
            start = end

    def _unnamed(self, line: Line | None, number: int, block: Block, row: Trail) -> None:
        assert line is not None
        after = next(index for index, cell in enumerate(line.cells) if is_number(cell.text))
        label = Label(row[-1], line.cells[max(0, after - 1)], after - 1, exact=True)
        if self._figures(line, number, row, label):
            words = "".join(cell.text for cell in line.cells[:after]).strip()
            figure = next(figure for figure in self.table.figures if figure.block is block and figure.row == row)
            path = ".".join(figure.yaml_path[: -1 if len(trails(block.columns)) > 1 else None])
            message = f"{self.table.called}的行名“{words[:30]}”认不出来，按上下各行认作“{row[-1].label}”"
            self.log.add("S07", self.rows[figure.path], path, message, "照官方格式改行名，并核对这一行的数。")

    def _figures(self, line: Line, number: int, row: Trail, label: Label | None) -> bool:
        block = self.table.blocks[number]
        known = self.columns.get(number)
        leaves = known.trails if known else trails(block.columns)
        whole = [figure for figure in self.table.figures if figure.block is block and figure.row == row]
        figures = [figure for figure in whole if figure.column in leaves]
        if not any(is_number(cell.text) for cell in line.cells) and figures[0].path in self.cells:
            return True  # the rest of a label that went over the page
        columns = known or (Columns(leaves) if len(figures) == 1 else None)
        values = values_of(line, columns, label) if columns else None
        numbers = sum(is_number(cell.text) for cell in line.cells)
        if label is None and (not numbers or (values is None and (columns is None or numbers < FEW))):
            return False
        place = self.log.place(line.where)
        path = ".".join(figures[0].yaml_path[: -1 if len(figures) > 1 else None]) if row else self.table.name
        self.rows[whole[0].path] = place
        if known is None and values and row:
            self._headless(block, path, place)
        if label and not label.exact:
            self._odd(place, path, label.cell.text, label.head)
        if values is None:
            self._undivided(line, path, place, columns, len(figures))
            return True
        self._divided.add((block, row))
        for cell in values.stray:
            self._stray(cell, line, path)
        for figure, shown in zip(figures, values.cells, strict=True):
            self._figure(figure, shown, line, shared=shown in values.merged)
        return True

    def _headless(self, block: Block, path: str, place: Place) -> None:
        message = f"{self.table.called}“{path.rpartition('.')[2]}”上面没有表头“{block.columns[0].label}”"
        self.log.add("S07", place, path, message, "照官方格式补上表头，并核对这个数。")

    def _figure(self, figure: Figure, cell: Cell | None, line: Line, *, shared: bool) -> None:
        path, yaml_path = figure.path, ".".join(figure.yaml_path)
        where = self.log.place(f"{line.where}第{cell.column + 1}列" if cell and not line.ragged else line.where)
        told = printed(cell.text) if cell else printed("")
        name = called(self.table, path)
        if path in self.cells:
            if plain(self.cells[path].value) != plain(told.figure):
                self.log.add("S06", where, yaml_path, f"{name}印了两次，一处是“{self.cells[path].value}”，一处是“{told.figure}”")
            return
        if shared and told.figure != "0":
            self.log.add(
                "S06", where, yaml_path, f"{name}和别的格合并成了一格，印着“{told.figure}”，分不清是哪一格的数", "拆开，一格一个数。"
            )
            self.cells[path] = Text(OPEN, where)
            if cell and (first := self._owners.get(id(cell))):
                self.cells[first] = Text(OPEN, where)
                message = f"{called(self.table, first)}的格一直合并到下面，印着“{told.figure}”，分不清是哪一行的数"
                self.log.add("S06", where, ".".join(FORM.figures[first].yaml_path), message, "拆开，一格一个数。")
            return
        if shared:
            self.log.add("S06", where, yaml_path, f"{name}和别的格合并成了一格", "拆开，每一格都写 0。")
        self.cells[path] = Text(told.figure or OPEN, where)
        self._owners.setdefault(id(cell), path)
        if told.remark:
            self.log.add("T02", where, yaml_path, f"{name}的格里除了数还有文字“{told.remark}”", "文字移到表下面的附注。", Severity.WARNING)
            self.notes.append((f"{name.removeprefix(self.table.called)}{told.figure}，{told.remark}。", where))
        if told.broken:
            self.log.add("R13", where, yaml_path, f"{name}的数断在几行里，读作 {told.figure}", "请和原件核对。", Severity.INFO)

    def _only_once(self) -> None:
        """Where a table stands there twice: a row that only one of the two has may be another year's, and is open if it is the later's."""
        added, passed_over = only_once([index for index, _ in self.order if index >= 0])
        for index in sorted(added | passed_over):
            row = self._places()[index][2]
            for figure in (figure for figure in self.table.figures if figure.row == row and figure.path in self.cells):
                place, shown = self.cells[figure.path].place, self.cells[figure.path].value
                why = f"表格印了两次，{called(self.table, figure.path)}只有一次有，印着“{shown}”，可能不是本年的数"
                self.log.add("S06", place, ".".join(figure.yaml_path), why, "对照原件填写本年的数。")
                if index in added:
                    self.cells[figure.path] = Text(OPEN, place)

    def _open_rest(self) -> None:
        """Figures of a row for which there is no column: open, since a row's other columns would count as zero."""
        read = {(figure.block, figure.row): place for figure in self.table.figures if (place := self.rows.get(figure.path))}
        for figure in self.table.figures:
            place = read.get((figure.block, figure.row))
            if place and figure.path not in self.cells and (figure.block, figure.row) in self._divided:
                self.cells[figure.path] = Text(OPEN, place)
        self._open_totals()

    def _open_totals(self) -> None:
        """A row of totals that was not printed: the program would compute it if nothing were said."""
        for place in self._places():
            row = [figure for figure in self.table.figures if figure.block is place[1] and figure.row == place[2]]
            if self.cells and all(figure.path in self.table.totals and figure.path not in self.cells for figure in row):
                self.cells |= {figure.path: Text(OPEN, self.log.place("")) for figure in row}

    def _group(self, line: Line, label: Label) -> bool:
        """A group printed as one row: 0 stands for all its rows, any other figure for none of them."""
        block = self.table.blocks[0]
        below = [figure for figure in self.table.figures if label.head in figure.row]
        columns = self.columns.get(0)
        values = values_of(line, columns, label) if columns else None
        if any(figure.path in self.cells for figure in below) or not below or values is None:
            return False
        place = self.log.place(line.where)
        texts = [printed(cell.text).figure if cell else "" for cell in values.cells]
        path = ".".join((self.table.name, *(head.name for head in down_to(label.head, block) if head.name)))
        rows = len(label.head.parts)
        zero = all(text == "0" for text in texts)
        kept = "" if zero else f"，印着 {'、'.join(text or '（空）' for text in texts)}"
        self.log.add("S06", place, path, f"{self.table.called}“{label.head.title}”只印了一行，官方格式是 {rows} 行{kept}", "分行填写。")
        for figure in below:
            self.cells[figure.path] = Text("0" if zero else OPEN, place)
        return True

    def _undivided(self, line: Line, path: str, place: Place, columns: Columns | None, wanted: int) -> None:
        figures = "、".join(cell.text.strip() or "（空）" for cell in line.cells if is_number(cell.text) or not cell.text.strip())
        why = f"的格数不是 {wanted} 个" if columns else "上面的表头认不出来" if wanted else f"的行名“{line.words()[:20]}”认不出来"
        name = path.rpartition(".")[2]
        self.log.add("S06", place, path, f"{self.table.called}“{name}”这一行{why}，数没有读：{figures[:80]}", "对照原件填写。")

    def _stray(self, cell: Cell, line: Line, path: str) -> None:
        where = self.log.place(line.where)
        name = path.rpartition(".")[2]
        self.log.add(
            "S09", where, path, f"{self.table.called}“{name}”左边的标签格里多了“{cell.text.strip()}”", "删掉，标签格里只有官方的文字。"
        )

    def _odd(self, place: Place, path: str, text: str, head: Head) -> None:
        shown = " ".join(text.split())
        self.log.add("S07", place, path, f"{self.table.called}的“{shown[:40]}”不是官方的文字，应当是“{head.label}”", "照官方格式改。")

    def _shifted(self) -> None:
        """S06: a row whose label stands in another column than those of the same depth: the row has slipped."""
        depth = {row[-1]: len([head for head in row if head.label]) for block in self.table.blocks for row in trails(block.rows) if row}
        usual = {
            level: Counter(label.cell.column for label in self.labels if depth[label.head] == level).most_common(1)
            for level in depth.values()
        }
        for label in self.labels:
            column = usual[depth[label.head]][0][0]
            figures = [figure for figure in self.table.figures if figure.row and figure.row[-1] is label.head]
            if label.cell.column < column and figures:
                path = ".".join(figures[0].yaml_path[:-1])
                place = self.rows.get(figures[0].path) or self.log.place("")
                message = f"{self.table.called}“{label.head.title}”这一行向左移了 {column - label.cell.column} 格"
                self.log.add("S06", place, path, message, "补上左边的格，使数对准各列。")

    def _remark(self, line: Line) -> None:
        """Words below the figures: a note of the table, if they say so."""
        words = line.words()
        if NOTE.match(words):
            self.notes.append((NOTE.sub("", words), self.log.place(line.where)))

    def _header_words(self) -> None:
        """S07, once a header: the labels of columns that could not be read."""
        odd: dict[tuple[str, Head], Place] = {}
        for columns in dict.fromkeys(self.columns.values()):
            place = self.log.place("")
            if columns.missing:
                names = "、".join(dict.fromkeys(head.title for head in columns.missing))
                message = f"{self.table.called}的表头里认不出“{names}”，已按其余各列的次序读"
                self.log.add("S07", place, self.table.name, message, "照官方格式补全表头，并核对各列的数。")
            odd |= dict.fromkeys(columns.odd, place)
        for (text, head), place in odd.items():
            below = [figure for figure in self.table.figures if head in figure.column]
            self._odd(place, ".".join(below[0].yaml_path) if len(below) == 1 else self.table.name, text, head)
