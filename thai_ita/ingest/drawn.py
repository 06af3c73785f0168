"""What the drawings of an Office file say: SmartArt, word art, and charts that show their figures.

SmartArt keeps its texts in a part of its own, as points and the order of parents and children; a
chart keeps the values that it was last drawn with. A chart whose bars show no figures says none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from thai_ita.ingest.counts import count_of
from thai_ita.ingest.office import Package
from thai_ita.ingest.sheet_display import display
from thai_ita.ingest.word.xml import Element, local, parse_part
from thai_ita.model import Document, Problem
from thai_ita.normalize.numerals import find_numbers

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# A text below a point that is no longer than this is its value: IIT / 85.20.
MAX_VALUE_CHARS = 12
# A text repeats the value of a chart to so many decimals.
DECIMALS = 2
# Points of a series; a chart of a report has hardly more than years or indicators.
MAX_POINTS = 200


@dataclass(slots=True)
class ChartData:
    """A chart: ``rows`` are its categories with one value for each series, under ``head``.

    ``shown`` tells whether it prints its values. ``n_values`` counts those of all series.
    """

    title: str = ""
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    shown: bool = False

    @property
    def values(self) -> list[str]:
        return [value for row in self.rows for value in row[1:] if value]


def drawn_texts(drawing: Element, package: Package, part: str) -> list[str]:
    """The texts of the SmartArt and the word art in a drawing of a part."""
    out: list[str] = []
    for inner in drawing.iter():
        name = local(inner)
        if name == "relIds" and (data := _part_of(inner, "dm", package, part)) is not None:
            out += smart_art(data)
        elif name == "textpath" and (text := inner.get("string")):
            out.append(text)
    return out


def charts_of(drawing: Element, package: Package, part: str) -> list[ChartData]:
    """The charts in a drawing of a part."""
    found = (_part_of(inner, "id", package, part) for inner in drawing.iter() if local(inner) == "chart")
    return [read_chart(root) for root in found if root is not None]


def _part_of(element: Element, attribute: str, package: Package, part: str) -> Element | None:
    target = package.relations(part).get(element.get(_RELATIONS + attribute) or "")
    return parse_part(package, target[1]) if target else None


def unread_charts(document: Document, charts: list[ChartData]) -> list[Problem]:
    """A Problem for the charts whose figures nothing in the document repeats."""
    texts = [line.text for line in document.lines]
    texts += [cell.text for table in document.tables for cell in table.cells()]
    said = {round(number.value, DECIMALS) for text in texts for number in find_numbers(text)}
    silent = [c for c in charts if not c.rows or not all(_is_repeated(v, said) for v in c.values)]
    if not silent:
        return []
    names = ", ".join(repr(c.title) for c in silent if c.title)
    note = (
        f"the figures of {len(silent)} chart(s){f' ({names})' if names else ''} were not read: no label "
        "prints them; see the chart itself"
    )
    return [Problem("figure-not-read", note)]


def _is_repeated(value: str, said: set[float]) -> bool:
    return all(round(number.value, DECIMALS) in said for number in find_numbers(value))


# -- SmartArt -------------------------------------------------------------------------------------


def smart_art(root: Element) -> list[str]:
    """The texts of SmartArt in the order of its outline; a short value stands behind its parent."""
    texts: dict[str, str] = {}
    for point in _all(root, "pt"):
        if point.get("type", "node") in ("node", "asst") and (text := _paragraphs(point)):
            texts[point.get("modelId") or ""] = text
    children: dict[str, list[tuple[int, str]]] = {}
    below: set[str] = set()
    for link in _all(root, "cxn"):
        source, target = link.get("srcId") or "", link.get("destId") or ""
        if link.get("type", "parOf") == "parOf" and target in texts:
            children.setdefault(source, []).append((count_of(link.get("srcOrd")), target))
            below.add(target)
    out: list[str] = []
    done: set[str] = set()

    def tell(point: str) -> None:
        if point in done:
            return
        done.add(point)
        if point in texts:
            out.append(texts[point])
        for _, child in sorted(children.get(point, ())):
            leaf = not children.get(child) and len(texts[child]) <= MAX_VALUE_CHARS
            if point in texts and leaf and any(ch.isdigit() for ch in texts[child]):
                done.add(child)
                out[-1] += f" {texts[child]}"
            else:
                tell(child)

    tops = [source for source in children if source not in texts]
    for point in [*tops, *(p for p in texts if p not in below)]:
        tell(point)
    return out


def _paragraphs(point: Element) -> str:
    """The text of a point; its paragraphs are parted by blanks."""
    lines = (
        "".join(" " if local(e) == "br" else e.text or "" for e in p.iter() if local(e) in ("t", "br"))
        for p in _all(point, "p")
    )
    return " ".join(filter(None, (" ".join(line.split()) for line in lines)))


def _all(root: Element, name: str) -> Iterator[Element]:
    return (inner for inner in root.iter() if local(inner) == name)


# -- charts ---------------------------------------------------------------------------------------


def read_chart(root: Element) -> ChartData:
    """The data that a chart was last drawn with, as its labels print them."""
    chart = ChartData(title=_title(root), shown=_shows_values(root), head=[""])
    series = list(_all(root, "ser"))
    categories: dict[int, str] = {}
    columns: list[dict[int, str]] = []
    for number, one in enumerate(series, start=1):
        name = "".join(_points(_first(one, "tx"), "").values()) or (f"{number}" if len(series) > 1 else "")
        for index, text in _points(_either(one, "cat", "xVal"), "").items():
            categories.setdefault(index, text)
        values = _either(one, "val", "yVal")
        chart.head.append(name)
        columns.append(_points(values, _label_format(one) or _label_format(root)))
    for index in sorted({*categories, *(i for column in columns for i in column)})[:MAX_POINTS]:
        chart.rows.append([categories.get(index, ""), *(column.get(index, "") for column in columns)])
    return chart


def _first(element: Element | None, name: str) -> Element | None:
    """The first child of this name."""
    return None if element is None else next((e for e in element if local(e) == name), None)


def _either(element: Element, name: str, other: str) -> Element | None:
    """The child of the first name, else of the other, as charts of points call it."""
    found = _first(element, name)
    return _first(element, other) if found is None else found


def _title(root: Element) -> str:
    chart = next(_all(root, "chart"), None)
    title = _first(chart, "title")
    return "" if title is None else _paragraphs(title)


def _shows_values(root: Element) -> bool:
    """Whether labels or a table of data below print the values."""
    labels = any(e.get("val") in ("1", "true", None) for e in _all(root, "showVal"))
    return labels or next(_all(root, "dTable"), None) is not None


def _label_format(element: Element) -> str:
    for labels in element:
        if local(labels) == "dLbls":
            for form in labels:
                if local(form) == "numFmt" and form.get("sourceLinked") not in ("1", "true"):
                    return str(form.get("formatCode") or "")
    return ""


def _points(element: Element | None, label_format: str) -> dict[int, str]:
    """The cached texts of a reference by their index, figures as their format prints them."""
    if element is None:
        return {}
    form = label_format or next((f.text or "" for f in _all(element, "formatCode")), "")
    figures = any(True for _ in _all(element, "numCache")) or any(True for _ in _all(element, "numLit"))
    found: dict[int, str] = {}
    for point in _all(element, "pt"):
        text = "".join(v.text or "" for v in _all(point, "v")).strip()
        found[count_of(point.get("idx"))] = _printed(text, form) if figures else text
    if not found and (text := "".join(v.text or "" for v in _all(element, "v")).strip()):
        found[0] = text
    return found


def _printed(text: str, number_format: str) -> str:
    try:
        return display(float(text), number_format)
    except ValueError:
        return text
