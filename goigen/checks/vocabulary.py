"""The words by which prose speaks of the tables, and the figures that they stand for. Pure data for `subjects`.

A *reading* is one way to understand a quantity: a name for the message, and the figures that add up to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from goigen.report import Number, Report, value
from goigen.standard import FORM


@dataclass(frozen=True)
class Reading:
    """`name` as the tables call it; `plus` and `minus` are paths of figures."""

    name: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    def of(self, report: Report) -> Number | None:
        added, taken = ([value(report, path) for path in paths] for paths in (self.plus, self.minus))
        if None in added or None in taken:
            return None
        return sum(n for n in added if n is not None) - sum(n for n in taken if n is not None)


@dataclass(frozen=True)
class Subject:
    """What a quantity counts: the check that compares it, and every reading that would be right."""

    check: str
    readings: tuple[Reading, ...]


A = "applications"
RECEIVED = Reading("新收", (f"{A}.received.total",))
CARRIED_IN = Reading("上年结转", (f"{A}.carried_in.total",))
ALL_RECEIVED = Reading("新收加上年结转", (*RECEIVED.plus, *CARRIED_IN.plus))
DONE = Reading("办结", (f"{A}.results.total.total",))
CARRIED_OUT = Reading("结转下年度", (f"{A}.carried_out.total",))

GROUPS = {
    head.name: tuple(f"{A}.results.{'.'.join(h.key for h in trail)}.total" for trail in head.leaf_trails())
    for head in next(row for row in FORM.tables[1].blocks[0].rows if row.key == "results").parts
    if head.key != "total"
}
REASONS = (  # words that name one row of table three, below its group
    (r"国家秘密", "refused.state_secret"),
    (r"法规(?:所)?禁止|禁止公开", "refused.forbidden_by_law"),
    (r"三安全一稳定", "refused.security_and_stability"),
    (r"第三方.{0,4}权益", "refused.third_party"),
    (r"内部事务", "refused.internal_affairs"),
    (r"过程性", "refused.deliberative"),
    (r"执法案卷", "refused.enforcement_files"),
    (r"查询事项", "refused.administrative_queries"),
    (r"不掌握", "unavailable.not_held"),
    (r"没有现成|另行制作", "unavailable.to_be_created"),
    (r"补正后.{0,8}不明确|仍不明确", "unavailable.unclear"),
    (r"信访举报|信访、举报", "not_processed.petition_or_complaint"),
    (r"重复申请", "not_processed.repeated"),
    (r"公开出版物", "not_processed.publications"),
    (r"反复申请", "not_processed.massive_without_reason"),
    (r"重新出具", "not_processed.confirmation_requested"),
    (r"逾期(?:未|不)补正|不补正", "otherwise.not_corrected"),
    (r"逾期.{0,14}(?:缴费|缴纳)|[未不]缴费", "otherwise.fee_unpaid"),
)
PERSONS = (
    (r"法人(?:(?:和|或者?|及|以及|、)?(?:其他|非法人)?组织)|法人", ("company", "research", "public_benefit", "legal_service", "other")),
    (r"自然人|公民|个人|村民|居民", ("natural_person",)),
    (r"科研机构", ("research",)),
    (r"公益组织", ("public_benefit",)),
    (r"法律服务机构|律师事务所", ("legal_service",)),
    (r"商业企业|企业", ("company",)),
    (r"其他组织", ("other",)),
)
# What may stand beside an applicant; any other word makes it a part of something longer
APPLIES = re.compile(
    r"(?:新收|收到|受理|接收|接到|收|办理|处理|答复|办结|本年|全[市县区]|申请|人|主体|来自|来源于?|由|于|其余|对|从|在|中|属于|身份|名义|以|"
    r"提出|提交|提起|递交|寄送|政府信息公开|信息公开|依申请公开|政府信息|公开|件|方面|类|数量?|总数|都|均|全部|绝大多数|多数|主要)*"
)
OUTCOMES = (
    (r"尚未审结|未审结|在审|正在审理|审理中", "pending"),
    (r"维持", "upheld"),
    (r"纠正|纠错|撤销|败诉", "corrected"),
    (r"其他结果|其他处理", "otherwise"),
)
COURTS = {"review": ("行政复议", ("reviews.review",)), "suit": ("行政诉讼", ("reviews.suit.direct", "reviews.suit.after_review"))}
DOCUMENTS = {"rules": r"规章", "normative_documents": r"规范性文件"}
DEEDS = (
    (r"现行有效|继续有效|有效", "in_force"),
    (r"废止|失效", "repealed"),
    (r"制发|制定|出台|印发", "issued"),
)
DECISIONS = {"licences": "行政许可", "penalties": "行政处罚", "coercive_measures": "行政强制"}

# Words that take a quantity out of the tables' scope: other business, a part of the year, a part of the agency, an average
ELSEWHERE = re.compile(
    r"排名|居前|开庭|庭审|旁听|[一二]审|再审|前[三四五六七八九十]|备案|应诉|出庭|热线|留言|建议|提案|来信|电话|培训|公租房|补助|登记|渠道|网络|网上|信函|当面|邮寄|窗口|书面|季度|上半年|下半年|\d月|"
    r"平均|[日周月季年]均|每|各\d|本级|自行|代为|转办|移送|案例|解读|会商|发布|推送|拟|咨询|约谈|整改|超期|延期|期限内|撤回|各单位|条次|"
    r"工作日|当场|当[日天]|提前|类\d|咨询|举证|投诉|质疑|抽查|评查|复核|清理|审查|修改|修订|起草|调解|检索|征地|拆迁|以上|同类|批次|双公示|公示"
)
PART = re.compile(
    r"(?<![本我各])(?:局|厅|委|院|镇|乡|街道|集团|公司|所|科|股|站|中心|市直部门|部门)(?:共|累计|全年)?(?:新收|收到|受理|接收|答复|办结|作出|办理)|[局厅委院镇乡]$|"
    r"政府办(?:公室)?(?:共|累计|全年)?(?:新收|收到|受理|接收|答复|办结|办理)|(?<![本我全])[县区](?:共|累计|全年)?(?:新收|收到|受理|接收|答复|办结|作出|办理|制发|制定|废止)"
)
WHOLE = re.compile(r"全[市县区省镇国年]|本机关|各级|政府信息公开|依申请公开")
TAKEN = re.compile(r"收到|受理|接收|承办|办理|接听|举办")
SOMETHING_ELSE = re.compile(r"公租房|热线|留言|建议|提案|来信|信访(?:件|事项)|补助|救助|许可申请|登记申请|仲裁|低保|各类行政复议|备案")
FILLER = re.compile(
    r"[“”‘’\s]|共计|合计|总计|累计|一共|仅有?|只有|其中|分别|已|约|的|了|共|有(?!效)|为|是|达到?|计|占|另|余|则|被|全年|当年|年内|年末|本年度?|一年来"
)
# How many more or fewer than last year, or last year's own number: no count of this year
DIFFERENCE = re.compile(
    r"(?:(?:[较比]|相比|[高低多少]于)(?:于|之)?(?:上|去|前|往|同期|20\d\d年)|同比|环比)[^，。；]*$|净[增减][加少]?$|(?:上年|上一年|去年)(?:度)?同期(?:的|为|是)?$"
)
# The same, without saying against what
CHANGED = re.compile(r"(?:增加|减少|增长|下降|上升|回落|降低|多出|多了|少了)(?:了|近|约)?$|^[多少增减](?:出|加|了)?$")
# 网络、信函、当面等渠道: all the ways there are, and no part of what came
WAYS = r"网|线上|信函|信件|邮寄|当面|现场|窗口|线下"
EVERY_WAY = re.compile(r"[^，。；：]*?等(?:多种|各种|各类|多个|不同|法定)?(?:渠道|方式|途径|形式)")
ALL_OF_US = re.compile(
    r"(?:全[市县区省镇州]|各级|各部门|各单位|行政机关|我[局委市县区镇厅院]|本局|本机关|全年|年内|\d{4}年度?|本年度?|一年来|共|累计|群众|申请人|公众|主要|的)*"
    rf"(?:通过|以|从|经|采取|依托|(?={WAYS}))"
)
# Done: all of it, and not 一次性答复22件, 在10个工作日内答复6件
DOING = (
    r"(?:[的到]|全[市县区省镇]|各级|行政机关|各部门|各单位|本机关|本单位|[我本][局委办市县区镇厅院校]|机关|政府|均|都|全部|按期|按时|如期|依法|及时|规范|依规|"
    r"予以|作出|给予|在|法定|规定|期限|时限|之?内|收到|受理|办理|处理|并|政府信息公开|信息公开|依申请公开|申请|实际|总共|截至|年底|完成|完毕|总|"
    r"妥善|合计|这些|上述|以上|件|、|和|或者?)*"
)
DONE_BEFORE = re.compile(
    rf"{DOING}(?:答复|办结|办理完毕|处理完毕|办复)(?:(?:政府信息公开|信息公开|依申请公开|政府信息)?申请人?|完毕|数量?|件)?"
)
DONE_BEHIND = re.compile(rf"{DOING}(?:答复|办结)(?:完毕|完成)?")
# Results of one kind of applicants: 经商业企业申请而予以公开的21件
BY_APPLICANT = re.compile(rf"(?:自然人|企业|法人|科研机构|公益组织|服务机构|律师)[^，。；]*(?:{'|'.join(GROUPS)})")
# Words that may stand between 收到 and 申请 without making them requests for something else
OURS = r"(?:[的到了]|政府信息公开|依申请|信息公开|公开|政府|信息|公民|群众|公众|申请人|社会各界|社会|各类|有效|书面|提出|提交|递交|件)*"
DOMAINS = re.compile(
    r"(?P<review>行政复议|复议)(?!后|之后)|(?P<suit>行政诉讼|诉讼|起诉)|(?P<request>申请(?!行政复议|复议)|受理|答复|办结|许可|处罚|强制|规章|文件)"
)
