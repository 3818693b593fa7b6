"""What the invented agencies write: title, preamble, parts one, five and six, in three manners. Paragraphs, nothing of paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from goigen.standard import FORM

ORDINALS = "一二三四五六"


@dataclass
class Para:
    """One paragraph. `part` is the part whose prose it must be found in (empty: none); `numbered` leaves its number to Word."""

    text: str
    kind: str = "body"  # title, part, topic, body, sign, note
    part: str = ""
    wanted: bool = True
    fee: bool = False
    numbered: bool = False
    boxed: bool = False
    was: str = ""


@dataclass(frozen=True)
class Agency:
    """`names` are what a reader may rightly take for the name; the first one is the full one."""

    file: str
    names: tuple[str, ...]
    year: int
    manner: str
    office: str
    address: str
    postcode: str
    phone: str
    website: str
    fee: str
    fees: tuple[int, Decimal, Decimal] | None

    @property
    def name(self) -> str:
        return self.names[0]


def _fees(count: int, noticed: int, received: int) -> tuple[int, Decimal, Decimal]:
    return count, Decimal(noticed), Decimal(received)


AGENCIES = {
    "county": Agency(
        "沭阳县2025",
        ("沭阳县人民政府",),
        2025,
        "county",
        "沭阳县人民政府办公室",
        "沭阳县沭城街道人民中路20号",
        "223600",
        "0527-83552345",
        "http://www.shuyang.gov.cn/",
        "依据《政府信息公开信息处理费管理办法》，本年度发出收费通知0件，总金额0元，实际收取0元。",
        _fees(0, 0, 0),
    ),
    "city": Agency(
        "宿迁市2023",
        ("宿迁市人民政府",),
        2023,
        "city",
        "宿迁市人民政府办公室",
        "宿迁市宿城区洪泽湖路130号",
        "223800",
        "0527-84368100",
        "https://www.suqian.gov.cn",
        "2023年，全市共发出信息处理费收费通知25件，总金额2950元，实际收取2950元。",
        _fees(25, 2950, 2950),
    ),
    "city-next": Agency(
        "宿迁市2024",
        ("宿迁市人民政府",),
        2024,
        "county",
        "宿迁市人民政府办公室（市政务公开办）",
        "宿迁市洪泽湖路130号市民中心",
        "223800",
        "0527-84368101",
        "www.suqian.gov.cn",
        "按照国家有关规定，2024年共发出收费通知 3 件，总金额 2,230 元，实际收取总金额 1,890 元。",
        _fees(3, 2230, 1890),
    ),
    "bureau": Agency(
        "上海科委2024",
        ("上海市科学技术委员会",),
        2024,
        "bureau",
        "上海市科学技术委员会办公室",
        "上海市人民大道200号",
        "200003",
        "021-23119999",
        "stcsm.sh.gov.cn",
        "本年度本机关未收取信息处理费。",
        None,
    ),
    "district": Agency(
        "平房区2023",
        ("哈尔滨市平房区人民政府", "平房区", "平房区人民政府"),
        2023,
        "city",
        "平房区人民政府办公室",
        "哈尔滨市平房区友协大街98号",
        "150060",
        "0451-86501431",
        "www.hrbpf.gov.cn",
        "本年度发出信息处理费收费通知０件，收费总金额０元，实际收取金额０元。",
        _fees(0, 0, 0),
    ),
    "zeros": Agency(
        "全零",
        ("云川县科学技术局",),
        2024,
        "bureau",
        "云川县科学技术局办公室",
        "云川县文化路6号",
        "463999",
        "0396-7030123",
        "www.yunchuan.gov.cn",
        "本机关2024年无信息处理费收取情况。",
        None,
    ),
    "distinct": Agency(
        "",
        ("云川县人民政府",),
        2024,
        "county",
        "云川县人民政府办公室",
        "云川县建设大道1号",
        "463900",
        "0396-7021234",
        "http://www.yunchuan.gov.cn",
        "2024年，共发出收费通知12件，总金额1460元，实际收取总金额1380元。",
        _fees(12, 1460, 1380),
    ),
}


def title(agency: Agency) -> list[Para]:
    name, year = agency.name, agency.year
    texts = {
        "county": f"{name}\n{year}年政府信息公开工作年度报告",
        "city": f"{year}年{name}政府信息公开工作年度报告",
        "bureau": f"{name}{year}年政府信息公开\n工作年度报告",
    }
    return [Para(texts[agency.manner], "title")]


def preamble(agency: Agency) -> list[Para]:
    parts = [section.name for section in FORM.sections]
    basis = (
        "《中华人民共和国政府信息公开条例》（以下简称《条例》）和《国务院办公厅政府信息与政务公开办公室关于印发"
        "〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）"
    )
    period = f"统计期限自{agency.year}年1月1日起至{agency.year}年12月31日止"
    match agency.manner:
        case "county":
            texts = [
                f"根据{basis}要求，编制本报告。本报告由{'、'.join(parts)}等六个部分组成，所列数据{period}。",
                f"本报告电子版可在{agency.name}门户网站（{agency.website}）政府信息公开专栏查阅和下载。如有疑问，请与{agency.office}联系"
                f"（地址：{agency.address}；邮编：{agency.postcode}；电话：{agency.phone}）。",
            ]
        case "city":
            texts = [
                f"本年度报告按照{basis}的要求，由{agency.name}编制。全文包括{'；'.join(parts)}六部分。数据{period}。"
                f"报告电子版从{agency.website}下载。联系方式：{agency.office}，{agency.address}，邮政编码{agency.postcode}，联系电话{agency.phone}。",
            ]
        case _:
            texts = []
    return [Para(text, part="preamble") for text in texts]


def _overview(agency: Agency, figures: Mapping[str, int | Decimal]) -> list[tuple[str, list[str]]]:
    year, us = agency.year, agency.name
    new, done = figures["applications.received.total"], figures["applications.results.total.total"]
    return [
        (
            "主动公开",
            [
                f"围绕群众关切，全年通过门户网站发布各类信息1{year % 100}6条，其中政策文件48件、政策解读72篇。",
                "动态调整主动公开目录，26个试点领域的标准目录全部更新；第三季度组织“政府开放日”活动9场，参加市民420余人次。",
            ],
        ),
        (
            "依申请公开",
            [
                f"本年度新收政府信息公开申请{new}件，办结{done}件，均在法定期限内答复。申请人以自然人为主，集中在征地补偿、房屋征收、养老保险等方面。",
                "推行“一件一档”，答复前由法制机构会商，疑难件请法律顾问出具意见。",
            ],
        ),
        ("政府信息管理", ["落实“三审三校”和保密审查，公文拟稿时同步确定公开属性；对2018年以来的规范性文件逐件复核，标注有效性。"]),
        (
            "政府信息公开平台建设",
            [
                "政府信息公开专栏完成适老化改造，新增智能检索；政务新媒体由11个归并为6个。",
                "基层公开专区覆盖全部乡镇（街道），打印、复印、查阅一次办好。",
            ],
        ),
        (
            "监督保障",
            [
                f"{us}把政务公开纳入年度综合考核，分值权重为4%；社会评议满意率98.6%；全年没有因政府信息公开被责任追究的情形。",
                "举办业务培训3期、281人次，编发工作提示5期。",
            ],
        ),
    ]


def overview(agency: Agency, figures: Mapping[str, int | Decimal]) -> list[Para]:
    lead = f"{agency.year}年，{agency.name}以习近平新时代中国特色社会主义思想为指导，认真贯彻执行《条例》，政府信息公开工作有序开展。"
    paras = [Para(lead, part="overview")] if agency.manner != "bureau" else []
    for number, (heading, texts) in enumerate(_overview(agency, figures)):
        match agency.manner:
            case "county":
                paras.append(Para(f"（{ORDINALS[number]}）{heading}", "topic", "overview"))
            case "city":
                texts = [f"（{ORDINALS[number]}）{heading}情况。{texts[0]}", *texts[1:]]
            case _:
                paras.append(Para(f"{number + 1}.{heading}", "topic", "overview"))
        paras += [Para(text, part="overview") for text in texts]
    return paras


def problems(agency: Agency) -> list[Para]:
    found = [
        "个别单位对公开属性把握不准，源头认定有偏差，全年退回重拟的公文有17件。",
        "政策解读形式较少，图解、视频解读不足三成，群众看不懂、找不到的情况仍然存在。",
    ]
    done = [
        "针对属性认定问题，编印《公文公开属性认定指引》，逐单位上门辅导，下半年退回件数降至4件。",
        "针对解读问题，与融媒体中心建立联办机制，新制作动漫解读23期，专栏月均访问量提高1.3万次。",
    ]
    match agency.manner:
        case "county":
            return [
                Para("（一）存在的主要问题", "topic", "problems"),
                *(Para(f"{number}.{text}", part="problems") for number, text in enumerate(found, 1)),
                Para("（二）改进情况", "topic", "problems"),
                *(Para(f"{number}.{text}", part="problems") for number, text in enumerate(done, 1)),
            ]
        case "city":
            return [
                Para(f"（一）主要问题：一是{found[0]}二是{found[1]}", part="problems"),
                Para(f"（二）改进情况：一是{done[0]}", part="problems"),
                Para(f"二是{done[1]}", part="problems"),
            ]
        case _:
            lead = f"{agency.year}年，我单位政府信息公开工作仍有不足，已逐项整改。"
            return [Para(text, part="problems") for text in (lead, f"一是{found[0]}{done[0]}", f"二是{found[1]}{done[1]}")]


def other_matters(agency: Agency) -> list[Para]:
    fee = Para(agency.fee, part="other_matters", fee=True)
    if agency.manner == "bureau":
        return [fee]
    rest = Para("全年办理涉及政务公开的人大代表建议2件、政协委员提案3件，均已按时办结并公开答复全文。", part="other_matters")
    if agency.manner == "county":
        return [
            Para("（一）收取信息处理费情况", "topic", "other_matters", wanted=False),
            fee,
            Para("（二）其他事项", "topic", "other_matters", wanted=False),
            rest,
        ]
    return [fee, rest]


def part_title(key: str) -> Para:
    return Para(FORM.section(key).title, "part", key, wanted=False)
