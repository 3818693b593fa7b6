"""The variants, as data: name, agency, changes, and whether it is hard or senseless in a format."""

from __future__ import annotations

from tests.reading.foreign_around import (
    annex_table,
    annexes,
    boxed_title,
    contents,
    fee_as,
    header,
    lead_in,
    metadata,
    preamble_as,
    prose_after,
    signed,
    title_as,
    without_preamble,
)
from tests.reading.foreign_changes import (
    break_labels,
    looks,
    one_header_row,
    relabel,
    retitle,
    shift_left,
    space_labels,
    split_header_words,
    stray_zero,
    titles,
    ungroup,
    unmerge_headers,
    upright_groups,
    widths,
    word_numbers,
)
from tests.reading.foreign_cuts import (
    blocks_apart,
    cut_at,
    cut_inside_label,
    empty_column,
    empty_rows,
    first_row,
    last_row,
    new_page_at,
    ragged,
    suits_apart,
    without_header,
)
from tests.reading.foreign_figures import (
    CONFIRMED,
    FIGURES,
    GRANTED,
    IN,
    MADE,
    NARROW,
    NOT_PROCESSED,
    OTHERWISE,
    REFUSED,
    RESULTS,
    UNAVAILABLE,
    Row,
    row,
)
from tests.reading.foreign_values import (
    carried_in_first,
    full_width,
    last_years_table,
    marked,
    swap_columns,
)

OLD_TITLES = {
    "overview": "一、总体工作情况",
    "disclosure": "二、行政机关主动公开政府信息情况",
    "applications": "三、行政机关收到和处理政府信息公开申请情况",
    "reviews": "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
    "problems": "五、政府信息公开工作存在的主要问题及改进情况",
    "other_matters": "六、其它需要报告的事项",
}
LOCAL_TITLES = {
    "applications": "三、依申请公开情况",
    "reviews": "四、政府信息公开行政复议和行政诉讼情况",
    "problems": "五、存在的主要问题和改进措施",
    "other_matters": "六、其他需报告事项",
}


PLAIN = tuple(row(f"plain-{agency}", agency) for agency in ("county", "city", "city-next", "bureau", "district", "zeros", "distinct"))

DRESS = (
    row("look-simsun-styles", "city", looks(east="宋体", latin="宋体", cell=9, styles=True, may_split=False, repeat=True)),
    row("look-big-type", "city-next", looks(cell=14, body=18, align="right"), header("宿迁市人民政府网站下载打印")),
    row("look-inside-borders", "distinct", looks(borders="inside")),
    row("look-double-borders", "county", looks(borders="double")),
    row("look-hairlines-by-cell", "city", looks(borders="cells"), signed),
    row("look-borders-by-style", "bureau", looks(borders="style", breaks="p")),
    row("look-auto-widths", "distinct", looks(fixed=False, borders="hair")),
    row("look-narrow-columns", "distinct", widths("applications", *NARROW), looks(cell=12)),
    row("look-landscape", "county", looks(landscape=True), widths("applications", 2, 3, 8, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5)),
    row("look-runs-in-pieces", "city", looks(pieces_of_runs=True)),
    row("look-content-controls", "distinct", looks(controls=True)),
    row("look-smart-tags", "distinct", looks(tags=True)),
    row("look-all-in-a-layout-table", "county", looks(nested=True)),
    row("look-hidden-text", "county", marked("hidden", {IN + "total": "9", "disclosure.licences": "旧", "reviews.review.upheld": "1"})),
    row("look-ragged-grid", "distinct", ragged("applications", 3, 12), ragged("disclosure", 1, 6)),
    row("look-upright-groups", "distinct", upright_groups),
)

