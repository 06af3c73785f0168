"""Builds the sdist, and from it the wheel, into ``out/dist``; installs the wheel alone and tries it.

    python3 dev.py package

Three questions are asked. Do both hold what they must and nothing else? Is what they say of themselves
valid? Does the wheel work in a fresh environment that has nothing but what it asks for, from an empty
folder, with an empty home, and write the same tables as the checkout? The exit code is 1 where an answer
is no.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from tools.package_trial import RefusedError, fetch, try_wheel
from tools.release_notes import ROOT, package_version

OUT = ROOT / "out" / "dist"
PACKAGE = "thai_ita"
BESIDE = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
"""What a wheel has in its ``.dist-info``."""
MADE = {"PKG-INFO"}
"""What an sdist has that is no file of the project."""


def tracked_files(root: Path = ROOT) -> set[str]:
    """The files of the project, by their paths with ``/``, as git knows them. Raises ``RefusedError``."""
    git = shutil.which("git")
    if git is None:
        raise RefusedError("git is needed: it knows which files are the project's")
    done = subprocess.run([git, "ls-files", "-z"], cwd=root, capture_output=True)
    names = {name for name in done.stdout.decode().split("\0") if name}
    if done.returncode != 0 or not names:
        raise RefusedError("this is no clone: git knows no files here")
    return names


def wheel_problems(held: Collection[str], tracked: Collection[str], version: str) -> Iterator[str]:
    """What a wheel lacks of the package, and what it holds besides."""
    info = f"{PACKAGE}-{version}.dist-info"
    wanted = {name for name in tracked if PurePosixPath(name).parts[0] == PACKAGE}
    wanted |= {f"{info}/{name}" for name in BESIDE}
    yield from _differences("wheel", held, wanted)


def sdist_problems(held: Collection[str], tracked: Collection[str], version: str) -> Iterator[str]:
    """What an sdist lacks of the project, and what it holds besides."""
    top = f"{PACKAGE}-{version}"
    yield from _differences("sdist", held, {f"{top}/{name}" for name in {*tracked, *MADE}})


def _differences(kind: str, held: Collection[str], wanted: Collection[str]) -> Iterator[str]:
    yield from (f"the {kind} lacks {name}" for name in sorted(set(wanted) - set(held)))
    yield from (f"the {kind} holds {name}, which is not of it" for name in sorted(set(held) - set(wanted)))


def metadata_problems(text: bytes, version: str) -> Iterator[str]:
    """What is wrong with core metadata: names, versions, licence, classifiers' form, the long description.

    As a package index checks them; links of the description that lead nowhere outside of a clone count too.
    """
    from packaging.metadata import Metadata

    try:
        about = Metadata.from_email(text, validate=True)
    except ExceptionGroup as group:
        yield from (f"metadata: {error}" for error in group.exceptions)
        return
    if str(about.version) != version:
        yield f"metadata: version {about.version}, and the package says {version}"
    description = about.description or ""
    if not description.strip() or about.description_content_type != "text/markdown":
        yield "metadata: there is no description in Markdown"
    for part in description.split("](")[1:]:
        target = part.partition(")")[0]
        if not target.startswith("https://"):
            yield f"metadata: the description links to {target}, which is not there on an index"


def build(out: Path) -> tuple[Path, Path]:
    """The sdist of the checkout, and the wheel that is made from it in an environment of its own. Raises ``RefusedError``."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "build", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise RefusedError(f"building failed:\n{done.stdout[-4000:]}")
    sdists, wheels = list(out.glob("*.tar.gz")), list(out.glob("*.whl"))
    if len(sdists) != 1 or len(wheels) != 1:
        raise RefusedError(f"building gave {sorted(path.name for path in out.iterdir())}")
    return sdists[0], wheels[0]


def content_problems(sdist: Path, wheel: Path, version: str) -> Iterator[str]:
    """What is wrong with the files in both, and with what they say of themselves."""
    tracked = tracked_files()
    with tarfile.open(sdist) as archive:
        files = [member for member in archive.getmembers() if not member.isdir()]
        yield from (f"the sdist holds {m.name}, which is no plain file" for m in files if not m.isfile())
        yield from sdist_problems([member.name for member in files], tracked, version)
        said = archive.extractfile(f"{PACKAGE}-{version}/PKG-INFO")
        yield from metadata_problems(said.read() if said else b"", version)
    with zipfile.ZipFile(wheel) as archive:
        yield from wheel_problems(archive.namelist(), tracked, version)
        yield from metadata_problems(archive.read(f"{PACKAGE}-{version}.dist-info/METADATA"), version)


def main(out: Path = OUT) -> int:
    began = time.monotonic()
    version = package_version()
    try:
        with tempfile.TemporaryDirectory(prefix="thai-ita-") as name, ThreadPoolExecutor(1) as pool:
            folder = Path(name)
            fetched = pool.submit(fetch, folder / "wheels")
            sdist, wheel = build(out)
            problems = list(content_problems(sdist, wheel, version))
            fetched.result()
            built = time.monotonic()
            problems += try_wheel(wheel, version, folder)
    except RefusedError as error:
        print(f"package: {error}", file=sys.stderr)
        return 1
    for problem in problems:
        print(f"package: {problem}", file=sys.stderr)
    for path in (sdist, wheel):
        print(f"{path.relative_to(out.parent.parent)}  {path.stat().st_size / 1e6:.1f} MB")
    ended = time.monotonic()
    print(f"built in {built - began:.0f} s, tried in {ended - built:.0f} s: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
