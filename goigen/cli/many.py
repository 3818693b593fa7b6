"""Options of the verbs that work on many reports, and the workers that they ask for."""

from __future__ import annotations

import os
from pathlib import Path

import click

from goigen.many.engine import Workers, dask, inline, processes

FEW = 8  # reports that are done sooner than worker processes start

JOBS = click.option("-j", "--jobs", type=click.IntRange(1, 256), help="同时用几个进程；默认和处理器核数一样")
DASK = click.option("--dask", metavar="地址", help="用 Dask 集群做，如 tcp://10.0.0.1:8786（要装 goigen[dask]）")
ROSTER = click.option("--roster", type=click.Path(path_type=Path), help="应交报告的机关名单（.csv、.xlsx）：查缺交、重交、名称和年度不符")


def workers(jobs: int | None, address: str | None, reports: int) -> Workers:
    """The workers for so many reports. Raises UserError where a cluster cannot be reached."""
    if address:
        return dask(address)
    count = min(jobs or os.cpu_count() or 1, max(1, reports))
    return inline() if count == 1 or (jobs is None and reports < FEW) else processes(count)
