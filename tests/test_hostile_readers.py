"""Files made to fill the memory, to take for ever or to break a reader: each ends at once, with a word."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.office_files import element, word
from thai_ita.ingest.errors import DamagedError, IngestError, TooDeepError, TooLargeError
from thai_ita.ingest.html_nesting import MOST_NESTED, MOST_OPEN, TOO_DEEP
from thai_ita.ingest.pdf import get_reader, read_pdf
from thai_ita.ingest.pdf.readers import weight
from thai_ita.ingest.pdf.readers.leash import TooMuchError, on_leash
from thai_ita.ingest.pdf.readers.weight import PageWeights
from thai_ita.ingest.read_document import read_document
from thai_ita.ingest.xml_bounds import BadXmlError, safe_xml
from thai_ita.model import Document

FIGURE = "85.25"
MOST_S = 5.0


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def texts(document: Document) -> str:
    lines = [line.text for line in document.lines]
    return "\n".join(lines + [cell.text for table in document.tables for cell in table.cells()])


def in_time(read: Callable[[], object]) -> None:
    begin = time.process_time()
    read()
    assert time.process_time() - begin < MOST_S


# -- PDF ------------------------------------------------------------------------------------------


def stream(entries: str, data: str) -> bytes:
    packed = zlib.compress(data.encode(), 9)
    head = f"<<{entries}/Filter/FlateDecode/Length {len(packed)}>>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def pdf(content: str, resources: str = "", more: Sequence[bytes] = (), drawn: str = "/Contents 4 0 R") -> bytes:
    """A PDF of one page; ``more`` are its objects from number 6 on, ``content`` is number 4."""
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{drawn}/Resources<</Font<</F 5 0 R>>{resources}>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page.encode(),
        stream("", content), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", *more,
    ]  # fmt: skip
    out = b"%PDF-1.7\n"
    places = []
    for number, each in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + each + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + head + table + tail


SAYS = f"BT /F 12 Tf 50 700 Td (Score {FIGURE}) Tj ET\n"


def forms(n: int, times: int) -> bytes:
    """Forms of which each draws the next one so often."""
    made = []
    for i in range(n):
        inner = f"/XObject<</X {7 + i} 0 R>>" if i + 1 < n else ""
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>{inner}>>"
        made.append(stream(entries, "/X Do " * times if inner else SAYS))
    return pdf(SAYS + "/X Do", "/XObject<</X 6 0 R>>", made)


@pytest.mark.parametrize(
    "data",
    [
        forms(28, 2),
        forms(3, 2000),
        pdf("/X Do", "/XObject<</X 6 0 R>>", [stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", "/X Do " * 100)]),
        pdf("0 0 m 9 9 l S\n" * 600_000),
        pdf(f"BT /F 12 Tf ({'a' * 3_000_000}) Tj ET"),
        pdf("q " * 600_000),
    ],
    ids=["doubling", "wide", "in itself", "objects", "letters", "states"],
)  # fmt: skip
def test_a_page_that_unfolds_without_end_is_left_out_and_told(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path, "a.pdf", data)
    begin = time.process_time()
    (page,) = read_pdf(path)
    assert time.process_time() - begin < MOST_S
    assert page.skipped
    assert [problem.code for problem in page.problems] == ["page-over-limit"]


PAINTED = "q 0 0 1 1 re f Q\n" * 20_000
OFTEN = "[" + "4 0 R " * 40 + "]"
SEVERAL = "[" + " ".join(f"{6 + i} 0 R" for i in range(14)) + "]"


@pytest.mark.parametrize(
    "data",
    [
        pdf(PAINTED, drawn=f"/Contents{OFTEN}"),
        pdf(PAINTED, drawn=f"/#43ontents {OFTEN}"),
        pdf(PAINTED, drawn="/Contents 6 0 R", more=[OFTEN.encode()]),
        pdf("", drawn=f"/Contents {SEVERAL}", more=[stream("", PAINTED)] * 14),
    ],
    ids=["often", "escaped", "list of its own", "several"],
)  # fmt: skip
def test_a_page_of_many_streams_is_as_heavy_as_all(tmp_path: Path, data: bytes) -> None:
    assert PageWeights(data).is_over(1)
    (page,) = read_pdf(written(tmp_path, "a.pdf", data))
    assert [problem.code for problem in page.problems] == ["page-over-limit"]


def test_a_list_of_streams_in_an_object_stream_is_seen() -> None:
    data = pdf(PAINTED, drawn="/Contents 7 0 R", more=[stream("/Type/ObjStm/N 1/First 4", f"7 0 {OFTEN}")])
    assert not weight._is_light(data)


def test_pages_with_a_few_streams_are_light() -> None:
    few = pdf(PAINTED, drawn="/Contents[4 0 R 6 0 R 7 0 R]", more=[stream("", "q Q")] * 2)
    assert weight._is_light(few)
    # Whatever else is listed is not drawn.
    listed = pdf(PAINTED, drawn=f"/Contents 4 0 R/Annots{OFTEN}")
    assert weight._is_light(listed)


def test_such_a_page_is_not_opened_for_its_attachments_either(tmp_path: Path) -> None:
    from thai_ita.ingest.pdf.attachments import attached_names

    def attached_names_of(path: Path) -> list[str]:
        with path.open("rb") as file:
            return attached_names(file)

    path = written(tmp_path, "a.pdf", forms(28, 2) + b"\n% /FileAttachment")
    in_time(lambda: attached_names_of(path))


def test_forms_in_forms_as_people_make_them_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", forms(6, 2))
    assert not PageWeights(path.read_bytes()).is_over(1)
    (page,) = read_pdf(path)
    assert FIGURE in page.text


def test_whatever_the_second_reader_raises_costs_its_page_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import struct

    from pdfminer.psexceptions import PSEOF
    from pdfplumber.page import Page
    from pdfplumber.utils.exceptions import MalformedPDFException

    path = written(tmp_path, "a.pdf", pdf(SAYS))
    kinds = (PSEOF, MalformedPDFException, RecursionError, AssertionError, struct.error, KeyError, MemoryError)
    for kind in kinds:

        def broken(page: object, error: type[BaseException] = kind) -> object:
            raise error

        monkeypatch.setattr(Page, "chars", property(broken))
        (page,) = read_pdf(path, verify="always")
        assert FIGURE in page.text
        assert [(t.code, t.page) for t in page.problems] == [("unchecked-page", 1)]


def test_a_pdf_that_the_second_reader_cannot_open_is_read_by_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pdfplumber
    from pdfminer.psexceptions import PSSyntaxError

    def broken(path: object) -> object:
        raise PSSyntaxError("Invalid dictionary construct")

    monkeypatch.setattr(pdfplumber, "open", broken)
    (page,) = read_pdf(written(tmp_path, "a.pdf", pdf(SAYS)), verify="always")
    assert FIGURE in page.text
    assert [t.code for t in page.problems] == ["unchecked-page"]


CMAP = (
    "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    "1 beginbfrange <00000000> <FFFFFFFF> <0E01> endbfrange endcmap"
)


def test_a_font_with_four_thousand_million_letters_ends_the_second_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thai_ita.ingest.pdf.readers import plumber

    short: Callable[[Callable[[], object]], object] = lambda call: on_leash(call, cpu_s=0.5)  # noqa: E731
    monkeypatch.setattr(plumber, "on_leash", short)
    font = [
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[7 0 R]/ToUnicode 8 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        stream("", CMAP),
    ]
    data = pdf(SAYS + "BT /G 12 Tf 50 600 Td <00410042> Tj ET", "/Font<</F 5 0 R/G 6 0 R>>", font)
    with get_reader("pdfplumber").open(written(tmp_path, "a.pdf", data)) as document:
        begin = time.process_time()
        first, again = document.read_page(1), document.read_page(1)
        assert time.process_time() - begin < MOST_S
    assert first.skipped
    assert again.skipped
    assert "took more than" in first.problems[0].message


def test_what_runs_on_the_leash_is_cut_off_once_and_nothing_after_it_is() -> None:
    def for_ever() -> None:
        while True:
            with contextlib.suppress(Exception):  # as some libraries do
                sum(range(100))

    with pytest.raises(TooMuchError, match="more than"):
        on_leash(for_ever, cpu_s=0.2)
    for _ in range(100):
        assert on_leash(lambda: 5, cpu_s=5) == 5
    with pytest.raises(KeyError):
        on_leash(lambda: {}["a"])  # type: ignore[misc]


# -- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["div", "span", "i", "table><tr><td", "ul><li", "font a=1", "a href=x><div", "em>1.00 <b"]
)
@pytest.mark.parametrize("head", ["<!doctype html><html><body>", ""])
def test_elements_nested_without_end_are_read_flat_and_told(tmp_path: Path, tag: str, head: str) -> None:
    page = f"{head}<div>{f'<{tag}>' * 4_000}<p>{FIGURE}</p></div>"
    begin = time.process_time()
    document = read_document(written(tmp_path, "a.html", page))
    assert time.process_time() - begin < MOST_S
    assert FIGURE in texts(document)
    assert [t.code for t in document.problems] == [TOO_DEEP]


def test_pages_as_they_are_made_keep_all_their_tags(tmp_path: Path) -> None:
    deep = "<div>" * (MOST_NESTED - 20)
    page = f"<!doctype html><html><body>{deep}<table><tr><td>ก<td>ข<tr><td>ค<td>{FIGURE}</table>"
    document = read_document(written(tmp_path, "a.html", page))
    assert (len(document.tables), document.problems) == (1, [])


def test_a_figure_nested_too_deep_does_not_run_into_another_and_hidden_ones_stay_hidden(tmp_path: Path) -> None:
    beyond = "<div>" * (MOST_OPEN + 50)
    page = f"<!doctype html><html><body>{beyond}<div>12</div><div>34.50</div><div style='display:none'>99.99</div>"
    said = texts(read_document(written(tmp_path, "a.html", page)))
    assert "1234.50" not in said
    assert "34.50" in said
    assert "99.99" not in said


def test_letters_that_are_never_closed_are_not_made_anew_in_every_paragraph(tmp_path: Path) -> None:
    page = "<!doctype html><html><body>" + "".join(f"<p><font a={i}>x" for i in range(3_000)) + f"<p>{FIGURE}"
    document = read_document(written(tmp_path, "a.html", page))
    assert FIGURE in texts(document)
    assert [t.code for t in document.problems] == [TOO_DEEP]


@pytest.mark.parametrize(
    "page",
    [
        "<table>" + "<tr><td rowspan=100000000 colspan=100000000>1" * 5_000 + "</table>",
        f"<table><tr><td colspan={'9' * 5000} rowspan={'9' * 5000}>1<td>2<tr><td>3</table>",
        "<table>" + "<col style='display:none' span=1000>" * 5_000 + "<tr><td>1<td>2</table>",
        "<style>" + "div " * 2_000 + "{display:none}</style>" + "<div>" * 90,
        "<a href=x>85.20</a>" * 10_000,
        "<div role=table><div role=row><div role=cell>" * 300,
    ],
    ids=["spans", "digits", "columns", "selector", "links", "roles"],
)
def test_spans_and_styles_without_measure_take_no_time(tmp_path: Path, page: str) -> None:
    path = written(tmp_path, "a.html", f"<!doctype html><html><body>{page}<p>{FIGURE}</p>")
    in_time(lambda: read_document(path))


def test_a_text_of_more_cells_than_any_table_has_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from thai_ita.ingest import text_repair

    monkeypatch.setattr(text_repair, "MAX_CELLS", 1_000)
    with pytest.raises(TooLargeError, match="cells"):
        read_document(written(tmp_path, "a.txt", "1\t2\t3\n" * 400))
    assert read_document(written(tmp_path, "a.txt", "1\t2\t3\n" * 300)).tables[0].n_rows == 300


def test_a_recursion_without_end_is_the_fault_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from thai_ita.ingest import text

    def endless(*_: object) -> Document:
        return endless()

    monkeypatch.setattr(text, "read_text", endless)
    with pytest.raises(TooDeepError, match=r"a\.txt: holds parts in parts"):
        read_document(written(tmp_path, "a.txt", "ก"))


# -- XML ------------------------------------------------------------------------------------------

DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>', "<!-- x -->", "<!--" + " " * 20_000 + "-->\n<?a b?>"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_document_type_is_refused_wherever_it_stands(head: str, encoding: str) -> None:
    with pytest.raises(BadXmlError, match="document type"):
        safe_xml(f"{head}{DOCTYPE}<a>&b;</a>".encode(encoding))
    assert b"&lt;!DOCTYPE" in safe_xml(f"{head}<a>&lt;!DOCTYPE a&gt;</a>".encode(encoding))
    assert safe_xml(f"{head}<a><![CDATA[{DOCTYPE}]]></a>".encode(encoding))


def test_encodings_in_which_signs_hide_are_refused() -> None:
    for encoding in ("UTF-7", "IBM037", "UTF-32", "x-unknown"):
        with pytest.raises(BadXmlError, match="encoding"):
            safe_xml(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode())
    assert safe_xml('<?xml version="1.0" encoding="TIS-620"?><a>ก</a>'.encode("cp874"))


def workbook(change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """A workbook with one figure, each part as ``change`` gives its name and content."""
    made = Workbook()
    assert made.active is not None
    made.active.append(["คะแนน", 85.25])
    plain, out = io.BytesIO(), io.BytesIO()
    made.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*change(name, old.read(name)))
    return out.getvalue()


def with_sheet(inner: str = "", behind: str = "", name: str = "") -> bytes:
    """A workbook with more rows and more behind them, its sheet in a part of another name."""

    def change(part: str, data: bytes) -> tuple[str, bytes]:
        data = data.replace(b"</sheetData>", f"{inner}</sheetData>{behind}".encode())
        if not name:
            return part, data
        return part.replace("xl/worksheets/sheet1.xml", name), data.replace(
            b"/xl/worksheets/sheet1.xml", b"/" + name.encode()
        )

    return workbook(change)


@pytest.mark.parametrize("name", ["", "xl/other/a.xml", "xl/other/a.bin"])
@pytest.mark.parametrize(
    ("inner", "behind", "words"),
    [
        ("<row>" + "<c/>" * 700_000 + "</row>", "", "cells"),
        ("", "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>", "merged"),
        ("", '<mergeCells><mergeCell ref = "$A$1:$XFD$1048576" /></mergeCells>', "merged"),
        ('<row r="99999999"><c r="A99999999"><v>1</v></c></row>', "", "row 99,999,999"),
        ("<row>" + "<c><v >1</v></c>" * 200_001 + "</row>", "", "cells"),
    ],
    ids=["cells", "merge", "spaced merge", "far", "filled"],
)
def test_a_sheet_without_measure_is_refused_whatever_its_part_is_called(
    tmp_path: Path, name: str, inner: str, behind: str, words: str
) -> None:
    path = written(tmp_path, "a.xlsx", with_sheet(inner, behind, name))
    begin = time.process_time()
    with pytest.raises(TooLargeError, match=words):
        read_document(path)
    assert time.process_time() - begin < MOST_S


@pytest.mark.parametrize(
    ("inner", "behind"),
    [
        ("".join(f'<row r="{r}" ht="20"><c r="A{r}" s="0"/><c r="B{r}"></c></row>' for r in range(2, 60_000)), ""),
        ("", '<hyperlinks><hyperlink ref="A1:XFD1048576" location="a"/></hyperlinks>'),
        ("", "<dataValidations>" + '<dataValidation sqref="A1"/>' * 12_000 + "</dataValidations>"),
    ],
    ids=["empty cells", "links", "validations"],
)  # fmt: skip
def test_what_is_not_read_of_a_sheet_takes_no_time(tmp_path: Path, inner: str, behind: str) -> None:
    path = written(tmp_path, "a.xlsx", with_sheet(inner, behind))
    begin = time.process_time()
    assert FIGURE in texts(read_document(path))
    assert time.process_time() - begin < MOST_S


def test_columns_hidden_to_the_end_of_the_world_end_with_the_sheet(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        columns = b'<cols><col min="3" max="2000000000" hidden="1"/></cols><sheetData>'
        return name, data.replace(b"<sheetData>", columns)

    assert FIGURE in texts(read_document(written(tmp_path, "a.xlsx", workbook(change))))


def test_an_office_file_with_a_document_type_in_a_later_part_is_refused(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        typed = DOCTYPE.encode() + b"<styleSheet"
        return name, data.replace(b"<styleSheet", typed) if name == "xl/styles.xml" else data

    with pytest.raises(DamagedError, match=r"styles\.xml is no valid XML"):
        read_document(written(tmp_path, "a.xlsx", workbook(change)))


def test_a_sheet_in_utf_16_is_read(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        return name, data.decode().encode("utf-16") if "sheet1" in name else data

    assert FIGURE in texts(read_document(written(tmp_path, "a.xlsx", workbook(change))))


def test_an_office_file_of_very_many_parts_is_refused_unopened(tmp_path: Path) -> None:
    many = with_sheet() + b"PK\x01\x02" * 20_001
    with pytest.raises(IngestError, match=r"parts|archive"):
        read_document(written(tmp_path, "a.xlsx", many))


def ods(columns: str, rows: str) -> str:
    names = " ".join(
        f'xmlns:{word}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"' for word in ("office", "table", "text")
    )
    kind = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    body = f'<table:table table:name="a">{columns}{rows}</table:table>'
    return f"<office:document {names} {kind}><office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document>"


CELL = f"<table:table-cell><text:p>{FIGURE}</text:p></table:table-cell>"


def test_columns_and_rows_repeated_without_end_take_no_room(tmp_path: Path) -> None:
    columns = '<table:table-column table:visibility="collapse" table:number-columns-repeated="2000"/>' * 3_000
    columns = "<table:table-column/>" * 20 + columns
    rows = '<table:table-row table:visibility="collapse" table:number-rows-repeated="2000"/>' * 3_000
    path = written(tmp_path, "a.fods", ods(columns, f"<table:table-row>{CELL}</table:table-row>{rows}"))
    begin = time.process_time()
    assert FIGURE in texts(read_document(path))
    assert time.process_time() - begin < MOST_S


def test_hidden_lines_beyond_the_end_of_a_sheet_take_no_room(tmp_path: Path) -> None:
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    columns = '<Column ss:Hidden="1" ss:Index="5" ss:Span="99999999"/>' * 20_000
    rows = '<Row ss:Hidden="1" ss:Span="99999999"/>' * 20_000
    cell = f'<Row><Cell><Data ss:Type="Number">{FIGURE}</Data></Cell></Row>'
    table = f'<Worksheet ss:Name="a"><Table>{columns}{cell}{rows}</Table></Worksheet>'
    page = f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}">{table}</Workbook>'
    path = written(tmp_path, "a.xml", page)
    begin = time.process_time()
    assert FIGURE in texts(read_document(path))
    assert time.process_time() - begin < MOST_S


def test_styles_based_on_one_another_without_end_take_no_time() -> None:
    based = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{i + 1}"/></w:style>' for i in range(5_000)
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="s0"/></w:pPr><w:r><w:t>{FIGURE}</w:t></w:r></w:p>' * 200
    begin = time.process_time()
    document = word(body, {"r2": ("styles", "styles.xml", element("w:styles", based))})
    assert len(document.lines) == 200
    assert time.process_time() - begin < MOST_S


def test_tables_in_tables_without_end_are_told_as_what_they_are() -> None:
    with pytest.raises(IngestError, match="nested more than 8 deep"):
        word("<w:tbl><w:tr><w:tc>" * 60 + f"<w:p><w:r><w:t>{FIGURE}</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * 60)


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "no-such-thing"])
def test_a_mail_in_a_codec_that_is_no_character_set_is_read_all_the_same(tmp_path: Path, charset: str) -> None:
    head = f"From: a@b\nTo: c@d\nMessage-ID: <1>\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n\n"
    path = written(tmp_path, "a.eml", head + f"คะแนน {FIGURE}\n" * 3_000)
    begin = time.process_time()
    assert FIGURE in texts(read_document(path))
    assert time.process_time() - begin < MOST_S
