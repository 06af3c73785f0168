"""The XML of Word files: names, switches, and parsing without surprises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from thai_ita.ingest.office import DamagedOfficeFileError, Package
from thai_ita.ingest.xml_bounds import check_nodes, n_nodes_of, safe_xml

# An lxml element; lxml has no types of its own.
Element: TypeAlias = Any

_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# Files saved as Strict Open XML use other names for the same things.
_STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _NAMESPACE.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def w(name: str) -> str:
    """The full name of an element or attribute of the main Word namespace."""
    return f"{{{_NAMESPACE}}}{name}"


_VAL: Final = w("val")


def parse_part(package: Package, name: str | None) -> Element | None:
    """The root element of a part; None where there is none."""
    data = package.part(name) if name else None
    if name is None or data is None:
        return None
    # Imported here: reading other formats does not pay for it.
    from docx.oxml.parser import parse_xml
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped,unused-ignore]

    try:
        data = safe_xml(data)
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        check_nodes(n_nodes_of(data), package.name, "a part with ")
        return parse_xml(data)
    except (XMLSyntaxError, ValueError) as error:
        raise DamagedOfficeFileError(package.name, f"its part {name} is no valid XML") from error


def local(element: Element) -> str:
    """The name of an element without its namespace; "" for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this name of the Word namespace."""
    return None if element is None else element.find(w(name))


def value(element: Element | None, name: str, attribute: str = "val") -> str | None:
    """``w:val`` (or another attribute) of a child."""
    found = child(element, name)
    return None if found is None else found.get(w(attribute))


def number(element: Element | None, name: str, attribute: str = "val") -> int | None:
    """A child's attribute as an integer; None where absent or no number."""
    text = value(element, name, attribute)
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def switch(element: Element | None, name: str) -> bool | None:
    """Whether a property like ``w:b`` is on or off; None where it is not set."""
    found = child(element, name)
    return None if found is None else found.get(_VAL) not in ("0", "false", "off", "none")


def alternatives(element: Element) -> Iterator[Element]:
    """The branches of ``mc:AlternateContent``, best first: only one of them is shown."""
    for name in ("Choice", "Fallback"):
        for branch in element:
            if local(branch) == name:
                yield branch
