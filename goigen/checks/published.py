"""The manual pages of what only a published report can have: its labels are printed by others (the findings come from `reading`)."""

import inspect

from goigen.checks.registry import Check, register
from goigen.finding import Severity
from goigen.standard.form2019 import CODE

FORM_CLAUSE = "国办公开办函〔2021〕30号所附格式"
PAGES = (
    (
        "S07",
        "行名和列名是官方的文字",
        Severity.ERROR,
        """三张表的行名、列名、表头要和官方格式逐字一致；全角半角、空格、换行不计较。

        认得出是哪一行、哪一列的，数照样读；认不出的，按上下各行、左右各列认，请和原件核对。
        """,
    ),
    (
        "S08",
        "不用 2019 年的旧格式",
        Severity.ERROR,
        f"""旧格式（{CODE}）的“对外公开总数量”“其他对外管理服务事项”“政府集中采购”等项，2021 年起不再使用。

        旧格式各列的口径不同，数不能照搬到新的表里。
        """,
    ),
    (
        "S09",
        "标签格里没有多余的数",
        Severity.ERROR,
        """行名左边的格里只有官方的文字。复制模板时常常留下一个“0”，这个数不属于任何一项。

        读的时候不把它当作数。
        """,
    ),
    (
        "T02",
        "数格里只有数",
        Severity.WARNING,
        """“22（其中修订16件）”读作 22，括号里的话放进表下面的附注。

        说明写在附注里，表格才能对齐，也才能汇总。
        """,
    ),
    (
        "R13",
        "断行的数读得完整",
        Severity.INFO,
        """列太窄时，一个数会断成两行印。读的时候接成一个数，并提示和原件核对。

        goigen 生成的表会把列放宽，数不断行。
        """,
    ),
)

for check_id, name, severity, manual in PAGES:
    register(Check(check_id, name, severity, FORM_CLAUSE, inspect.cleandoc(manual)))
