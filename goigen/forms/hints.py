"""What each figure counts: help for the filer, by paths of the standard. Law and observed practice, in our own words; no check uses it."""

from __future__ import annotations

from goigen.standard import FORM, Figure, Head, Table, Trail, keys, trails

# By table and row; a row without an entry of its own has that of the group above it
ROWS = {
    "disclosure.rules": "只有国务院部门和有行政管理职能的直属机构，省、设区的市、自治州的人民政府能制定规章（立法法第九十一、九十三条）。"
    "没有制定权的机关三格都填 0；机关内部的规章制度不是规章。",
    "disclosure.normative_documents": "本机关制发的行政规范性文件；几个机关联合制发的，由牵头的机关计。转发上级的文件不计。",
    "disclosure.licences": "条例第二十条第（五）项。全年作出的行政许可决定件数；准予和不予都是决定（行政许可法第三十八条）。",
    "disclosure.penalties": "条例第二十条第（六）项。全年作出的行政处罚决定件数；当场作出的也是处罚决定（行政处罚法第五十一条）。",
    "disclosure.coercive_measures": "条例第二十条第（六）项。行政强制措施和行政强制执行合计（行政强制法第二条、第九条、第十二条）。",
    "disclosure.fees": "条例第二十条第（八）项。全年收取的行政事业性收费，单位是万元（不是元），保留两位小数。政府性基金、罚没收入不计。",
    "applications.received": "1月1日至12月31日收到的政府信息公开申请。按申请人的身份分列；一件申请只计一次。",
    "applications.carried_in": "去年12月31日尚未办结、转到今年办理的申请。应当等于去年年报的“四、结转下年度继续办理”，各列分别相等。",
    "applications.results.granted": "全部公开的：已经主动公开的，告知获取的方式和途径；可以公开的，提供信息（条例第三十六条第一、二项）。",
    "applications.results.partial": "区分处理的：一部分公开、一部分不公开（条例第三十七条）。只在这一行计，不再计入下面各行。",
    "applications.results.refused": "依法不予公开的。一件申请只计在一行。",
    "applications.results.refused.state_secret": "依法确定为国家秘密的（条例第十四条）。",
    "applications.results.refused.forbidden_by_law": "国家秘密以外，法律、行政法规禁止公开的（条例第十四条）。部门规章、地方性法规不算。",
    "applications.results.refused.security_and_stability": "公开后可能危及国家安全、公共安全、经济安全、社会稳定的（条例第十四条）。",
    "applications.results.refused.third_party": "涉及商业秘密、个人隐私等，公开会损害第三方合法权益的（条例第十五条、第三十二条）。",
    "applications.results.refused.internal_affairs": "人事管理、后勤管理、内部工作流程三类内部事务信息（条例第十六条第一款）。",
    "applications.results.refused.deliberative": "讨论记录、过程稿、磋商信函、请示报告四类过程性信息（条例第十六条第二款）。",
    "applications.results.refused.enforcement_files": "行政执法案卷信息（条例第十六条第二款）。",
    "applications.results.refused.administrative_queries": "工商、不动产登记等另有查询办法的信息（条例第三十六条第七项）。",
    "applications.results.unavailable": "想公开而没有可以提供的信息。",
    "applications.results.unavailable.not_held": "检索后没有这项信息，或不由本机关负责公开的（条例第三十六条第四、五项）。",
    "applications.results.unavailable.to_be_created": "没有现成的信息，要加工、分析才能得出的（条例第三十八条）。",
    "applications.results.unavailable.unclear": "要求补正以后，申请的内容仍然不明确的（条例第三十条）。",
    "applications.results.not_processed": "依法不作为政府信息公开申请处理的。",
    "applications.results.not_processed.petition_or_complaint": "以申请的名义信访、投诉、举报的，告知相应的渠道（条例第三十九条第一款）。",
    "applications.results.not_processed.repeated": "已经答复过，同一申请人又申请同一内容的（条例第三十六条第六项）。",
    "applications.results.not_processed.publications": "要求提供政府公报、报刊、书籍等公开出版物的（条例第三十九条第二款）。",
    "applications.results.not_processed.massive_without_reason": "数量、频次明显超过合理范围，说明的理由又不合理的（条例第三十五条）。",
    "applications.results.not_processed.confirmation_requested": "申请人已经有了这项信息，只是要求机关确认或者重新出具的。",
    "applications.results.otherwise": "以上都不是的。",
    "applications.results.otherwise.not_corrected": "要求补正而逾期不补正，又没有正当理由的（条例第三十条）。",
    "applications.results.otherwise.fee_unpaid": "发出收费通知后逾期不交费的（条例第四十二条；国办函〔2020〕109号）。",
    "applications.results.otherwise.other": "其余的办理结果，如申请人主动撤回申请。数较大的，建议在附注里说明是什么。",
    "applications.results.total": "（一）至（六）各行之和，自动计算。",
    "applications.carried_out": "12月31日尚未办结的申请。法定期限一般是二十个工作日，最多再延长二十个（条例第三十三条）。",
    "reviews.review": "对本机关政府信息公开行为申请的行政复议（行政复议法第十一条）。",
    "reviews.suit": "对本机关政府信息公开行为提起的行政诉讼。复议机关是共同被告的，只由原机关计。",
    "reviews.suit.direct": "没有经过复议、直接起诉的。2024年起，不予公开要先复议才能起诉（行政复议法第二十三条），这里大于零的请核实事由。",
    "reviews.suit.after_review": "先经过行政复议，对复议结果不服而起诉的。",
}
# By table and the last head of the column
COLUMNS = {
    ("disclosure", "issued"): "1月1日至12月31日制发的件数；修订的算制发。",
    ("disclosure", "repealed"): "全年废止的件数。自然失效的如果也计，请在附注里说明。",
    ("disclosure", "in_force"): "12月31日有效的件数。一般等于上年末的数加制发、减废止。",
    ("applications", "natural_person"): "以个人名义申请的。律师以自己的名义申请的也是自然人。",
    ("applications", "company"): "公司、企业、个体工商户等以营利为目的的单位。",
    ("applications", "research"): "大学、研究院所等。",
    ("applications", "public_benefit"): "慈善、环保等公益性的社会组织。",
    ("applications", "legal_service"): "律师事务所、公证处、司法鉴定机构等，以机构的名义申请的。",
    ("applications", "other"): "以上都不是的法人或其他组织。",
    ("applications", "total"): "左边各列之和，自动计算。",
    ("reviews", "upheld"): "维持原行为，或驳回请求的。",
    ("reviews", "corrected"): "撤销、变更、确认违法、责令履行的。",
    ("reviews", "otherwise"): "终止、撤回、调解等其他结果。",
    ("reviews", "pending"): "12月31日尚未审结的。上年转来、今年继续审理的是否计入，请在附注里说明。",
    ("reviews", "total"): "这一组各格之和，自动计算。",
}


def row_hint(table: Table, row: Trail) -> str:
    """What a row (or a group of columns) counts; of the nearest group above it, where it has no words of its own."""
    steps = keys(row)
    own = (ROWS.get(".".join((table.key, *steps[:depth]))) for depth in range(len(steps), 0, -1))
    return next(filter(None, own), "")


def column_hint(table: Table, head: Head) -> str:
    return COLUMNS.get((table.key, head.key), "")


def hint(path: str) -> str:
    """Help for one figure: what its row counts, and what its column."""
    figure: Figure = FORM.figures[path]
    parts = (row_hint(figure.table, figure.row or figure.column), column_hint(figure.table, figure.column[-1]))
    return "".join(filter(None, parts))


def label_hint(table: Table, label: str, *, is_row: bool) -> str:
    """Help beside a printed label. Groups of columns are explained like rows where a table has no labels of rows."""
    for block in table.blocks:
        for trail in (*trails(block.rows), *trails(block.columns)):
            depth = next((depth for depth, head in enumerate(trail, 1) if head.label == label), 0)
            if depth:
                head = trail[depth - 1]
                as_row = is_row or (head.parts and not block.rows)
                return row_hint(table, trail[:depth]) if as_row else column_hint(table, head)
    return ""
