"""Runs that are disturbed: killed at any moment, on a full disk, on a damaged store.

After each the tables of the next run are those of a run that nothing disturbed.
"""

from __future__ import annotations

import functools
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.kinds import LARGEST_SEED, kind_of
from tests.fuzz.rounds import ENDS, run_command
from thai_ita.exitcodes import ExitCode
from thai_ita.output_folder import STORE_NAME

LIMIT_S = 180.0
KILLS, DISKS, STORES = 3, 3, 5
"""Tries of one turn."""
READ_ONLY = (["status"], ["status", "--json"], ["check"], ["compare"])
ANSWERED = {*ENDS, ExitCode.USAGE}


@dataclass(slots=True)
class Disturbed:
    """How many tries were made, and the sentences on those that went wrong."""

    tries: int = 0
    faults: list[str] = field(default_factory=list)
    store: Path | None = None


@dataclass(frozen=True, slots=True)
class Calm:
    """A folder of files, an output that nothing disturbed, and how long it took."""

    source: Path
    out: Path
    seconds: float

    def arguments(self, out: Path, jobs: int) -> list[str]:
        return [
            "run",
            str(self.source),
            "-o",
            str(out),
            "--jobs",
            str(jobs),
            "--ocr",
            "off",
            "--libreoffice",
            "off",
        ]

    def differs(self, out: Path) -> str:
        """The first table of an output that is another than that of the calm run; "" for none."""
        calm, now = tables(self.out), tables(out)
        return next((name for name in sorted(calm) if calm[name] != now.get(name)), "")


def tables(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.glob("*.csv")}


@functools.cache
def calm_run(folder: Path) -> Calm:
    """Files of every kind with a run over them, made once."""
    from tests.kinds_of_files import every_kind

    source, out = folder / "in", folder / "out"
    shutil.rmtree(folder, ignore_errors=True)
    source.mkdir(parents=True)
    for name, data in every_kind().items():
        if "/" not in name and len(data) <= LARGEST_SEED:
            (source / name).write_bytes(data)
            for number in range(4 if kind_of(name) in ("text", "html", "csv") else 0):
                (source / f"{number}-{name}").write_bytes(data + b"\n" * number)
    calm = Calm(source, out, 0.0)
    start = time.monotonic()
    ended = run_command(calm.arguments(out, 2), LIMIT_S)
    assert ended.code == ExitCode.SOME_FAILED, ended.text
    return Calm(source, out, time.monotonic() - start)


def _again(calm: Calm, out: Path, jobs: int) -> str:
    """What is wrong with the next run, which nothing disturbs; "" where it is as the calm one."""
    ended = run_command(calm.arguments(out, jobs), LIMIT_S)
    if fault := ended.fault(ENDS):
        return fault
    differing = calm.differs(out)
    return f"tables: {differing} differs after the next run" if differing else ""


def kills(seed: str, folder: Path, jobs: int) -> Disturbed:
    """Kills the run, a worker or all of it at random moments."""
    rng, done = random.Random(seed), Disturbed()
    calm = calm_run(folder.parent / "calm")
    for n in range(KILLS):
        out = folder / str(n)
        moment = rng.uniform(0.05, 1.1) * calm.seconds
        whom = rng.choice(("run", "all", "worker", "worker"))
        fault = _killed(calm, out, jobs, moment, whom, rng) or _again(calm, out, jobs)
        done.tries += 1
        if fault:
            done.faults.append(f"{fault} (killed {whom} after {moment:.2f} s)")
        shutil.rmtree(out, ignore_errors=True)
    return done


def _killed(calm: Calm, out: Path, jobs: int, moment: float, whom: str, rng: random.Random) -> str:
    def meanwhile(process: int) -> None:
        time.sleep(moment)
        if whom == "run":
            _kill(process)
        elif whom == "all":
            _kill(-process)
        elif others := _of_group(process):
            _kill(rng.choice(others))

    ended = run_command(calm.arguments(out, jobs), LIMIT_S, meanwhile=meanwhile)
    if whom == "worker" or ended.code is None:
        return ended.fault(ANSWERED)
    # What a killed run leaves ends by itself.
    return "left: processes of a killed run go on" if ended.left else ""


def _kill(process: int) -> None:
    """Kill a process, or a group by its negative number, that may have ended meanwhile."""
    try:
        if process < 0:
            os.killpg(-process, signal.SIGKILL)
        else:
            os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass


