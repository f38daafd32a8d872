"""The results as ``docs/performance.md``."""

import os
import platform
from collections.abc import Sequence
from datetime import datetime

from bench.harness import Result

HEAD = """# 速度

`./lianxin bench --write` 写成这一页：在临时文件夹里登记编造的党员，每一项都与**同一次运行**里的下限相比。
CPU 时间取自操作系统（本进程和已结束的子进程）。共享机器上的钟表时间会差一倍，比值不会。

测量于 {day}，Python {python}，{cores} 核，{members:,} 位党员，SQLite（每次写入都落盘）。

| 项目 | 本品 ms | 本品 CPU ms | 下限 | 下限 CPU ms | 比值 | 要求 | 达到 |
| --- | ---: | ---: | --- | ---: | ---: | --- | --- |
"""


def page(results: Sequence[Result], members: int) -> str:
    """The whole page."""
    head = HEAD.format(
        day=f"{datetime.now().astimezone():%Y-%m-%d}",
        python=platform.python_version(),
        cores=os.cpu_count(),
        members=members,
    )
    lines = [
        f"| {r.title} | {r.work.wall_ms:,.1f} | {r.work.cpu_ms:,.1f} | {r.floor_title} | {r.floor.cpu_ms:,.1f} "
        f"| {r.ratio:.2f} | {r.target} | {'是' if r.holds else '否'} |"
        for r in results
    ]
    notes = [
        f"- {r.title}：" + "，".join(f"{key} {value}" for key, value in r.notes.items()) for r in results if r.notes
    ]
    return head + "\n".join(lines) + "\n" + ("\n" + "\n".join(notes) + "\n" if notes else "")
