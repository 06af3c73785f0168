"""``python dev.py fuzz``: rounds of damaged files, stores, kills and full disks for some minutes."""

from __future__ import annotations

import argparse
import itertools
import secrets
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.alone import fault_alone
from tests.fuzz.disturb import DISTURBANCES, Disturbed
from tests.fuzz.found_files import FOLDER, keep
from tests.fuzz.kinds import MUTATORS, Input, made_input, sound_files
from tests.fuzz.rounds import Round, number_of, read_round
from tests.fuzz.smaller import smaller

A_ROUND = 40
"""Files of a run: enough that its start does not count, few enough to tell which one broke it."""
OF_PICTURES = 10
PATIENCE_S = 60.0
ASKED = (
    ("show", "FILE", "--why"), ("check", "OUT"), ("status", "OUT"), ("compare", "OUT"), ("plans", "OUT"), ("trends", "OUT"), ("show", "FILE", "--json"),
    ("export", "OUT", "-o", "NEW", "--format", "xlsx", "--format", "sqlite", "--format", "datapackage"), ("draw", "OUT", "NEW/a.png"), ("status", "OUT", "--json"),
)  # fmt: skip
"""What is asked after a round, one of them in turn."""
MOST_ALIKE = 3
"""Findings of one fault and kind that are made smaller and kept; more of them teach nothing."""


def main() -> int:
    asked = _asked()
    kinds = asked.kind or [*MUTATORS, *DISTURBANCES]
    print(f"seed {asked.seed}, {asked.minutes:g} minutes, kinds: {' '.join(kinds)}", flush=True)
    until = time.monotonic() + 60 * asked.minutes
    campaign = Campaign(asked.seed, asked.sound, asked.keep, asked.jobs)
    with tempfile.TemporaryDirectory(prefix="thai-ita-fuzz-") as folder:
        for kind, start in campaign.turns(kinds):
            if time.monotonic() >= until:
                break
            campaign.round(kind, start, Path(folder))
    tries = sum(campaign.tries.values())
    print(f"\n{tries} tries: " + ", ".join(f"{n} {kind}" for kind, n in sorted(campaign.tries.items())))
    for (kind, fault), n in campaign.faults.most_common():
        print(f"  {n:4} {kind}: {fault}")
    print("nothing found" if not campaign.faults else f"{sum(campaign.faults.values())} found")
    return 1 if campaign.faults else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="the same seed makes the same damage")
    parser.add_argument("--kind", action="append", choices=[*MUTATORS, *DISTURBANCES])
    parser.add_argument(
        "--from",
        dest="sound",
        type=Path,
        help="a folder of sound files to damage instead of our own",
    )
    parser.add_argument("--keep", type=Path, default=FOLDER, help="where findings go")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    asked.seed = secrets.randbelow(1_000_000) if asked.seed is None else asked.seed
    return asked


class Campaign:
    """What was tried and found so far, by kind and fault."""

    def __init__(self, seed: int, sound: Path | None, kept: Path, jobs: int) -> None:
        self.seed, self.sound, self.kept, self.jobs = seed, sound, kept, jobs
        self.asked = itertools.cycle(ASKED)
        self.asking: tuple[str, ...] = ()
        self.tries: Counter[str] = Counter()
        self.faults: Counter[tuple[str, str]] = Counter()

    def turns(self, kinds: list[str]) -> Iterator[tuple[str, int]]:
        """The kinds in turn, each with the number of its next file."""
        there = [kind for kind in kinds if kind in DISTURBANCES or kind in sound_files(self.sound)]
        for turn in itertools.count() if there else ():
            for kind in there:
                yield kind, turn * A_ROUND

    def round(self, kind: str, start: int, folder: Path) -> None:
        if kind in DISTURBANCES:
            self._disturb(kind, start, folder)
            return
        count = OF_PICTURES if kind == "picture" else A_ROUND
        inputs = [made_input(self.seed, kind, n, self.sound) for n in range(start, start + count)]
        self.asking = next(self.asked)
        found = self._read(inputs, folder)
        self.tries[kind] += count
        print(
            f"{kind:8} {start:6}  {found.seconds:5.1f} s  {len(found.files)} files, {'; '.join(found.whole) or 'run sound'}",
            flush=True,
        )
        if found.whole:
            found.files |= self._culprits(inputs, folder, found)
        for each in inputs:
            if fault := found.files.get(number_of(each.name) or 0):
                self._note(each, fault, folder)

    def _read(self, inputs: list[Input], folder: Path) -> Round:
        ocr = "auto" if inputs[0].kind == "picture" else "off"
        return read_round(inputs, folder, self.jobs, ocr, self.asking)

    def _culprits(self, inputs: list[Input], folder: Path, found: Round) -> dict[int, str]:
        """The files without which a run is sound, by halving; {} where it takes several together."""
        some = inputs
        while len(some) > 1:
            halves = some[: len(some) // 2], some[len(some) // 2 :]
            tried = [(half, again) for half in halves if (again := self._read(half, folder)).whole]
            if not tried:
                self.faults[inputs[0].kind, f"only together: {found.whole[0]}"] += 1
                return {}
            some, found = tried[0]
        return {number_of(some[0].name) or 0: found.whole[0]}

    def _note(self, made: Input, fault: str, folder: Path) -> None:
        """Count a fault of a file; keep it, made smaller where it is one of reading alone."""
        again = self._read([made], folder)
        told = next(iter([*again.files.values(), *again.whole]), "")
        if not told:
            fault = f"not again when alone: {fault}"
        self.faults[made.kind, fault] += 1
        made_by = f"--seed {self.seed} --kind {made.kind}, {made.name!a}"
        print(f"    {fault}: {made_by}", flush=True)
        if not told or self.faults[made.kind, fault] > MOST_ALIKE or fault.startswith("terminal"):
            return
        data, alone = made.data, fault_alone(made.data, made.name)
        if alone:
            data = smaller(data, lambda new: fault_alone(new, made.name) == alone, PATIENCE_S)
        kept = keep(data, made.name, made.kind, fault, made_by, self.kept)
        print(f"    kept {kept.file}, {len(data)} bytes of {len(made.data)}", flush=True)

    def _disturb(self, kind: str, start: int, folder: Path) -> None:
        place = folder / kind
        shutil.rmtree(place, ignore_errors=True)
        done: Disturbed = DISTURBANCES[kind](f"{self.seed} {kind} {start}", place, self.jobs)
        self.tries[kind] += done.tries
        print(f"{kind:8} {start:6}  {done.tries} tries, {len(done.faults)} faults", flush=True)
        for fault in done.faults:
            self.faults[kind, fault.partition(" (")[0]] += 1
            print(f"    {fault}: --seed {self.seed} --kind {kind}, turn {start}", flush=True)
            if done.store and done.store.is_file():
                shutil.copy(done.store, folder.parent / f"fuzz-{self.seed}-{start}.sqlite")


if __name__ == "__main__":
    sys.exit(main())