def _of_group(group: int) -> list[int]:
    """The other processes of a group, where the system tells."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if words[0] != "Z" and int(words[2]) == group and int(entry.parent.name) != group:
            found.append(int(entry.parent.name))
    return sorted(found)


def full_disks(seed: str, folder: Path, jobs: int) -> Disturbed:
    """Lets no file grow over a random size, as on a full disk."""
    rng, done = random.Random(seed), Disturbed()
    calm = calm_run(folder.parent / "calm")
    for n in range(DISKS):
        out, most = folder / str(n), int(2 ** rng.uniform(0, 19))
        limited = ["sh", "-c", f'ulimit -f {max(1, most // 512)}; exec "$@"', "sh"]
        fault = run_command(calm.arguments(out, jobs), LIMIT_S, by=limited).fault(ANSWERED)
        done.tries += 1
        if fault := fault or _again(calm, out, jobs):
            done.faults.append(f"{fault} (no file over {most} bytes)")
        shutil.rmtree(out, ignore_errors=True)
    return done


def stores(seed: str, folder: Path, jobs: int) -> Disturbed:
    """Damages the store of a finished run: the next tables are the same, or the run is refused."""
    rng, done = random.Random(seed), Disturbed()
    calm = calm_run(folder.parent / "calm")
    for n in range(STORES):
        out = folder / str(n)
        shutil.copytree(calm.out, out)
        store = out / STORE_NAME
        how = rng.choice(list(DAMAGES))
        DAMAGES[how](store, rng)
        kept = folder / "damaged.sqlite"
        if store.is_file():
            shutil.copy(store, kept)
        done.tries += 1
        if fault := _asked(calm, out, jobs, rng):
            done.faults.append(f"{fault} ({how}, try {n})")
            if kept.is_file():
                done.store = kept.rename(folder.parent / f"store-{n}.sqlite")
        shutil.rmtree(out, ignore_errors=True)
    return done


def _asked(calm: Calm, out: Path, jobs: int, rng: random.Random) -> str:
    words = rng.choice(READ_ONLY)
    if fault := run_command([words[0], str(out), *words[1:]], LIMIT_S).fault(ANSWERED):
        return f"{words[0]}: {fault}"
    ended = run_command(calm.arguments(out, jobs), LIMIT_S)
    if fault := ended.fault(ANSWERED):
        return fault
    # Refused or not: no damage may reach the tables.
    differing = calm.differs(out)
    if differing:
        return f"tables: {differing} differs"
    return ""


Damage = Callable[[Path, random.Random], None]
PAGE = 4096


def _flipped(store: Path, rng: random.Random) -> None:
    data = bytearray(store.read_bytes())
    for _ in range(rng.choice((1, 1, 1, 3, 50))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    store.write_bytes(data)


def _cut_short(store: Path, rng: random.Random) -> None:
    os.truncate(store, rng.randrange(store.stat().st_size))


def _zeroed(store: Path, rng: random.Random) -> None:
    data = bytearray(store.read_bytes())
    at = rng.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = rng.choice((bytes(PAGE), rng.randbytes(PAGE)))
    store.write_bytes(data)


def _pages_swapped(store: Path, rng: random.Random) -> None:
    data = bytearray(store.read_bytes())
    one, two = (rng.randrange(1, len(data) // PAGE) * PAGE for _ in range(2))
    data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]
    store.write_bytes(data)


def _beside(store: Path, rng: random.Random) -> None:
    """Garbage, or pages of the store itself, as its write-ahead log."""
    data = store.read_bytes()
    garbage = rng.choice((b"", rng.randbytes(5000), b"\x37\x7f\x06\x82" + data[:9000], data))
    store.with_name(store.name + rng.choice(("-wal", "-shm", "-journal"))).write_bytes(garbage)


def _headed(store: Path, rng: random.Random) -> None:
    """A telling number in the first hundred bytes, where SQLite says what the file is."""
    data = bytearray(store.read_bytes())
    at = rng.randrange(96)
    data[at : at + 4] = rng.choice((bytes(4), b"\xff" * 4, b"\0\0\0\1", b"\x7f\xff\xff\xff"))
    store.write_bytes(data)


def _other(store: Path, rng: random.Random) -> None:
    data = store.read_bytes()
    store.write_bytes(rng.choice((b"", b"no store\n", data * 2, b"SQLite format 3\0", data[:100], rng.randbytes(3000))))


def _no_file(store: Path, rng: random.Random) -> None:
    store.unlink()
    if rng.random() < 0.5:
        store.mkdir()
    elif rng.random() < 0.5:
        store.symlink_to("nowhere")


DAMAGES: dict[str, Damage] = {
    "bits flipped": _flipped, "cut short": _cut_short, "a page overwritten": _zeroed, "pages swapped": _pages_swapped,
    "files beside": _beside, "head": _headed, "another file": _other, "no file": _no_file,
}  # fmt: skip
DISTURBANCES: dict[str, Callable[[str, Path, int], Disturbed]] = {
    "kill": kills,
    "disk": full_disks,
    "store": stores,
}
