"""Provinces, districts and subdistricts of Thailand, from geothai; the one module that imports it.

The data are GeoThai's (CC BY 4.0), those of the Department of Provincial Administration (DOPA) with its
codes. geothai takes 50 ms to import and its subdistricts 40 ms to load, so each is loaded at its first use.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from importlib.resources import files

BANGKOK = "กรุงเทพมหานคร"
_AYUTTHAYA = "พระนครศรีอยุธยา"
# Bangkok's districts are listed with the word for district.
_KHET = "เขต"


@lru_cache(maxsize=1)
def provinces() -> dict[str, str]:
    """The 77 provinces with their two-letter abbreviations."""
    text = files("thai_ita.data").joinpath("province_abbreviations.json").read_text("utf-8")
    abbreviations: dict[str, str] = json.loads(text)["abbreviations"]
    return abbreviations


@lru_cache(maxsize=1)
def english_provinces() -> dict[str, str]:
    """The 77 provinces with their English names."""
    import geothai

    return {province.name_th: province.name_en for province in geothai.provinces()}


@lru_cache(maxsize=1)
def districts() -> dict[str, frozenset[str]]:
    """The districts by name, without อำเภอ or เขต, each with the provinces that have one of that name."""
    import geothai

    homes: dict[str, set[str]] = {}
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            homes.setdefault(district.name_th.removeprefix(_KHET), set()).add(province.name_th)
    return {name: frozenset(where) for name, where in homes.items()}


@lru_cache(maxsize=1)
def _subdistricts() -> dict[tuple[str, str], frozenset[str]]:
    import geothai

    homes: dict[tuple[str, str], set[str]] = {}
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            for subdistrict in geothai.subdistricts(district.code):
                key = (province.name_th, subdistrict.name_th)
                homes.setdefault(key, set()).add(district.name_th.removeprefix(_KHET))
    return {key: frozenset(where) for key, where in homes.items()}


def districts_of_subdistrict(province: str, subdistrict: str) -> frozenset[str]:
    """The districts of a province that have a subdistrict of that name.

    >>> sorted(districts_of_subdistrict("ประจวบคีรีขันธ์", "ไร่ใหม่"))
    ['สามร้อยยอด']
    """
    return _subdistricts().get((province, subdistrict), frozenset())


def latin_key(name: str) -> str:
    """The form under which an English name is looked up: small letters alone."""
    return re.sub("[^a-z]", "", name.casefold())


def thai_names_of(key: str) -> frozenset[str]:
    """The Thai names of the provinces, districts and subdistricts with that English name (``latin_key``)."""
    return _by_english().get(key, frozenset())


@lru_cache(maxsize=1)
def _by_english() -> dict[str, frozenset[str]]:
    import geothai

    found: dict[str, set[str]] = {}
    for province in geothai.provinces():
        found.setdefault(latin_key(province.name_en), set()).add(province.name_th)
        for district in geothai.districts(province.code):
            name = district.name_th.removeprefix(_KHET)
            found.setdefault(latin_key(district.name_en), set()).add(name)
            for subdistrict in geothai.subdistricts(district.code):
                found.setdefault(latin_key(subdistrict.name_en), set()).add(subdistrict.name_th)
    return {key: frozenset(names) for key, names in found.items()}


def capital_district(province: str) -> str:
    """The district of a province's seat: เมืองเลย for เลย."""
    if province in (BANGKOK, ""):
        return ""
    return province if province == _AYUTTHAYA else f"เมือง{province}"
