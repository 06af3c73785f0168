"""The fonts that the recogniser is trained and tested on, by package name, licence and hash.

``python -m training.ocr.fonts FOLDER`` fetches the packages of ``fonts.json`` through pip, npm and
apt, unpacks them into FOLDER and checks every font file; ``--survey`` writes ``fonts.json`` anew
from what lies in FOLDER. Only fonts under the SIL Open Font License or under the GPL with the font
exception are trained on. No outline goes into the model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

LIST = Path(__file__).with_name("fonts.json")
OFL = "OFL-1.1"
GPL = "GPL-2.0-or-later WITH Font-exception-2.0"
LIBERATION = "GPL-2.0-only WITH Font-exception-2.0 (Liberation Fonts licence)"
FREE = (OFL, GPL, LIBERATION)
NATIONAL = "Font Computer Program License Agreement (DIP, SIPA)"
PACKAGES = {
    "deb": [
        *(
            f"fonts-tlwg-{name}-ttf"
            for name in (
                "garuda",
                "kinnari",
                "laksaman",
                "loma",
                "mono",
                "norasi",
                "purisa",
                "sawasdee",
                "typewriter",
                "typist",
                "typo",
                "umpush",
            )
        ),
        "fonts-liberation",
        "fonts-crosextra-carlito",
    ],
    "npm": [
        *(
            f"@expo-google-fonts/{name}"
            for name in (
                "bai-jamjuree",
                "chakra-petch",
                "google-sans",
                "kanit",
                "noto-sans-thai",
                "prompt",
                "sarabun",
            )
        ),
        *(
            f"@fontsource/{name}"
            for name in (
                "anuphan",
                "fahkwang",
                "itim",
                "k2d",
                "noto-serif-thai",
                "sriracha",
                "taviraj",
            )
        ),
        "@ibm/plex-sans-thai",
        "@ibm/plex-sans-thai-looped",
    ],
    "pypi": ["odoo-addon-l10n-th-base-utils"],
}
HELD_OUT = frozenset(
    {
        "Loma",
        "Norasi",
        "Umpush",
        "Laksaman",
        "Garuda",
        "Kanit",
        "Bai Jamjuree",
        "Noto Serif Thai",
    }
)
"""Families never trained on: with and without loops, with and without serifs."""
TEST_ONLY = frozenset({"TH Niramit AS", "TH SarabunPSK"})
"""Families whose licence is another one; they are read in tests and never trained on."""
LOOPLESS = frozenset(
    {
        "Anuphan",
        "Bai Jamjuree",
        "Chakra Petch",
        "Fahkwang",
        "Google Sans",
        "IBM Plex Sans Thai",
        "Itim",
        "K2D",
        "Kanit",
        "Noto Sans Thai",
        "Prompt",
        "Sriracha",
    }
)
HAND = frozenset({"Purisa", "Itim", "Sriracha"})
"""Hand-like families, rare in reports."""
LATIN = frozenset({"Liberation Sans", "Liberation Serif", "Liberation Sans Narrow", "Carlito"})
"""Families without Thai: what Arabic figures and Latin words are often set in."""
LIGHTEST, HEAVIEST = 300, 800
"""Weight classes beyond these do not occur in reports."""
FONTSOURCE_WEIGHTS = (400, 700)


class FontError(RuntimeError):
    """A font that is missing or is not the file that the list names."""


@dataclass(frozen=True, slots=True)
class Font:
    """One font: ``files`` are one file, or the Thai and the Latin part that are merged."""

    family: str
    package: str
    kind: str
    licence: str
    role: str
    weight: int
    italic: bool
    files: tuple[tuple[str, str], ...]

    @property
    def path(self) -> str:
        """Where ``fetch`` leaves it ready for use, below the folder."""
        name = Path(self.files[0][0]).name
        return f"ready/{name.rsplit('.', 1)[0]}.ttf"


def listed() -> list[Font]:
    """The fonts of ``fonts.json``."""
    entries: list[dict[str, Any]] = json.loads(LIST.read_text("utf-8"))["fonts"]
    return [Font(**(entry | {"files": tuple((f["path"], f["sha256"]) for f in entry["files"])})) for entry in entries]


def fetch(folder: Path) -> list[tuple[Font, Path]]:
    """Every listed font with its file below ``folder``, fetched where it is not there yet.

    Raises FontError where a file differs from the list: another version of a package came.
    """
    fonts = listed()
    if not all((folder / font.path).is_file() for font in fonts):
        download(folder)
        for font in fonts:
            make_ready(font, folder)
    return [(font, folder / font.path) for font in fonts]


def download(folder: Path) -> None:
    """Packages into ``folder``/unpacked by the ordinary clients of their registries."""
    unpacked = folder / "unpacked"
    npm, deb, pypi = (unpacked / kind for kind in ("npm", "deb", "pypi"))
    for path in (npm, deb, pypi):
        path.mkdir(parents=True, exist_ok=True)
    exact: dict[str, dict[str, str]] = json.loads(LIST.read_text("utf-8"))["packages"]
    names = [f"{name}@{version}" for name, version in exact["npm"].items()]
    run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *names, cwd=npm)
    # A release of Debian has one version of each; where it is another, the hashes will tell.
    run("apt-get", "download", *exact["deb"], cwd=deb)
    for package in sorted(deb.glob("*.deb")):
        run("dpkg-deb", "-x", package.name, ".", cwd=deb)
    names = [f"{name}=={version}" for name, version in exact["pypi"].items()]
    run(sys.executable, "-m", "pip", "download", "--no-deps", *names, cwd=pypi)
    for wheel in sorted(pypi.glob("*.whl")):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(pypi)


def run(*command: str, cwd: Path) -> None:
    """Run it; raises FontError with what is missing."""
    try:
        subprocess.run(command, cwd=cwd, check=True)
    except FileNotFoundError:
        raise FontError(f"{command[0]} is needed to fetch the fonts and is not installed") from None
    except subprocess.CalledProcessError as error:
        raise FontError(f"{' '.join(command[:3])} … failed: {error}") from None


def make_ready(font: Font, folder: Path) -> None:
    """Check its files against the list and leave one TrueType file."""
    parts = []
    for name, digest in font.files:
        path = folder / "unpacked" / font.kind / name
        if not path.is_file():
            raise FontError(f"{font.package} holds no {name}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            raise FontError(f"{name} of {font.package} is not the file that fonts.json lists")
        parts.append(path)
    target = folder / font.path
    target.parent.mkdir(parents=True, exist_ok=True)
    if len(parts) == 1 and parts[0].suffix == ".ttf":
        shutil.copyfile(parts[0], target)
    else:
        merge(parts, target)


def merge(parts: list[Path], target: Path) -> None:
    """One TrueType file of web fonts that hold a script each."""
    from fontTools.merge import Merger
    from fontTools.ttLib import TTFont

    plain = []
    for number, part in enumerate(parts):
        font = TTFont(part)
        font.flavor = None
        plain.append(target.with_suffix(f".{number}.part"))
        font.save(plain[-1])
    if len(plain) == 1:
        plain[0].replace(target)
        return
    Merger().merge([str(path) for path in plain]).save(target)
    for path in plain:
        path.unlink()


def survey(folder: Path) -> list[Font]:
    """The usable fonts of the unpacked packages: all twenty digits, a usual weight, a free licence."""
    found = []
    for kind, package, paths in candidates(folder / "unpacked"):
        font = described(kind, package, paths, folder / "unpacked" / kind)
        if font is not None:
            found.append(font)
    return sorted(found, key=lambda font: (font.family, font.weight, font.italic, font.files))


def candidates(unpacked: Path) -> Iterator[tuple[str, str, list[Path]]]:
    """Kind, package and font files (Thai part first) of every font in the packages."""
    for package in PACKAGES["npm"]:
        base = unpacked / "npm" / "node_modules" / package
        if package.startswith("@fontsource/"):
            for part in sorted(base.glob("files/*-thai-*.woff2")):
                if int(part.stem.split("-")[-2]) in FONTSOURCE_WEIGHTS:
                    # noto-serif-thai-thai-400-normal: the script is the last "thai" of the name.
                    latin = "-latin-".join(part.name.rsplit("-thai-", 1))
                    yield "npm", package, [part, part.with_name(latin)]
        elif package.startswith("@ibm/"):
            for path in sorted(base.glob("fonts/complete/woff2/*.woff2")):
                yield "npm", package, [path]
        else:
            for path in sorted(base.rglob("*.ttf")):
                yield "npm", package, [path]
    for path in sorted((unpacked / "deb" / "usr").rglob("*.ttf")):
        yield "deb", debian_package(path.stem), [path]
    for path in sorted((unpacked / "pypi").rglob("*.ttf")):
        yield "pypi", PACKAGES["pypi"][0], [path]


def debian_package(stem: str) -> str:
    name = stem.lower().split("-")[0].removeprefix("tlwg")
    if name.startswith("liberation"):
        return "fonts-liberation"
    return "fonts-crosextra-carlito" if name == "carlito" else f"fonts-tlwg-{name}-ttf"


def described(kind: str, package: str, paths: list[Path], base: Path) -> Font | None:
    """The font, None where it lacks digits, is too thin or heavy, or is not free."""
    from fontTools.ttLib import TTFont

    parts = [TTFont(path, lazy=True) for path in paths if path.is_file()]
    if len(parts) < len(paths):
        return None
    characters = {code for part in parts for code in part.getBestCmap() or {}}
    names = parts[0]["name"]
    family = str(names.getDebugName(16) or names.getDebugName(1)).strip()
    needed = set(range(0x30, 0x3A))
    if family not in LATIN:
        needed |= set(range(0x0E50, 0x0E5A)) | {0x0E01}
    weight = parts[0]["OS/2"].usWeightClass
    licence = licence_of(str(names.getDebugName(13) or ""), package)
    if not needed <= characters or not LIGHTEST <= weight <= HEAVIEST:
        return None
    if licence not in FREE and family not in TEST_ONLY:
        return None
    role = "test" if family in HELD_OUT | TEST_ONLY else "latin" if family in LATIN else "train"
    italic = bool(parts[0]["OS/2"].fsSelection & 1) or "italic" in paths[0].name.lower()
    files = tuple((path.relative_to(base).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths)
    return Font(family, package, kind, licence, role, weight, italic, files)


def licence_of(text: str, package: str) -> str:
    """The licence that the font names in itself, or the one of the package for web fonts."""
    if "Open Font License" in text or package.startswith(("@fontsource/", "@ibm/")):
        return OFL
    if "Liberation Fonts license" in text:
        return LIBERATION
    if "GNU General Public License" in text and "exception" in text:
        return GPL
    if text.startswith("Font Computer Program License Agreement"):
        return NATIONAL
    return ""


def versions(unpacked: Path) -> dict[str, dict[str, str]]:
    """The version of every package that lies there, by kind."""
    npm = {
        name: json.loads((unpacked / "npm/node_modules" / name / "package.json").read_text("utf-8"))["version"]
        for name in PACKAGES["npm"]
    }
    deb = {path.name.split("_")[0]: unquote(path.name.split("_")[1]) for path in sorted(unpacked.glob("deb/*.deb"))}
    wheels = [path.name.split("-") for path in sorted(unpacked.glob("pypi/*.whl"))]
    return {"deb": deb, "npm": npm, "pypi": {parts[0].replace("_", "-"): parts[1] for parts in wheels}}


def write_list(fonts: list[Font], packages: dict[str, dict[str, str]]) -> None:
    """``fonts.json``, one font a line."""
    lines = []
    for font in fonts:
        entry = {name: getattr(font, name) for name in Font.__slots__ if name != "files"}
        entry["files"] = [{"path": path, "sha256": digest} for path, digest in font.files]
        lines.append("  " + json.dumps(entry, ensure_ascii=False))
    head = json.dumps(packages, indent=1).replace("\n", "\n ")
    LIST.write_text(f'{{\n "packages": {head},\n "fonts": [\n' + ",\n".join(lines) + "\n ]\n}\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--survey", action="store_true", help="write fonts.json anew")
    options = parser.parse_args()
    if options.survey:
        if not (options.folder / "unpacked").is_dir():
            download(options.folder)
        write_list(survey(options.folder), versions(options.folder / "unpacked"))
    for font, path in fetch(options.folder):
        print(f"{font.role:5} {font.family:24} {font.weight} {font.licence:12.12} {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
