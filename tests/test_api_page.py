"""What the API page names is there, is described, and holds all that the package offers."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest

import thai_ita
from tests.conftest import ROOT

NAMES = re.findall(r"^::: (\S+)$", (ROOT / "docs" / "api.md").read_text("utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_what_the_page_names_is_there_and_described(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    found: Any = getattr(import_module(module), attribute)
    # A dataclass without a docstring has its signature for one.
    assert found.__doc__
    assert not found.__doc__.startswith(f"{attribute}(")


def test_all_that_the_package_offers_stands_on_the_page() -> None:
    offered = {name for name in thai_ita.__all__ if not name.startswith("__")}
    assert offered <= {name.rpartition(".")[2] for name in NAMES}
    assert len(NAMES) == len(set(NAMES))
