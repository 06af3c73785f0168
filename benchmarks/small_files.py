"""What many small files cost: files a second, the memory of the main process, where time goes.

    python benchmarks/small_files.py [--files 20000] [--jobs 2] [--folder DIR]

Each file is a result of one municipality and year as text: a heading and ten indicators. Run twice:
the second run finds nothing changed. The memory is the resident size of the main process at its
highest, as the system counts it, and at the end. On a busy machine the seconds of workers and the
CPU time a file tell more than files a second.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from runs import SYLLABLES, apart, memory_mb, timed_run, write_old

INDICATORS = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ",
    "การแก้ไขปัญหาการทุจริต", "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร",
    "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder without it")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured(*map(Path, given.measure), given.jobs)))
        return
    folder = Path(tempfile.mkdtemp(dir=given.folder))
    try:
        make_small(folder / "in", given.files)
        print("| Run | files/s | CPU of the main process a file | its memory, highest and end | time |")
        print("|---|---:|---:|---:|---|")
        for name in ("first", "again"):
            told = apart(
                __file__, "--jobs", str(given.jobs),
                "--measure", str(folder / "in"), str(folder / "out"),
            )  # fmt: skip
            print(
                f"| {name} | {given.files / told['wall']:,.0f} | "
                f"{1000 * told['cpu'] / given.files:.2f} ms | "
                f"{told['peak_mb']:.0f} MB, {told['end_mb']:.0f} MB | {told['words']} |"
            )
        if hasattr(os, "getloadavg"):
            print(f"\nload of the machine {os.getloadavg()[1]:.1f} on {os.cpu_count()} CPUs")
    finally:
        shutil.rmtree(folder)


def make_small(folder: Path, number: int) -> None:
    """Write so many small results."""
    folder.mkdir()
    chance = random.Random(1)
    for n in range(number):
        name = "เทศบาลตำบล" + "".join(chance.choice(SYLLABLES) for _ in range(4))
        year = chance.randint(2562, 2568)
        rows = "".join(
            f"{place}\t{indicator}\t{chance.uniform(60, 100):.2f}\n" for place, indicator in enumerate(INDICATORS, 1)
        )
        text = (
            "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
            f"ประจำปีงบประมาณ พ.ศ. {year}\n{name} อำเภอเมือง จังหวัดขอนแก่น\n\n"
            f"ลำดับ\tตัวชี้วัด\tคะแนน\n{rows}"
        )
        write_old(folder / f"r{n:05}.txt", text.encode())


def measured(source: Path, out: Path, jobs: int) -> dict[str, Any]:
    """A whole run, with the memory of this process at its highest and at the end."""
    summary, told = timed_run(source, out, jobs)
    return told | {
        "peak_mb": memory_mb("VmHWM"),
        "end_mb": memory_mb("VmRSS"),
        "words": summary.times.in_words(),
    }


if __name__ == "__main__":
    main()
