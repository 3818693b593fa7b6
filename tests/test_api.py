"""The public names: what another program may rely on."""

from __future__ import annotations

import pytest

import goigen
from goigen.errors import UserError
from goigen.writers import FORMATS
from tests.support import SAMPLES


def test_from_file_to_bytes() -> None:
    report, findings = goigen.read(SAMPLES / "minimal.yaml")
    assert isinstance(report, goigen.Report)
    assert goigen.check(report, findings) == ()
    document = goigen.lay_out(report)
    for form in FORMATS:
        assert len(goigen.write(document, form)) > 1000
    assert set(goigen.__all__) >= {"read", "check", "lay_out", "write", "Report", "Finding"}


def test_findings_are_values() -> None:
    report, findings = goigen.read("form.yaml", "年度: 20233\n".encode())
    assert report is not None
    found = goigen.check(report, findings)
    assert all(isinstance(finding, goigen.Finding) for finding in found)
    assert ("R05", "form.yaml:1:5") in {(finding.check, str(finding.place)) for finding in found}


def test_what_cannot_be_read_raises() -> None:
    with pytest.raises(UserError, match="没有这个文件"):
        goigen.read("none.yaml")
    with pytest.raises(AttributeError):
        _ = goigen.nothing
