"""Which files of folders are reports, which are last year's, and a form with its slips mended: paths in, what the pipeline needs out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from goigen.errors import UserError
from goigen.files import FORM_ENDINGS, WORKBOOKS, find_forms, is_form_file, is_paper, is_workbook_form, read_bytes, write_all
from goigen.fixes import Change, fix
from goigen.pipeline import NOTHING, check_file, file_name
from goigen.previous import Previous, usable
from goigen.reading import ENDINGS

PREFERRED = (*sorted(FORM_ENDINGS - WORKBOOKS), *ENDINGS)  # of several files of one name, the first is read


def find_reports(paths: Iterable[Path]) -> list[Path]:
    """The files named, and below the folders named all forms and published reports, of each report one file.

    What goigen has written beside a form is not read again: it would say everything twice. Nor are its check sheets and charts.
    """
    given = list(paths)
    named = set(given)
    found = list(find_forms(given, frozenset(ENDINGS)))
    forms = frozenset(path for path in found if is_form_file(path))
    found = [path for path in found if path in named or path in forms or not is_paper(path)]
    written = {(path.parent, stem) for path in forms if path not in named for stem in _outputs(path)} if len(forms) < len(found) else set()
    kept: dict[tuple[Path, str], Path] = {}
    for path in sorted(found, key=lambda path: _preference(path, is_form=path in forms)):
        if path in named:
            kept[path, ""] = path
        elif (path.parent, path.stem) not in written or path in forms:
            kept.setdefault((path.parent, path.stem), path)
    return [path for path in found if path in set(kept.values())]


def _preference(path: Path, *, is_form: bool) -> tuple[bool, int]:
    ending = path.suffix.lower()
    return not is_form, PREFERRED.index(ending) if ending in PREFERRED else -1


def _outputs(form: Path) -> Iterator[str]:
    """The names, without an ending, under which the reports of a form are written."""
    report = check_file(form).report
    if report:
        yield from (Path(file_name(report, "x", draft=draft)).stem for draft in (False, True))


def read_previous(path: Path | None) -> Previous:
    """Last year's reports: a form or a published report, or all of them below a folder. Raises UserError where one cannot be read."""
    if path is None:
        return NOTHING
    checked = [check_file(form) for form in find_reports([path])]
    for one in checked:
        if one.report is None:
            raise UserError(f"去年的报告读不出来：{one.name}：{one.findings[0].message}")
    return usable((one.name, one.report) for one in checked)


def fix_file(path: Path) -> tuple[Change, ...]:
    """Mend in a form what has one right answer; nothing else of the file changes. Raises UserError where it cannot be written."""
    data = read_bytes(path)
    if is_workbook_form(data):
        raise UserError(f"{path}：工作簿里的文字不能自动改，请照提醒在表里改")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{path}：不是 UTF-8 编码，没有改；先另存为 UTF-8") from None
    fixed, changes = fix(text)
    if changes:
        write_all(path.parent, {path.name: fixed.encode()})
    return changes