PAGES = (
    row("page-break-inside-group", "distinct", new_page_at(MADE + ".total"), header("内部资料")),
    row("page-header-rows-repeated", "city-next", new_page_at(f"{NOT_PROCESSED}repeated.total"), looks(repeat=True, cell=12)),
    row("cut-in-two", "distinct", cut_at(GRANTED + ".total")),
    row("cut-in-two-with-header", "distinct", cut_at(f"{UNAVAILABLE}not_held.total", header=True)),
    row("cut-inside-group", "distinct", cut_at(f"{NOT_PROCESSED}publications.total")),
    row("cut-inside-group-labels-again", "distinct", cut_at(f"{NOT_PROCESSED}publications.total", again=True, header=True)),
    row("cut-inside-group-of-others", "distinct", cut_at(f"{OTHERWISE}other.total")),
    row("cut-with-words-between", "city", cut_at(f"{REFUSED}deliberative.total", header=True, between=("（续上表）",))),
    row("cut-inside-label", "distinct", cut_inside_label(MADE + ".total", 7)),
)

LABELS = (
    row("label-dunhao", "distinct", relabel(r"^(\d)\.", r"\1、")),
    row("label-half-width-brackets", "distinct", relabel("（", "("), relabel("）", ") ")),
    row("label-spaces", "distinct", space_labels("  "), relabel("申请人", "申 请 人 ")),
    row("label-wide-spaces", "city", space_labels("\u3000", 2, 2), relabel("^（一）", "（一）\u3000", "applications"), full_width),
    row("label-breaks-anywhere", "distinct", break_labels(3)),
    row("label-breaks-as-paragraphs", "distinct", break_labels(4), looks(breaks="p")),
    row("label-one-character-a-line", "county", break_labels(1), looks(cell=7)),
    row("label-two-a-line-in-four", "distinct", relabel("\n", "", "reviews"), relabel("^(结果|其他|尚未)", "\\1\n", "reviews")),
    row("label-flat-in-four", "city", relabel("\n", "", "reviews"), relabel("\n", "", "applications")),
    row(
        "label-lost-characters",
        "distinct",
        relabel("其他法律行政法规禁止公开", "其他法律行政止公开"),
        relabel("申请数量$", "申请数"),
        relabel("危及“三安全一稳定”", "危及三安全一稳定"),
        relabel("没有现成信息需要", "没有现成信息"),
        relabel("（单位：万元）", ""),
    ),
    row(
        "label-typos",
        "distinct",
        relabel("不予公开$", "不于公开"),
        relabel("（六）其他处理", "（六）其它处理"),
        relabel("制发", "新制发"),
        relabel("类申请", "类的申请"),
        relabel("办理结果", "处理结果"),
        relabel("“三安全一稳定”", '"三安全、一稳定"'),
        relabel("^行政规范性文件", "规范性文件"),
    ),
    row("label-without-ordinals", "distinct", relabel(r"^(\d\.|（.）|.、)", "", "applications")),
    row(
        "label-wrong-ordinals", "distinct", relabel("^2.重复", "1.重复"), relabel("^3.要求提供", "2.要求提供"), relabel("^（七）", "（八）")
    ),
    row("label-notes-added", "district", relabel("^规章", "规章（县级无此项）"), relabel("^其\n?他$", "其他\n(个体)", "applications")),
    row("label-full-width-digits", "county", relabel("1", "１"), relabel("2", "２"), full_width),
    row("label-stray-zero", "distinct", stray_zero),
    row("label-groups-again", "distinct", ungroup(again=True)),
    row("label-groups-once", "distinct", ungroup(again=False)),
    row(
        "label-title-in-table",
        "county",
        first_row("disclosure", "表一 主动公开政府信息情况"),
        first_row("applications", "三、收到和处理政府信息公开申请情况"),
    ),
)

