"""The form of 国办公开办函〔2021〕30号, as data: the six parts and the three tables, with every label to the character.

This is the only place where a label of the form is typed. A new year's form is a module like this one.
"""

from goigen.standard.heads import Axis, Balance, Block, Form, Head, Kind, Section, Table

DECISIONS = (Head("", "", "本年处理决定数量"),)

DISCLOSURE = Table(
    key="disclosure",
    name="主动公开政府信息情况",
    called="表二",
    blocks=(
        Block(
            banner="第二十条第（一）项",
            corner="信息内容",
            columns=(
                Head("issued", "本年制发件数", "本年制发件数", short="制发"),
                Head("repealed", "本年废止件数", "本年废止件数", short="废止"),
                Head("in_force", "现行有效件数", "现行有效件数", short="现行有效"),
            ),
            rows=(
                Head("rules", "规章", "规章"),
                Head("normative_documents", "行政规范性文件", "行政规范性文件", short="规范性文件"),
            ),
        ),
        Block(
            banner="第二十条第（五）项",
            corner="信息内容",
            columns=DECISIONS,
            rows=(Head("licences", "行政许可", "行政许可"),),
        ),
        Block(
            banner="第二十条第（六）项",
            corner="信息内容",
            columns=DECISIONS,
            rows=(
                Head("penalties", "行政处罚", "行政处罚"),
                Head("coercive_measures", "行政强制", "行政强制"),
            ),
        ),
        Block(
            banner="第二十条第（八）项",
            corner="信息内容",
            columns=(Head("", "", "本年收费金额（单位：万元）"),),
            rows=(Head("fees", "行政事业性收费", "行政事业性收费"),),
            kind=Kind.AMOUNT,
        ),
    ),
)

PERSONS = (
    Head("company", "商业企业", "商业企业"),
    Head("research", "科研机构", "科研机构"),
    Head("public_benefit", "社会公益组织", "社会公益组织"),
    Head("legal_service", "法律服务机构", "法律服务机构"),
    Head("other", "其他", "其他"),
)

APPLICANTS = Head(
    "",
    "",
    "申请人情况",
    (
        Head("natural_person", "自然人", "自然人"),
        Head("", "", "法人或其他组织", PERSONS),
        Head("total", "总计", "总计"),
    ),
)

REFUSED = Head(
    "refused",
    "不予公开",
    "（三）不予公开",
    (
        Head("state_secret", "属于国家秘密", "1.属于国家秘密"),
        Head("forbidden_by_law", "其他法律行政法规禁止公开", "2.其他法律行政法规禁止公开"),
        Head("security_and_stability", "危及“三安全一稳定”", "3.危及“三安全一稳定”", short="危及三安全一稳定"),
        Head("third_party", "保护第三方合法权益", "4.保护第三方合法权益"),
        Head("internal_affairs", "属于三类内部事务信息", "5.属于三类内部事务信息"),
        Head("deliberative", "属于四类过程性信息", "6.属于四类过程性信息"),
        Head("enforcement_files", "属于行政执法案卷", "7.属于行政执法案卷"),
        Head("administrative_queries", "属于行政查询事项", "8.属于行政查询事项"),
    ),
)

UNAVAILABLE = Head(
    "unavailable",
    "无法提供",
    "（四）无法提供",
    (
        Head("not_held", "本机关不掌握相关政府信息", "1.本机关不掌握相关政府信息"),
        Head("to_be_created", "没有现成信息需要另行制作", "2.没有现成信息需要另行制作"),
        Head("unclear", "补正后申请内容仍不明确", "3.补正后申请内容仍不明确"),
    ),
)

NOT_PROCESSED = Head(
    "not_processed",
    "不予处理",
    "（五）不予处理",
    (
        Head("petition_or_complaint", "信访举报投诉类申请", "1.信访举报投诉类申请"),
        Head("repeated", "重复申请", "2.重复申请"),
        Head("publications", "要求提供公开出版物", "3.要求提供公开出版物"),
        Head("massive_without_reason", "无正当理由大量反复申请", "4.无正当理由大量反复申请"),
        Head("confirmation_requested", "要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新出具已获取信息"),
    ),
)

