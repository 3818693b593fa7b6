"""The keys of the form outside its tables, declared as pydantic models: YAML name, official meaning, what a value must look like.

The blank form, the JSON Schema and the reading of a file all come from these fields. A validator raises PydanticCustomError with
the Chinese sentence for the filer; nothing here looks at other keys.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from goigen.report.numbers import NotANumber, half_width, parse_number, parse_yuan
from goigen.standard import FORM, Kind

Category = Literal["", "国务院部门", "省级政府", "设区的市级政府", "县级政府", "政府部门", "乡镇街道", "其他组织"]
LAST_YEAR = 2099


def _wrong(message: str) -> PydanticCustomError:
    return PydanticCustomError("form", "{message}", {"message": message})


def _code(typed: str) -> str:
    def bare(text: str) -> str:
        return re.sub(r"\W", "", text)

    if bare(typed) != bare(FORM.code):
        raise _wrong(f"不认识格式“{typed[:30]}”，目前只有“{FORM.code}”")
    return FORM.code


def _year(typed: str) -> int:
    text = half_width(typed).removesuffix("度").removesuffix("年")
    if not (re.fullmatch(r"[0-9]{4}", text) and FORM.first_year <= int(text) <= LAST_YEAR):
        raise _wrong(f"年度“{typed[:20]}”不对，应当是四位数的年份，{FORM.first_year} 年起")
    return int(text)


def _date(typed: str) -> date:
    found = re.fullmatch(r"([0-9]{4})[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?", half_width(typed))
    try:
        return date(*(int(part) for part in found.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise _wrong(f"日期“{typed[:20]}”不对，写成 2024-01-20 或 2024年1月20日") from None


def _category(typed: str) -> str:
    if typed not in get_args(Category):
        raise _wrong(f"类别“{typed[:20]}”不在名单里，应当是：{'、'.join(get_args(Category)[1:])}")
    return typed


def _whole(typed: str) -> int:
    try:
        return int(parse_number(typed, Kind.COUNT))
    except NotANumber as error:
        raise _wrong(str(error)) from None


def _yuan(typed: str) -> Decimal:
    try:
        return parse_yuan(typed)
    except NotANumber as error:
        raise _wrong(str(error)) from None


class FormModel(BaseModel):
    """Read by the names of the form, never changed afterwards."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, extra="forbid")


class Particulars(FormModel):
    """The keys at the top of a form."""

    code: Annotated[str, BeforeValidator(_code)] = Field(default=FORM.code, alias="格式", description="报告格式的文号，不用改")
    year: Annotated[int | None, BeforeValidator(_year)] = Field(
        default=None, alias="年度", description="报告的年度，如 2023", examples=["2023"]
    )
    title: str = Field(default="", alias="标题", description="可不填。默认为“〈名称〉〈年度〉年政府信息公开工作年度报告”")
    issued_on: Annotated[date | None, BeforeValidator(_date)] = Field(
        default=None, alias="成文日期", description="可不填。填了就在文末署名并写日期，如 2024-01-20"
    )


class Agency(FormModel):
    """The agency that reports, and how the public reaches it."""

    name: str = Field(default="", alias="名称", description="全称，用于标题、署名和文件名", examples=["哈尔滨市平房区人民政府"])
    short_name: str = Field(default="", alias="简称", description="可不填。默认导语里使用")
    category: Annotated[Category, BeforeValidator(_category)] = Field(
        default="", alias="类别", description="、".join(get_args(Category)[1:])
    )
    office: str = Field(default="", alias="联系单位", description="公众有疑问时找哪个单位")
    address: str = Field(default="", alias="地址", description="联系单位的地址")
    postcode: str = Field(default="", alias="邮编", description="六位数字")
    telephone: str = Field(default="", alias="电话", description="区号-号码，如 0451-86501431")
    email: str = Field(default="", alias="电子邮箱", description="可不填")
    website: str = Field(default="", alias="网址", description="登载年度报告的网站")
    found_at: str = Field(default="", alias="查阅路径", description="在网站上怎样找到年度报告，如“首页→政务公开→年报”")


class Fees(FormModel):
    """The fees for processing requests (国办函〔2020〕109号): notices in 件, amounts in yuan; None where not filled in."""

    notices: Annotated[int | None, BeforeValidator(_whole)] = Field(default=None, alias="发出收费通知件数", description="件")
    charged: Annotated[Decimal | None, BeforeValidator(_yuan)] = Field(default=None, alias="收费通知总金额", description="元")
    received: Annotated[Decimal | None, BeforeValidator(_yuan)] = Field(default=None, alias="实际收取总金额", description="元")


def alias_of(model: type[FormModel], field: str) -> str:
    """The YAML name of a field: `alias_of(Agency, "name")` is 名称."""
    return str(model.model_fields[field].alias)


def aliases(model: type[FormModel]) -> tuple[str, ...]:
    return tuple(str(field.alias) for field in model.model_fields.values())


def form_values(model: FormModel) -> dict[str, Any]:
    """The filled fields of a model by their YAML names."""
    return {key: value for key, value in model.model_dump(by_alias=True).items() if value not in ("", None)}
