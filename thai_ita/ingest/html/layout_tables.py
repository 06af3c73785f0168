"""Tables that only lay out a page: their cells are parts of the page, one after the other."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from thai_ita.ingest.grids import children_of, rows_of
from thai_ita.ingest.html_fragments import node_fragment

# Rows of two cells of text and more that a table of layout has at most: a menu beside the page.
MAX_TEXT_ROWS = 1
# So many cells side by side are columns of text; a cell with headings may have one more beside it.
MAX_COLUMNS = 2
MAX_HEADED_COLUMNS = 3
# A table by roles that is smaller lays out the page.
MIN_ROWS = 2
MIN_COLUMNS = 2
# Boxes that each hold a figure and its name: so many, of so many letters and lines at most.
MIN_BOXES = 2
MAX_BOX = 300
MAX_LINES = 3
_FIGURE = re.compile(r"[\d๐-๙]{1,3}[.,][\d๐-๙]{1,3}\s*(?:%|คะแนน)?")
_NAME = re.compile(r"[A-Za-z]{3}|[ก-ฮ]")
_UNIT = re.compile(r"(?:คะแนน|ร้อยละ|เปอร์เซ็นต์|points?|จาก|เต็ม|ระดับ|เป้าหมาย|เพิ่ม|ลด)\W*(?:$|\d|[A-Z]{1,2}$|เต็ม|ผ่าน|ขึ้น|ลง)")
# The head of a column of the page is no longer.
MAX_HEAD = 60
TABLE_ROLES = frozenset({"table", "grid", "treegrid"})
_CELL_ROLES = ("cell", "gridcell", "columnheader", "rowheader")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = frozenset({*_HEADINGS, "p", "ul", "ol", "div", "center", "section", "article"})


def lays_out(table: LexborNode) -> bool:
    """Whether a table is a frame for parts of the page, not a table of things.

    Such a table has no heads of its own and hardly a row of plain cells, and holds other tables,
    or cells with headings, paragraphs and lists as a page has them.
    """
    if table.attributes.get("role") == "presentation":
        return True
    n_text_rows = n_rows = 0
    holds_page = False
    for row, in_head in rows_of(table):
        cells = [cell for cell in children_of(row, ("td", "th")) if _has_content(cell)]
        if in_head or any(cell.tag == "th" for cell in cells):
            return False
        if not cells:
            continue
        n_rows += 1
        if any(cell.css_first("table") is not None for cell in cells):
            if len(cells) > MAX_HEADED_COLUMNS:
                return False
            holds_page = True
        elif _is_page(cells):
            holds_page = True
            n_text_rows += 1 if n_rows > 1 else 0
        elif len(cells) > 1:
            n_text_rows += 1
    return holds_page and n_text_rows <= MAX_TEXT_ROWS


def headed_columns(rows: list[list[LexborNode]]) -> list[list[LexborNode]]:
    """The rows of a table of layout; where a row of short texts stands above as many cells that hold
    tables, each text is followed by what stands below it."""
    out: list[list[LexborNode]] = []
    at = 0
    while at < len(rows):
        above, below = rows[at], rows[at + 1] if at + 1 < len(rows) else []
        if len(above) == len(below) >= MIN_COLUMNS and all(map(_is_short, above)) and all(map(_holds_table, below)):
            out.append([cell for pair in zip(above, below, strict=True) for cell in pair])
            at += 1
        else:
            out.append(above)
        at += 1
    return out


def _is_short(cell: LexborNode) -> bool:
    return not _holds_table(cell) and 0 < len(cell.text().strip()) <= MAX_HEAD


def _holds_table(cell: LexborNode) -> bool:
    return cell.css_first("table") is not None


def n_in_row(cell: LexborNode) -> int:
    """How many cells the one row has that a cell of a table of layout holds and nothing beside it; 0
    where it holds anything else, or a row of heads."""
    inner = _elements(cell)
    if len(inner) != 1 or inner[0].tag != "table" or cell.text(deep=False).strip():
        return 0
    rows = list(rows_of(inner[0]))
    cells = list(children_of(rows[0][0], ("td", "th"))) if len(rows) == 1 else []
    if len(cells) < MIN_COLUMNS or any(c.tag == "th" or c.css_first("table") is not None for c in cells):
        return 0
    return len(cells)


def texts_beside_pictures(table: LexborNode) -> list[LexborNode]:
    """The cells of text of a table each of whose rows is a picture (a bullet, a crest) and a text
    beside it; [] where a row is anything else."""
    texts: list[LexborNode] = []
    for row, _ in rows_of(table):
        cells = list(children_of(row, ("td", "th")))
        if len(cells) != MIN_COLUMNS or any(c.css_first("table") is not None for c in cells):
            return []
        picture, text = cells
        if picture.css_first("img") is None or _has_content(picture) or not _has_content(text):
            return []
        texts.append(text)
    return texts


def _is_page(cells: list[LexborNode]) -> bool:
    """Whether a cell of a row holds blocks of several kinds, as a page does."""
    for cell in cells:
        kinds = {child.tag for child in _elements(cell) if child.tag in _BLOCKS}
        headed = any(kind in _HEADINGS for kind in kinds)
        if len(kinds) > 1 and len(cells) <= (MAX_HEADED_COLUMNS if headed else MAX_COLUMNS):
            return True
    return False


def _elements(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.child
    while child is not None:
        if child.is_element_node:
            found.append(child)
        child = child.next
    return found


def _has_content(cell: LexborNode) -> bool:
    return bool(cell.text().strip(" \t\r\n\xa0\u200b")) or cell.css_first("table") is not None


def rows_by_role(node: LexborNode) -> list[tuple[list[str], bool]]:
    """The cells of a table that is made of other elements by their roles, and whether a row is a
    head; [] where it is no table of two rows and columns."""
    rows: list[tuple[list[str], bool]] = []
    for row in node.css("[role=row]"):
        # A search below a node finds the node itself as well: a table in a table lays out the page.
        if len(row.css("[role=row]")) > 1:
            return []
        cells = row.css(", ".join(f"[role={role}]" for role in _CELL_ROLES))
        if any(cell.css_first("h1, h2, h3, table") is not None for cell in cells):
            return []
        texts = [" ".join(line.strip() for line in node_fragment(cell).lines if line.strip()) for cell in cells]
        rows.append((texts, all(c.attributes.get("role") == "columnheader" for c in cells)))
    if len(rows) < MIN_ROWS or any(len(texts) < MIN_COLUMNS for texts, _ in rows):
        return []
    return rows


def unwrap_boxes(page: LexborHTMLParser) -> None:
    """Tables of one column within a cell are boxes around its text or its lines, and are read as
    that."""
    for table in page.css("td table, th table"):
        # A search below a node finds the node itself as well.
        if len(table.css("table")) > 1:
            continue
        if any(len(list(children_of(row, ("td", "th")))) > 1 for row, _ in rows_of(table)):
            continue
        if len(table.css("td, th")) == 1:
            for inner in (*table.css("td, th"), *table.css("tr"), *table.css("tbody, thead")):
                inner.unwrap()
        table.insert_before(" ")
        table.insert_after(" ")
        table.unwrap()


def boxes_with_figure_first(node: LexborNode) -> list[list[str]]:
    """The lines of boxes side by side in each of which a figure stands above what it is of; []
    where the children of a node are anything else, a heading before them aside."""
    found: list[list[str]] = []
    n_headings = 0
    if node.text(deep=False).strip():
        return []
    for child in _elements(node):
        if len(child.text()) > MAX_BOX:
            return []
        lines = [line.strip() for line in node_fragment(child).lines if line.strip()]
        if not lines:
            continue
        if child.tag in _HEADINGS and not found and not n_headings:
            n_headings = 1
            continue
        if not 2 <= len(lines) <= MAX_LINES or not _FIGURE.fullmatch(lines[0]):
            return []
        if not _NAME.search(lines[1]) or _UNIT.match(lines[1]):
            return []
        found.append(lines)
    return found if len(found) >= MIN_BOXES else []