OTHERWISE = Head(
    "otherwise",
    "其他处理",
    "（六）其他处理",
    (
        Head(
            "not_corrected",
            "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            short="逾期不补正",
        ),
        Head(
            "fee_unpaid",
            "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            short="逾期未缴费",
        ),
        Head("other", "其他", "3.其他", short="其他处理的其他"),
    ),
)

RESULTS = Head(
    "results",
    "本年度办理结果",
    "三、本年度办理结果",
    (
        Head("granted", "予以公开", "（一）予以公开"),
        Head("partial", "部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        REFUSED,
        UNAVAILABLE,
        NOT_PROCESSED,
        OTHERWISE,
        Head("total", "总计", "（七）总计", short="办结"),
    ),
)

APPLICATIONS = Table(
    key="applications",
    name="收到和处理政府信息公开申请情况",
    called="表三",
    blocks=(
        Block(
            corner="（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
            columns=(APPLICANTS,),
            rows=(
                Head("received", "本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量", short="新收"),
                Head("carried_in", "上年结转政府信息公开申请数量", "二、上年结转政府信息公开申请数量", short="上年结转"),
                RESULTS,
                Head("carried_out", "结转下年度继续办理", "四、结转下年度继续办理", short="结转"),
            ),
        ),
    ),
    balances=(
        Balance(
            "T10",
            Axis.COLUMNS,
            left=("natural_person", *(person.key for person in PERSONS)),
            right=("total",),
        ),
        Balance(
            "T11",
            Axis.ROWS,
            left=tuple(f"results.{part.key}" for part in RESULTS.parts if part.key != "total"),
            right=("results.total",),
        ),
        Balance("T12", Axis.ROWS, left=("received", "carried_in"), right=("results.total", "carried_out")),
    ),
)

OUTCOMES = (
    Head("upheld", "结果维持", "结果维持"),
    Head("corrected", "结果纠正", "结果纠正"),
    Head("otherwise", "其他结果", "其他结果"),
    Head("pending", "尚未审结", "尚未审结"),
    Head("total", "总计", "总计"),
)


def _outcomes_add_up(block: str) -> Balance:
    *parts, total = (f"{block}.{outcome.key}" for outcome in OUTCOMES)
    return Balance("T20", Axis.COLUMNS, left=tuple(parts), right=(total,))


REVIEWS = Table(
    key="reviews",
    name="政府信息公开行政复议、行政诉讼情况",
    called="表四",
    blocks=(
        Block(
            columns=(
                Head("review", "行政复议", "行政复议", OUTCOMES),
                Head(
                    "suit",
                    "行政诉讼",
                    "行政诉讼",
                    (
                        Head("direct", "未经复议直接起诉", "未经复议直接起诉", OUTCOMES),
                        Head("after_review", "复议后起诉", "复议后起诉", OUTCOMES),
                    ),
                ),
            ),
        ),
    ),
    balances=(
        _outcomes_add_up("review"),
        _outcomes_add_up("suit.direct"),
        _outcomes_add_up("suit.after_review"),
    ),
)

FORM = Form(
    code="国办公开办函〔2021〕30号",
    first_year=2021,
    sections=(
        Section(
            "overview",
            "一",
            "总体情况",
            topics=("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"),
        ),
        Section("disclosure", "二", DISCLOSURE.name, DISCLOSURE),
        Section("applications", "三", APPLICATIONS.name, APPLICATIONS),
        Section("reviews", "四", REVIEWS.name, REVIEWS),
        Section("problems", "五", "存在的主要问题及改进情况", topics=("主要问题", "改进情况")),
        Section("other_matters", "六", "其他需要报告的事项"),
    ),
)
