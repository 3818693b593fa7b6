"""The variants in which other things stand in the place of figures, or figures in another dress; and the names that variants use."""

from __future__ import annotations

from typing import Any

from tests.reading.foreign_changes import widths
from tests.reading.foreign_draft import Change
from tests.reading.foreign_values import (
    blank_totals,
    corrected,
    full_width,
    marked,
    merge_figures,
    merge_zeros,
    no_table,
    one_sixth_row,
    padded,
    prints,
    summed_by_word,
    thousands,
    tracked,
    without_column,
    without_row,
    zeros_as,
)

Row = tuple[str, str, tuple[Change, ...], dict[str, Any]]

IN, OUT = "applications.received.", "applications.carried_out."
RESULTS = "applications.results."
REFUSED, UNAVAILABLE, NOT_PROCESSED, OTHERWISE = (RESULTS + key + "." for key in ("refused", "unavailable", "not_processed", "otherwise"))
MADE, CONFIRMED, GRANTED = UNAVAILABLE + "to_be_created", NOT_PROCESSED + "confirmation_requested", RESULTS + "granted"
NARROW = (1.0, 1.6, 3.6, 1.0, 0.85, 0.85, 0.85, 0.85, 0.85, 1.0)


def row(name: str, agency: str, *changes: Change, **more: Any) -> Row:
    return name, agency, changes, more


BIG = {
    "disclosure.licences": "11398889",
    "disclosure.penalties": "2822652",
    "disclosure.fees": "6937489.25",
    f"{GRANTED}.natural_person": "11398889",
    f"{GRANTED}.total": "12345678",
    "reviews.review.upheld": "1234567",
    "reviews.suit.direct.total": "98765",
}
FIGURES = (
    row("figure-eight-digits", "distinct", corrected(BIG), widths("disclosure", 4, 1.6, 1.6, 1.6)),
    row(
        "figure-eight-digits-wrapped",
        "distinct",
        corrected(BIG),
        widths("applications", *NARROW),
        widths("disclosure", 4, 0.75, 0.75, 0.75),
    ),
    row("figure-broken-by-hand", "distinct", corrected(BIG), prints({f"{GRANTED}.natural_person": "113988\n89"}), hard=True),
    row("figure-thousands", "city", thousands),
    row("figure-full-width", "distinct", full_width),
    row("figure-padded", "distinct", padded(IN + "total", GRANTED + ".company", "reviews.review.upheld", "disclosure.fees")),
    row("figure-units", "city", prints({"disclosure.fees": "59237.2449万元", IN + "total": "3511件", "disclosure.rules.issued": "2 件"})),
    row(
        "figure-words-inside",
        "city-next",
        prints({"disclosure.rules.issued": "2（其中修订1件）", f"{OTHERWISE}other.total": "354（含撤回157件）"}, excused=True),
    ),
    row("figure-blanks", "city", zeros_as("", (RESULTS + "refused", OUT[:-1], "reviews"))),
    row("figure-all-blank-rows", "district", zeros_as("", (RESULTS + "granted", RESULTS + "unavailable", OTHERWISE[:-1]))),
    row("figure-slashes", "county", zeros_as("/", (RESULTS + "refused", OUT[:-1], "reviews.suit"))),
    row(
        "figure-dashes", "county", zeros_as("—", (RESULTS + "not_processed", "disclosure")), zeros_as("-", (OUT[:-1], RESULTS + "partial"))
    ),
    row("figure-none", "zeros", zeros_as("无", ("disclosure", IN[:-1], RESULTS + "granted", "reviews"))),
    row(
        "figure-no-numbers",
        "distinct",
        prints({GRANTED + ".company": "约12", OUT + "total": "减4", "disclosure.licences": "O"}, same=False),
        prints({GRANTED + ".other": "1.5", OUT + "other": "-3", IN + "research": "3/4", IN + "other": "③"}, same=False),
        prints({"disclosure.fees": "约70", "reviews.review.pending": "44人", "disclosure.rules.issued": "见附件"}, same=False),
    ),
    row("figure-footnote-marks", "county", prints({IN + "total": "713①", OUT + "total": "31[注]"}, excused=True)),
    row("figure-superscript-marks", "county", marked("raised", {IN + "total": "1", "disclosure.licences": "2)"}), hard=True),
    row("figure-formula-fields", "distinct", summed_by_word),
    row("figure-totals-blank", "distinct", blank_totals),
    row("figure-zeros-merged", "district", merge_zeros(f"{REFUSED}state_secret", f"{OTHERWISE}other", OUT[:-1])),
    row("figure-merged", "district", merge_figures(f"{NOT_PROCESSED}massive_without_reason", "63")),
    row("figure-one-sixth-row-zero", "zeros", one_sixth_row),
    row("figure-one-sixth-row", "distinct", one_sixth_row),
    row(
        "figure-row-lost",
        "distinct",
        without_row("applications", f"{REFUSED}administrative_queries.total"),
        without_row("disclosure", "disclosure.rules.issued"),
    ),
    row("figure-column-lost", "distinct", without_column),
    row("figure-table-as-picture", "distinct", no_table("applications", "")),
    row("figure-table-lost", "county", no_table("reviews", "无。")),
    row(
        "figure-tracked-changes",
        "distinct",
        tracked(GRANTED + ".total", IN + "company", "reviews.review.pending", "disclosure.licences"),
        no="pdf html",
    ),
)
