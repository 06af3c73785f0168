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
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SYLLABLES = ("นา", "ดี", "งาม", "ทอง", "ชัย", "สุข", "ใหม่", "เหนือ", "ใต้", "กลาง")
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
            told = _apart(folder, given.jobs)
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
    """Write so many small results, as old files whose times need no second look."""
    folder.mkdir()
    chance = random.Random(1)
    before = time.time() - 3600
    for n in range(number):
        name = "เทศบาลตำบล" + "".join(chance.choice(SYLLABLES) for _ in range(4))
        year = chance.randint(2562, 2568)
        rows = "".join(
            f"{place}\t{indicator}\t{chance.uniform(60, 100):.2f}\n"
            for place, indicator in enumerate(INDICATORS, 1)
        )
        path = folder / f"r{n:05}.txt"
        path.write_text(
            "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA) "
            f"ประจำปีงบประมาณ พ.ศ. {year}\n{name} อำเภอเมือง จังหวัดขอนแก่น\n\n"
            f"ลำดับ\tตัวชี้วัด\tคะแนน\n{rows}",
            encoding="utf-8",
        )
        os.utime(path, (before, before))


def measured(source: Path, out: Path, jobs: int) -> dict[str, object]:
    """A whole run in this process and its workers: seconds, CPU seconds and MB of this process."""
    from thai_ita.batch.options import RunOptions
    from thai_ita.batch.run import run_batch

    wall, cpu = time.perf_counter(), time.process_time()
    summary = run_batch([source], out, RunOptions(jobs=jobs))
    return {
        "wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu,
        "peak_mb": _memory_mb("VmHWM"), "end_mb": _memory_mb("VmRSS"),
        "words": summary.times.in_words(),
    }


def _memory_mb(what: str) -> float:
    """A size of this process in MB; 0 where the system does not say."""
    try:
        text = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    return int(text.partition(f"{what}:")[2].split()[0]) / 1024


def _apart(folder: Path, jobs: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, "--jobs", str(jobs), "--measure", str(folder / "in"),
         str(folder / "out")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout)
    return told


if __name__ == "__main__":
    main()
