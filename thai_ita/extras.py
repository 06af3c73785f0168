"""Optional packages: imported when first needed, with the line that installs them if absent."""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from importlib.util import find_spec
from pathlib import Path

from thai_ita.output_folder import quoted

PROJECT = "thai-ita"


class MissingExtraError(ImportError):
    """A package that this answer needs is not installed; the message has the install line."""


def need(package: str, extra: str) -> None:
    """Nothing where ``package`` can be imported, else MissingExtraError naming the extra."""
    if find_spec(package) is None:
        raise MissingExtraError(f"this needs the package {package}; {install_hint(extra)}")


def damaged_package(error: ImportError) -> str:
    """The line for a package that is there and cannot be imported."""
    module = (error.name or "").partition(".")[0]
    if not module:
        return f"an installed package cannot be used ({error}); install thai-ita anew"
    package = packages_distributions().get(module, [module])[0]
    return (
        f"the package {package} cannot be used ({error}); install it anew: {_installer()} --force-reinstall {package}"
    )


def install_hint(extra: str) -> str:
    """How to install an extra into the Python that runs now, as the end of a sentence.

    In the folder that thai-ita was installed from the extra is ``.[pictures]``: a name alone would
    be looked for in the package index.
    """
    source = source_folder()
    # Windows' own shell knows double quotes only.
    quote = '"' if os.name == "nt" else "'"
    wanted = f"{quote}{'.' if source else PROJECT}[{extra}]{quote}"
    where = f" in the folder {quoted(source)}" if source else ""
    return f"install it{where} with: {_installer()} {wanted}"


def source_folder() -> Path | None:
    """The clone that this installation was made from; None where it came as a built package.

    Read from the record that installers leave (PEP 610, ``direct_url.json``).
    """
    # These two load what makes connections: 3 MB that most runs never need.
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        record = json.loads(distribution(PROJECT).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    address = urlsplit(record.get("url", ""))
    if "dir_info" not in record or address.scheme != "file":
        return None
    folder = Path(url2pathname(address.path))
    return folder if (folder / "pyproject.toml").is_file() else None


def _installer() -> str:
    """The command that installs into this Python, which need not be the first one of the PATH."""
    python = quoted(sys.executable)
    if find_spec("pip") is None and shutil.which("uv"):
        return f"uv pip install --python {python}"
    found = shutil.which("pip")
    if found and Path(found).parent == Path(sys.executable).parent:
        return "pip install"
    return f"{python} -m pip install"
