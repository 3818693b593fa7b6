"""The form of 国办公开办函〔2019〕60号, which that of 2021 replaced: only the labels that the present form no longer has."""

CODE = "国办公开办函〔2019〕60号"

OLD_LABELS = (
    "本年新制作数量",
    "本年新公开数量",
    "对外公开总数量",
    "上一年项目数量",
    "本年增/减",
    "其他对外管理服务事项",
    "政府集中采购",
    "采购项目数量",
    "采购总金额",
    "第二十条第（九）项",
)
