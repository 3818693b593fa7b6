"""Source → Report and findings. Everything that is wrong in a file is found in one pass; nothing is raised and nothing repaired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from goigen.finding import Finding, Place
from goigen.report.fields import Agency, Fees, FormModel, Particulars, alias_of, aliases, form_values
from goigen.report.keys import clean_heading, normalise
from goigen.report.load_tables import read_tables
from goigen.report.model import Answer, Paragraph, Report, Topic
from goigen.report.names import AGENCY, ANSWERS, BODY, FEES, LEAD, NOTE, PREAMBLE, PROSE, SIX
from goigen.report.numbers import NOTHING, half_width
from goigen.report.reading import Log, all_unfilled, is_unfilled, join, typed
from goigen.report.wording import fill, wording
from goigen.source import Mapping as MappingNode
from goigen.source import Node, Sequence, Source, Spots, Text
from goigen.standard import FORM, Section

Model = TypeVar("Model", bound=FormModel)
TOP = (
    *(alias_of(Particulars, name) for name in ("code", "year")),
    AGENCY,
    alias_of(Particulars, "title"),
    PREAMBLE,
    alias_of(Particulars, "issued_on"),
    *(section.name for section in FORM.sections),
    ANSWERS,
)


def load(source: Source) -> tuple[Report | None, tuple[Finding, ...]]:
    """The report of a form, None where it could not be parsed at all, with the findings of parsing and loading."""
    if source.root is None:
        return None, source.findings
    log = Log()
    log.places[""] = source.root.place
    if not isinstance(source.root, MappingNode):
        log.error("R04", source.root.place, "", "这不是一份年报表：最外层应当是“名称: 内容”", "用 goigen new 生成一份空白表再填。")
        return None, (*source.findings, *log.findings)
    top = log.known(source.root, "", TOP)
    if not top:
        log.findings.clear()
        log.error("R04", source.root.place, "", "这不是一份年报表：没有一个名称是表里的", "用 goigen new 生成一份空白表再填。")
        return None, (*source.findings, *log.findings)
    said = tuple(finding.path for finding in source.findings if finding.check == "S06")
    report = _Loader(log, top, said).report()
    return report, (*source.findings, *log.findings)


@dataclass
class _Loader:
    log: Log
    top: dict[str, Node]
    said: tuple[str, ...] = ()  # what the reader of a published report has called missing already
    look_up: Callable[[str], str | None] = field(init=False)
    labels: list[Paragraph] = field(default_factory=list)

    def report(self) -> Report:
        particulars = self.fields(Particulars, {k: self.top[k] for k in aliases(Particulars) if k in self.top}, "")
        agency_nodes = self.below(AGENCY, aliases(Agency))
        agency = self.fields(Agency, agency_nodes, AGENCY)
        fees = self.fees(self.fees_node())
        notes: dict[str, Node] = {}
        figures, unfilled = read_tables(self.log, self.top, notes.__setitem__)
        self.look_up = wording(particulars, agency, fees, figures)
        self.name_fields(agency, agency_nodes)
        tables = {section.name: section.key for section in FORM.sections}
        return Report(
            particulars=particulars,
            agency=agency,
            title=self.title(particulars),
            preamble=self.preamble(),
            figures=figures,
            sections={section.key: self.topics(section, self.top.get(section.name)) for section in PROSE},
            fees=fees,
            notes={tables[name]: self.paragraphs(note, join(name, NOTE)) for name, note in notes.items()},
            answers=self.answers(),
            labels=tuple(self.labels),
            unfilled=tuple(path for path in (*self.unfilled(agency, fees), *unfilled) if not f"{path}.".startswith(self.said_below)),
            absent=tuple(section.name for section in PROSE if section.name not in self.top),
            unread=frozenset(finding.path for finding in self.log.findings),
            places=self.log.places,
        )

    @property
    def said_below(self) -> tuple[str, ...]:
        return tuple(f"{path}." for path in self.said)

    def title(self, particulars: Particulars) -> str:
        name = alias_of(Particulars, "title")
        return self.label(particulars.title, name, self.top[name].place) if particulars.title else ""

    def name_fields(self, agency: Agency, nodes: dict[str, Node]) -> None:
        """Keep the agency's fields for the checks. They have no placeholders, which come from them; braces are reported."""
        for name, text in form_values(agency).items():
            paragraph = Paragraph(text, text, join(AGENCY, name), ((0, nodes[name].place),))
            self.labels.append(paragraph)
            if fill(text, lambda _: None)[1]:
                self.log.error("R06", paragraph.place, paragraph.path, f"机关的“{name}”里不能用占位符", "把花括号去掉，直接写内容。")

    def fees_node(self) -> Node | None:
        """The fees stand among the headings of part six."""
        node = self.top.get(SIX.name)
        entries = node.entries if isinstance(node, MappingNode) else ()
        return next((child for key, child in entries if normalise(key.value) == FEES), None)

    def below(self, name: str, known: tuple[str, ...]) -> dict[str, Node]:
        node = self.top.get(name)
        if isinstance(node, MappingNode):
            return self.log.known(node, name, known)
        if not is_unfilled(node) and node is not None:
            hint = f"下一行起缩进两格，逐项写：{'、'.join(known[:4])}……"
            self.log.error("R04", node.place, name, f"“{name}”下面应当有几项内容", hint)
        return {}

    def fields(self, model: type[Model], nodes: dict[str, Node], path: str) -> Model:
        """A model of the typed texts; a value that does not fit is reported and left out."""
        texts: dict[str, str] = {}
        for name, node in typed(nodes).items():
            if isinstance(node, Text):
                texts[name] = " ".join(node.value.split())
            else:
                self.log.error("R04", node.place, join(path, name), f"“{name}”应当是一段文字", "去掉花括号或方括号，写成一行。")
        try:
            return model.model_validate(texts)
        except ValidationError as invalid:
            for error in invalid.errors():
                name = str(error["loc"][0])
                if name in texts:
                    texts.pop(name)
                    self.log.error("R05", nodes[name].place, join(path, name), error["msg"])
        return model.model_validate(texts)

    def fees(self, node: Node | None) -> Fees | None:
        path = join(SIX.name, FEES)
        if node is None or all_unfilled(node):
            return None
        if isinstance(node, MappingNode):
            return self.fields(Fees, self.log.known(node, path, aliases(Fees)), path)
        if isinstance(node, Text) and half_width(node.value).strip().rstrip("元件") in ("0", *NOTHING):
            return Fees.model_validate(dict.fromkeys(aliases(Fees), "0"))
        self.log.error("R04", node.place, path, f"“{FEES}”要写三个数", f"写成 {{{': 0, '.join(aliases(Fees))}: 0}}；全是零就写 0。")
        return None

    def preamble(self) -> tuple[Paragraph, ...] | None:
        node = self.top.get(PREAMBLE)
        if node is None or is_unfilled(node):
            return None
        if isinstance(node, Text) and node.value.strip() == "无":
            return ()
        return self.paragraphs(node, PREAMBLE)

    def topics(self, section: Section, node: Node | None) -> tuple[Topic, ...]:
        """A prose part: one text, or headings with their texts in the order in which they are printed."""
        if not isinstance(node, MappingNode):
            return (Topic("", self.paragraphs(node, section.name), section.name),) if not is_unfilled(node) else ()
        topics = []
        for name, key, child in self.log.keyed(node, section.name):
            path = join(section.name, clean_heading(key.value))
            self.log.places[path] = key.place
            if (section is SIX and name == FEES) or (name in (LEAD, BODY) and is_unfilled(child)):
                continue
            heading = "" if name in (LEAD, BODY) else self.label(clean_heading(key.value), path, key.place)
            topics.append(Topic(heading, self.paragraphs(child, path), path))
        return tuple(topics)

    def paragraphs(self, node: Node | None, path: str) -> tuple[Paragraph, ...]:
        match node:
            case Text():
                lines = [] if node.unfilled else list(node.paragraphs())
                return tuple(self.paragraph(text, path, spots) for text, spots in lines)
            case Sequence():
                return tuple(paragraph for item in node.items for paragraph in self.paragraphs(item, path))
            case MappingNode():
                self.log.error("R04", node.place, path, f"“{path}”应当是一段文字", "正文里有冒号时，在上一行的冒号后写“|”，正文换行缩进。")
        return ()

    def label(self, words: str, path: str, place: Place) -> str:
        """A short text outside the prose: a heading, the title, the name of the agency. Kept for the checks that read every word."""
        self.labels.append(self.paragraph(words, path, ((0, place),)))
        return self.labels[-1].text

    def paragraph(self, words: str, path: str, spots: Spots) -> Paragraph:
        filled, problems = fill(words, self.look_up)
        typed_as = Paragraph(words, words, path, spots)
        for offset, message, hint in problems:
            self.log.error("R06", typed_as.at(offset), path, message, hint)
        return Paragraph(filled, words, path, spots)

    def answers(self) -> dict[str, Answer]:
        node = self.top.get(ANSWERS)
        if not isinstance(node, MappingNode):
            self.below(ANSWERS, ())
            return {}
        found = {}
        for name, key, child in self.log.keyed(node, ANSWERS):
            self.log.places[join(ANSWERS, name.upper())] = key.place
            if isinstance(child, Text) and not child.unfilled:
                found[name.upper()] = Answer(" ".join(child.value.split()), key.place)
            elif not is_unfilled(child):
                self.log.error("R04", child.place, join(ANSWERS, name), f"“{name}”的说明应当是一段文字", "写成一行。")
        return found

    def unfilled(self, agency: Agency, fees: Fees | None) -> list[str]:
        """What stands outside the tables, must be filled in and is not; a value that did not fit has its finding already."""
        year, name = alias_of(Particulars, "year"), join(AGENCY, alias_of(Agency, "name"))
        paths = [year] if is_unfilled(self.top.get(year)) else []
        paths += [name] if not agency.name and (isinstance(node := self.top.get(AGENCY), MappingNode) or is_unfilled(node)) else []
        paths += [section.name for section in PROSE if self.is_open(section)]
        paths += [join(join(SIX.name, FEES), alias) for alias in self.missing_fees(fees)]
        return paths

    def is_open(self, section: Section) -> bool:
        """Whether a part has its key and nothing below it. Parts five and six left as an empty text are judged by Q01 and Q10."""
        node = self.top.get(section.name)
        return node is not None and all_unfilled(node) and (section.topics[:1] == ("主动公开",) or isinstance(node, MappingNode))

    def missing_fees(self, fees: Fees | None) -> list[str]:
        path = join(SIX.name, FEES)
        wrong = {finding.path for finding in self.log.findings}
        return [a for a in aliases(Fees) if fees and fees.model_dump(by_alias=True)[a] is None and join(path, a) not in wrong]
