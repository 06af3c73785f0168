"""How long the analyses take: 100,000 score rows, 50,000 measures, and halves of that.

    python benchmarks/analyze.py [SCORE_ROWS] [MEASURES]

Prints a table of seconds; exits with 1 where a limit is passed. Each size runs in a process of its
own, so that imports and memory count.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from thai_ita.normalize.editions import load_edition

LIMITS_S = {"compare": 5.0, "trends": 5.0, "copies": 60.0}
YEARS = (2563, 2564, 2565, 2566)
CODES = ["ITA", "IIT", "EIT", "OIT", *map(str, range(1, 11))]
TYPES = ("องค์การบริหารส่วนตำบล", "เทศบาลตำบล", "เทศบาลเมือง")


def make_tables(folder: Path, n_scores: int, n_measures: int) -> None:
    """Tables of made-up agencies with as many rows, in the folder."""
    rng = np.random.default_rng(0)
    n_agencies = max(n_scores // (len(CODES) * len(YEARS)), 10)
    number = np.arange(n_agencies)
    kinds = np.array(TYPES)[number % 3]
    people = pd.DataFrame(
        {
            "agency_id": [f"org-{i:05d}" for i in number],
            "agency": [f"{kind}สมมติ{_word(rng)}{i}" for i, kind in zip(number, kinds, strict=True)],
            "agency_type": kinds,
            "district": [f"อำเภอที่{i // 12}" for i in number],
            "province": [f"จังหวัดที่{i % 70}" for i in number],
        }
    )
    grid = (
        pd.MultiIndex.from_product([number, YEARS, CODES], names=["i", "fiscal_year", "code"])
        .to_frame(index=False)
        .head(n_scores)
    )
    level = rng.normal(84, 6, n_agencies)[grid["i"]]
    names = {c: load_edition(2565).canonical_name(_kind(c), c) for c in CODES}
    scores = (
        people.iloc[grid["i"]]
        .reset_index(drop=True)
        .assign(
            fiscal_year=grid["fiscal_year"],
            kind=[_kind(c) for c in grid["code"]],
            code=grid["code"],
            part="",
            name=grid["code"].map(names),
            basis="stated",
            status="verified",
            confidence=0.9,
            value=np.clip(level + rng.normal(0, 4, len(grid)), 0, 100).round(2),
            doc_id=grid["i"].map(lambda i: f"{i:016x}"),
            evidence="ตัวชี้วัด | คะแนน",
            page=1,
        )
    )
    phrases = [f"{_word(rng)}{_word(rng)}{_word(rng)}" for _ in range(4000)]
    owner = rng.integers(0, n_agencies, n_measures)
    texts = [
        "\n".join(" ".join(phrases[k] for k in rng.integers(0, len(phrases), 6)) for _ in range(4))
        for _ in range(n_measures)
    ]
    for place in range(0, n_measures - 1, 50):
        texts[place + 1] = texts[place] + "เพิ่มเติม"
    measures = (
        people.iloc[owner]
        .reset_index(drop=True)
        .drop(columns="agency_type")
        .assign(
            doc_id=[f"{i:016x}" for i in owner],
            fiscal_year=rng.choice(YEARS, n_measures),
            seq=np.arange(n_measures) % 8 + 1,
            title=[t.split("\n")[0] for t in texts],
            steps=texts,
            theme="",
            indicators=[str(k) for k in rng.integers(1, 11, n_measures)],
        )
        .drop(columns=["district", "province"])
    )
    documents = people.assign(
        doc_id=[f"{i:016x}" for i in number],
        fiscal_year=2566,
        doc_type="measures_plan",
        path="made.txt",
        status="ok",
    )
    for name, frame in (("documents", documents), ("scores", scores), ("measures", measures)):
        frame.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")


def _kind(code: str) -> str:
    if code == "ITA":
        return "overall"
    return "indicator" if code.isdigit() else "instrument"


def _word(rng: np.random.Generator) -> str:
    heads, tails = "กขคจชดตทนบปพมรลวสหอ", ("า", "ี", "ู", "ัน", "าง", "อม", "ิน", "าด", "ุก", "าย")
    return "".join(heads[int(rng.integers(len(heads)))] + tails[int(rng.integers(len(tails)))] for _ in range(3))


def measure_times(folder: Path) -> dict[str, float]:
    """Seconds of each answer from the files on, and the peak memory in MiB."""
    from thai_ita import analyze

    jobs: dict[str, Callable[[], object]] = {
        "compare": lambda: analyze.compare(folder),
        "trends": lambda: analyze.trends(folder),
        "copies": lambda: analyze.plans(folder, parts=["copies"]),
        "other plans": lambda: analyze.plans(folder, parts=["coverage", "themes", "followthrough", "followed"]),
    }
    times: dict[str, float] = {}
    for name, job in jobs.items():
        start = time.perf_counter()
        job()
        times[name] = time.perf_counter() - start
    times["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times


def main() -> int:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure_times(Path(sys.argv[2]))))
        return 0
    n_scores, n_measures = (int(a) for a in (sys.argv[1:3] or ("100000", "50000")))
    late = False
    for part in (4, 2, 1):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_tables(folder, n_scores // part, n_measures // part)
            done = subprocess.run(
                [sys.executable, __file__, "--measure", str(folder)],
                check=True,
                capture_output=True,
                text=True,
            )
        times: dict[str, float] = json.loads(done.stdout)
        shown = "  ".join(f"{job} {value:.1f}" for job, value in times.items())
        print(f"{n_scores // part:>7} scores {n_measures // part:>6} measures: {shown}", flush=True)
        late = part == 1 and any(times[job] > limit for job, limit in LIMITS_S.items())
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
