"""Profiles as files: one HTML page and its style sheets, in a folder that can be carried anywhere."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path
from urllib.parse import quote

from thai_ita.atomic_files import AtomicFiles
from thai_ita.profiles.profile_content import Profile, kind_of
from thai_ita.profiles.profile_words import Words
from thai_ita.web.assets import read_asset
from thai_ita.web.environment import environment

FOLDER, ASSETS = "profiles", "assets"
STYLES = ("tokens.css", "base.css", "profile.css")
EVIDENCE_PAGES = ("review", "d")
_SAFE = re.compile(r"[A-Za-z0-9ก-๎][A-Za-z0-9ก-๎_-]{0,79}")
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|com\d|lpt\d)")


def file_name(kind: str, name: str, year: int | None, language: str) -> str:
    """The name of a page: ``province-น่าน-2568.html``, ``agency-mun-0af3c1-2568-en.html``; a name of other signs
    than letters, digits and ``-_`` is hashed."""
    safe = (
        name
        if _SAFE.fullmatch(name) and not _RESERVED.fullmatch(name)
        else hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    )
    return "-".join([kind, safe, *([str(year)] if year else []), *([language] if language != "th" else [])]) + ".html"


def page_of(profile: Profile) -> str:
    """The HTML of a profile; every text in it escaped."""
    template = environment().get_template("profile/page.html.j2")
    return template.render(
        lang=profile.language,
        title=profile.title,
        profile=profile,
        kind_of=kind_of,
        words=Words(profile.language),
        styles=[f"{ASSETS}/{name}" for name in STYLES],
    )


def write_page(folder: Path, name: str, profile: Profile) -> Path:
    """Write a page and its style sheets, each whole or not at all; the path of the page.

    Raises ``OSError`` where that cannot be, or the folder of the style sheets is a link.
    """
    refuse_link(folder / ASSETS)
    (folder / ASSETS).mkdir(parents=True, exist_ok=True)
    with AtomicFiles(folder / ASSETS) as assets:
        for style in STYLES:
            assets.stage(style).write(read_asset(style))
    # What no character set can write (half a pair) becomes a question mark.
    data = page_of(profile).encode("utf-8", "replace")
    with AtomicFiles(folder) as pages:
        pages.stage(name).write(data)
    return folder / name


def refuse_link(folder: Path) -> None:
    """Raise ``OSError`` where a folder that nobody has named is a link: files would be written elsewhere."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, "it is a link that leads elsewhere; remove it", str(folder))


def evidence_base(out: Path, folder: Path) -> str:
    """The folder of the evidence pages of OUT as a page in ``folder`` links to it."""
    target = out.resolve().joinpath(*EVIDENCE_PAGES)
    try:
        steps = Path(os.path.relpath(target, folder.resolve())).parts
    except ValueError:
        # On another drive there is no way from one to the other.
        return target.as_uri()
    return "/".join(quote(step, safe="") for step in steps)


def pages_missing(out: Path, documents: Collection[str]) -> int:
    """How many of the documents have no evidence page in OUT yet."""
    folder = out.joinpath(*EVIDENCE_PAGES)
    try:
        there = {entry.name for entry in os.scandir(folder)}
    except OSError:
        return len(documents)
    return sum(f"{doc}.html" not in there for doc in documents)
