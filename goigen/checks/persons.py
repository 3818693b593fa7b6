"""Names of persons in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goigen.checks.passages import words
from goigen.checks.registry import Problem, check
from goigen.finding import Severity
from goigen.report import Report

SURNAMES = (
    "王李张刘陈杨黄赵吴徐孙胡朱郭林罗梁宋唐韩冯邓曹彭肖董袁潘蒋蔡杜魏苏吕丁卢姚沈姜崔谭廖范汪贾韦傅邹熊孟秦邱侯薛阎龙贺龚覃尹赖樊"
    "周马高何程叶"
)
NOT_NAMES = (
    r"陈[述旧]|张[贴某口罗]|周[边围末期密全到知]|马[上路]|高[校中等度声龄层效]|何[时地种人处故]|程[序度]|叶片|胡乱|宋体|唐突|杜绝|罗列|董事|范围|林[地业权木场]|黄[河土色]|贺信|侯[选补]|龙头|丁[香字]|苏[州北南]|秦皇|吴江|徐[州汇]|.{1,2}[村屯镇乡厂]|.家?庄|"
    r".(?:某|×|女士|先生|氏|姓|老师|律师|同志|\*|师傅|大爷|阿姨|经理)"
)
ACTS = (
    r"提出|提交|提起|申请|申诉|要求|不服|撤回|撤销|向|诉|咨询|的(?:政府信息公开)?申请|一案|等[\d两二三四五六七八九十]+人|"
    r"[(](?:男|女|身份证|住址|电话|联系)"
)
APPLICANT = re.compile(rf"(?:申请人|原告|上诉人)(?:为|是|系|姓名)?:?(?P<name>(?!{NOT_NAMES})[{SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?={ACTS})")


@check("P04", "没有写出申请人的姓名", clause="政府信息公开条例第十五条；个人信息保护法第四条", severity=Severity.WARNING)
def no_names_of_applicants(report: Report) -> Iterator[Problem]:
    """公开的报告里不写申请人、原告的姓名，需要提到时写“某申请人”或“张某”。

    只认“申请人”“原告”后面紧跟着常见姓氏和一两个字、再接“提出”“要求”“不服”等词的，别的写法请自己留意。

    不对：
        总体情况:
          依申请公开: 申请人王小明提出的申请1件，已转由便民咨询答复，全年新收政府信息公开申请0件。

    对：
        总体情况:
          依申请公开: 申请人王某提出的咨询1次，申请人陈述意见后撤回，全年新收政府信息公开申请0件。
    """
    for passage in words(report):
        for found in APPLICANT.finditer(passage.text):
            message = f"“{found[0]}”像是写出了人的姓名"
            yield passage.problem(found.start("name"), message, f"写成“{found['name'][0]}某”或“某申请人”。")