HEADS = (
    row("head-words-over-two-rows", "distinct", split_header_words),
    row("head-not-merged", "distinct", unmerge_headers),
    row("head-columns-exchanged", "distinct", swap_columns("法律", "其他")),
    row("head-rows-exchanged", "distinct", carried_in_first),
    row("head-four-named-in-one-row", "distinct", one_header_row("\n")),
    row("head-four-outcomes-only", "distinct", one_header_row(""), hard=True),
    row(
        "head-letters-lost",
        "distinct",
        relabel("^结\n果\n维\n持", "持", "reviews"),
        relabel("^未经复议直接起诉", "未经", "reviews"),
        hard=True,
    ),
    row("head-of-three-lost", "distinct", without_header("applications"), hard=True),
    row("table-two-apart", "distinct", blocks_apart),
    row("table-four-apart", "distinct", suits_apart),
    row("table-empty-rows", "district", empty_rows("reviews", 3, 3), empty_rows("applications", 28), empty_rows("disclosure", 4)),
    row("table-empty-columns", "distinct", empty_column("applications", 10), empty_column("reviews", 5), empty_column("disclosure", 4)),
    row("table-note-inside", "city", last_row("disclosure", "注：规范性文件现行有效件数含市政府办公室印发的文件。")),
    row(
        "table-rows-shifted",
        "distinct",
        shift_left(CONFIRMED + ".total", *(f"{OTHERWISE}{k}.total" for k in ("not_corrected", "fee_unpaid", "other"))),
        hard=True,
    ),
    row("table-rows-shifted-zeros", "district", shift_left(f"{OTHERWISE}other.total", f"{RESULTS}total.total"), hard=True),
)

TITLES = (
    row("title-old-wordings", "county", retitle(**OLD_TITLES)),
    row("title-local-wordings", "city", retitle(**LOCAL_TITLES)),
    row("title-wide-spaces", "distinct", titles("、", "、\u3000"), titles("（", "（ ", "topic")),
    row("title-without-numbers", "county", titles("^.、", "")),
    row("title-numbers-by-word", "county", word_numbers),
    row("title-full-stop-and-colon", "distinct", titles("$", "："), titles("$", "。", "topic")),
    row("title-half-width-topics", "county", titles("（(.)）", r"(\1) ", "topic")),
    row("title-in-a-text-box", "district", boxed_title, no="doc.docx"),
    row("title-without-agency", "county", title_as("政府信息公开工作年度报告", "")),
    row("title-year-doubled", "city", title_as("宿迁市人民政府\n2023年度政府信息公开\n工作年度报告")),
    row("title-short-name", "district", title_as("平房区２０２３年政府信息公开工作年度报告")),
    row("title-without-preamble", "county", without_preamble, title_as("沭阳县人民政府2025年政府信息公开工作年度报告")),
)

AROUND = (
    row("around-metadata", "county", metadata, signed),
    row("around-annex-table", "distinct", annex_table),
    row("around-last-years-table", "distinct", last_years_table, hard=True),
    row("around-annexes", "city", annexes, signed),
    row("around-contents", "county", contents),
    row("around-prose-between", "city", prose_after("disclosure", "说明：本年集中清理规范性文件，废止件数较上年增加。")),
    row("around-note-under-four", "distinct", prose_after("reviews", "注：行政复议、行政诉讼数量含上年度结转数量。")),
    row("around-lead-in", "county", lead_in("applications", "2025年，全县共收到政府信息公开申请713件，上年结转36件。")),
    row(
        "around-other-preamble",
        "distinct",
        preamble_as(
            "按照《政府信息公开条例》第五十条规定，现公布2024年度云川县政府信息公开工作年度报告。",
            "联系人：县政府办公室 电 话：0396—7021234 邮 编：463900",
        ),
    ),
    row("around-fee-in-words", "county", fee_as("2025年我县没有收取政府信息公开信息处理费。")),
    row("around-fee-split", "distinct", fee_as("本年度共向3名申请人发出收费通知书5件，涉及金额560元，到账金额410元。", (5, 560, 410))),
)

TABLE: tuple[Row, ...] = (*PLAIN, *DRESS, *PAGES, *LABELS, *HEADS, *TITLES, *AROUND, *FIGURES)
