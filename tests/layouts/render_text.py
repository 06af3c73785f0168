"""Blocks as text files: tab tables, markdown, HTML, what a vision model writes, space-aligned text."""

from __future__ import annotations

import html
import random
import unicodedata

from .blocks import Block, Break, Bullets, Cell, Figure, Heading, Leader, Para, Table


def leader(b: Leader) -> str:
    return f"{b.name} {b.char * b.dots} {b.value}"


# -- tab separated tables -------------------------------------------------------------------------


def _tab_cell(cell: Cell | None, rich: bool, wrap: bool) -> str:
    if cell is None:
        return ""
    paras = cell.text.split("\n")
    if not rich:
        return " ".join(paras)
    if len(paras) == 1:
        return f"<p>{paras[0]}</p>" if wrap and paras[0] else paras[0]
    if all(p.startswith("- ") for p in paras):
        return "<ul> " + " ".join(f"<li>{p[2:]}</li>" for p in paras) + " </ul>"
    return " ".join(f"<p>{p}</p>" for p in paras)


def tab(blocks: list[Block], rng: random.Random, rich: bool = True) -> str:
    out: list[str] = []
    for b in blocks:
        if isinstance(b, Table):
            wrap = rng.random() < 0.25  # all cells of a table in paragraphs, headers aside
            rows = ["\t".join(_tab_cell(c, rich, wrap and r >= b.head) for c in row) for r, row in enumerate(b.grid())]
            out.append("\n".join(rows))
        elif isinstance(b, Break):
            out.append(f"\n{b.number}\n" if b.number else "\f")
        elif isinstance(b, Bullets):
            out.append("\n".join(f"{b.mark} {i}" for i in b.items))
        elif isinstance(b, Leader):
            out.append(leader(b))
        elif isinstance(b, Figure):
            continue
        else:
            out.append(b.text)
    return _joined(blocks, out)


def _joined(blocks: list[Block], out: list[str]) -> str:
    """Leader lines and title lines stand together, all else with a blank line between."""
    kept = [b for b in blocks if not isinstance(b, Figure)] if len(out) != len(blocks) else blocks
    text = out[0]
    for before, after, piece in zip(kept, kept[1:], out[1:], strict=False):
        close = isinstance(before, Leader) and isinstance(after, Leader)
        text += ("\n" if close else "\n\n") + piece
    return text + "\n"


# -- markdown -------------------------------------------------------------------------------------


def markdown(blocks: list[Block], rng: random.Random) -> str:
    out: list[str] = []
    for b in blocks:
        if isinstance(b, Heading):
            out.append("#" * min(6, b.level) + " " + b.text)
        elif isinstance(b, Table):
            out.append(_pipes(b))
        elif isinstance(b, Bullets):
            out.append("\n".join(f"* {i}" for i in b.items))
        elif isinstance(b, Break):
            out.append("---" if not b.number else f"---\n\n{b.number}")
        elif isinstance(b, Leader):
            out.append(leader(b))
        elif isinstance(b, Figure):
            out.append(f"![{b.caption}](img_{rng.randrange(100)}.png)")
        else:
            out.append(f"**{b.text}**" if b.bold else b.text)
    return _joined(blocks, out)


def _pipes(b: Table) -> str:
    grid = b.grid()
    lines = ["| " + " | ".join("" if c is None else c.text.replace("\n", "<br>") for c in row) + " |" for row in grid]
    lines.insert(max(1, min(b.head, 1)), "|" + "|".join([" --- "] * len(grid[0])) + "|")
    return "\n".join(lines)


# -- HTML -----------------------------------------------------------------------------------------


def html_table(b: Table, compact: bool = False, border: str = ' border="1"', plain_td: bool = False) -> str:
    rows = []
    for r, row in enumerate(b.rows):
        tag = "th" if r < b.head and not plain_td else "td"
        cells = []
        for c in row:
            span = (f' rowspan="{c.rows}"' if c.rows > 1 else "") + (f' colspan="{c.cols}"' if c.cols > 1 else "")
            paras = [html.escape(p, quote=False) for p in c.text.split("\n")]
            cells.append(f"<{tag}{span}>{'<br/>'.join(paras)}</{tag}>")
        rows.append("<tr>" + "".join(cells) + "</tr>")
    head = "".join(rows[: b.head])
    body = "".join(rows[b.head :])
    if compact:
        return f"<table{border}>{head}{body}</table>"
    cols = ""
    if b.widths:
        total = sum(b.widths)
        cols = "<colgroup>" + "".join(f'<col style="width:{w / total * 100:.1f}%">' for w in b.widths) + "</colgroup>"
    return f"<table{border}>\n{cols}<thead>{head}</thead>\n<tbody>{body}</tbody>\n</table>"


