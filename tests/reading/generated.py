"""Forms by chance, for the law that what goigen prints it also reads: import(render(form)) = form."""

from __future__ import annotations

import json
import random
from typing import Any

from goigen.report import Report, load
from goigen.report.shape import TABLES, Shape
from goigen.source import read_source
from goigen.standard import FORM, Kind

SENTENCES = (
    "全年主动公开信息{n}条，其中政策文件{n}件、解读{n}篇。",
    "一是健全制度；二是明确责任；三是强化考核。",
    "组织培训{n}次，参训{n}人次，编发《政务公开简报》{n}期。",
    "依托“政务微博”“政务微信”等平台发布消息，阅读量{n}万次，同比增长{n}.5%。",
    "贯彻落实《中华人民共和国政府信息公开条例》（国务院令第711号）。",
    "门户网站（http://www.example.gov.cn/）改版上线，支持IPv6访问，PDF、OFD两种格式下载。",
    "1.规范办理流程，统一文书样式；2.建立会商机制。",
    "个别单位更新不够及时，全年被提醒{n}次",
    "示例县喆镕村的㎡数已核对：{n}㎡。",
    "有关数据截至2023年12月31日。",
)
HEADINGS = ("主动公开", "依申请公开", "政府信息管理", "平台建设情况", "监督保障", "政府信息公开标准化建设", "重点工作")
AGENCIES = ("示例县水务局", "示例市人民政府", "示例区红旗街道办事处", "国家示例总局某某市税务局", "示例自治州民族事务委员会（宗教局）")


def form(chance: random.Random) -> Report:
    """A report that prints: all figures filled, totals that add up, prose in any number of paragraphs."""
    text = json.dumps(_form(chance), ensure_ascii=False)
    report, findings = load(read_source("generated.json", text.encode()))
    assert report is not None
    assert findings == ()
    return report


def _form(chance: random.Random) -> dict[str, Any]:
    year = chance.randrange(2021, 2031)
    made: dict[str, Any] = {"年度": str(year), "机关": _agency(chance)}
    if chance.random() < 0.3:
        made["标题"] = f"{year}年{made['机关']['名称']}政府信息公开工作年度报告"
    made["导语"] = chance.choice(["", "无", _prose(chance)])
    if chance.random() < 0.3:
        made["成文日期"] = f"{year + 1}-01-{chance.randrange(1, 32):02}"
    for section in FORM.sections:
        if section.table:
            made[section.name] = _table(TABLES[section.name], chance, chance.choice([1, 10, 1000, 10**8]))
            if chance.random() < 0.3:
                made[section.name]["附注"] = _prose(chance)
        elif section.key == "other_matters":
            fees = {name: str(chance.randrange(5)) for name in ("发出收费通知件数", "收费通知总金额", "实际收取总金额")}
            made[section.name] = {**({"信息处理费": fees} if chance.random() < 0.5 else {}), "正文": _prose(chance)}
        else:
            headings = chance.sample(HEADINGS, chance.randrange(0, 6))
            lead = {"概述": _prose(chance)} if chance.random() < 0.5 or not headings else {}
            made[section.name] = {**lead, **{heading: _prose(chance) for heading in headings}}
    return made


def _agency(chance: random.Random) -> dict[str, str]:
    contact = {
        "联系单位": "示例县政务公开办公室",
        "地址": "示例县人民路1号",
        "邮编": "010010",
        "电话": "0451-86501431",
        "电子邮箱": "xxgk@example.gov.cn",
        "网址": "www.example.gov.cn",
        "查阅路径": "首页→政务公开→年报",
    }
    kept = {key: text for key, text in contact.items() if chance.random() < 0.7}
    return {"名称": chance.choice(AGENCIES), **kept}


def _prose(chance: random.Random) -> str:
    paragraphs = ["".join(chance.choices(SENTENCES, k=chance.randrange(1, 4))) for _ in range(chance.randrange(1, 4))]
    return "\n".join(paragraph.replace("{n}", str(chance.randrange(1, 3000))) for paragraph in paragraphs)


def _table(shape: Shape, chance: random.Random, size: int) -> Any:
    """Every figure that no total defines."""
    if shape.is_leaf:
        whole = chance.choice([0, chance.randrange(size + 1)])
        return f"{whole}.{chance.randrange(10000):04}" if shape.figures[0].kind is Kind.AMOUNT and chance.random() < 0.5 else str(whole)
    return {child.name: _table(child, chance, size) for child in shape.children if not child.optional}