def html_body(blocks: list[Block]) -> str:
    out: list[str] = []
    for b in blocks:
        if isinstance(b, Heading):
            out.append(f"<h{b.level}>{html.escape(b.text)}</h{b.level}>")
        elif isinstance(b, Table):
            out.append(html_table(b))
        elif isinstance(b, Bullets):
            out.append("<ul>" + "".join(f"<li>{html.escape(i)}</li>" for i in b.items) + "</ul>")
        elif isinstance(b, Break):
            out.append('<div style="page-break-after:always"></div>')
        elif isinstance(b, Leader):
            out.append(f'<p class="leader">{html.escape(leader(b))}</p>')
        elif isinstance(b, Figure):
            out.append(f"<figure><figcaption>{html.escape(b.caption)}</figcaption></figure>")
        else:
            style = f' style="text-align:{b.align}"' if b.align else ""
            text = html.escape(b.text, quote=False).replace("\n", "<br>")
            out.append(f"<p{style}>{'<b>' + text + '</b>' if b.bold else text}</p>")
    return "\n".join(out)


def page(blocks: list[Block], rng: random.Random) -> str:
    title = next((b.text for b in blocks if isinstance(b, Heading)), "รายงาน")
    return (
        '<!DOCTYPE html>\n<html lang="th"><head><meta charset="utf-8">'
        f"<title>{html.escape(title)}</title><style>td,th{{padding:2px}}</style></head><body>\n"
        f"{html_body(blocks)}\n</body></html>\n"
    )


# -- what a vision model writes -------------------------------------------------------------------


def ocr(blocks: list[Block], rng: random.Random) -> str:
    """Markdown with HTML tables, figures in words, page numbers in a tag, pages joined."""
    out: list[str] = []
    number = 1
    for b in blocks:
        if isinstance(b, Heading):
            out.append("#" * min(6, b.level) + " " + b.text if rng.random() < 0.6 else f"**{b.text}**")
        elif isinstance(b, Table):
            plain = rng.random() < 0.5
            out.append(html_table(b, compact=True, border="", plain_td=plain))
        elif isinstance(b, Break):
            number += 1
            out.append(f"<page_number>{b.number or number}</page_number>\n")
        elif isinstance(b, Bullets):
            out.append("\n".join(f"- {i}" for i in b.items))
        elif isinstance(b, Leader):
            out.append(leader(b))
        elif isinstance(b, Figure):
            out.append(f"<figure>\n{b.caption}\n</figure>")
        else:
            out.append(f"**{b.text}**" if b.bold else b.text)
    text = _joined(blocks, out)
    if not any(isinstance(b, Figure) for b in blocks):
        text = "<figure>\nภาพตราสัญลักษณ์ของหน่วยงาน\n</figure>\n\n" + text
    return text


# -- space-aligned columns ------------------------------------------------------------------------


def _width(text: str) -> int:
    return sum(1 for c in text if unicodedata.category(c) != "Mn")


def aligned(blocks: list[Block], rng: random.Random) -> str:
    """Tables as columns of spaces, as text extraction that keeps the layout writes them."""
    out: list[str] = []
    for b in blocks:
        if isinstance(b, Table):
            grid = [[("" if c is None else c.text.replace("\n", " ")) for c in row] for row in b.grid()]
            widths = [max(_width(row[i]) for row in grid) for i in range(len(grid[0]))]
            gap = rng.choice([3, 4, 6])
            out.append(
                "\n".join(
                    "  " + "".join(t + " " * (widths[i] - _width(t) + gap) for i, t in enumerate(row)).rstrip()
                    for row in grid
                )
            )
        elif isinstance(b, Break):
            out.append("\f" + b.number)
        elif isinstance(b, Bullets):
            out.append("\n".join(f"      {b.mark} {i}" for i in b.items))
        elif isinstance(b, Leader):
            out.append("   " + leader(b))
        elif isinstance(b, Figure):
            out.append("")
        elif isinstance(b, Heading) and _width(b.text) < 80:
            out.append(" " * ((86 - _width(b.text)) // 2) + b.text)
        else:
            out.append(("        " if isinstance(b, Para) and not b.align else "   ") + b.text)
    return _joined(blocks, out)


FORMATS = {
    "tab": (tab, "txt"),
    "md": (markdown, "md"),
    "html": (page, "html"),
    "ocr": (ocr, "md"),
    "aligned": (aligned, "txt"),
    "plain": (lambda b, r: tab(b, r, rich=False), "txt"),
}
