"""Reports to be shown on evidence pages, made at test time, and what was read of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.make_pdfs import PdfMaker
from thai_ita.batch.options import RunOptions
from thai_ita.batch.run import run_batch

PLACE = "เทศบาลตำบลทดสอบ"
ROWS = [["ตัวชี้วัด", "คะแนน"], ["การปฏิบัติหน้าที่", "95.12"], ["การใช้งบประมาณ", "88.40"], ["การใช้อำนาจ", "91.05"]]
IN_PROCESS = RunOptions(jobs=0, ocr="off")


def report_text(place: str = PLACE, year: int = 2567) -> str:
    """A report as Markdown, with a table of scores."""
    table = "\n".join(f"| {name} | {value} |" for name, value in [*ROWS[:1], ["---", "---"], *ROWS[1:]])
    return (
        f"# รายงานผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. {year}\n\n"
        f"{place} อำเภอเมือง จังหวัดน่าน\n\n{table}\n\nคะแนนภาพรวม 91.50 คะแนน\n"
    )


def report_pdf(place: str = PLACE, *, pages: int = 1, size: tuple[float, float] = (595, 842)) -> bytes:
    """The same as a PDF whose last page has the table."""
    pdf = PdfMaker()
    for number in range(1, pages + 1):
        page = pdf.page(size)
        page.text(60, size[1] - 40, f"รายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 {place}", 12)
        page.text(60, size[1] - 70, f"หน้าที่ของหน่วยงานมีข้อความเพื่อให้อ่านได้ ลำดับ {'ก' * number}")
        if number == pages:
            page.table(ROWS, top=size[1] - 100)
    return pdf.save()


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def read_into(out: Path, folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write these files to a folder and read all of it into an output folder, which is returned."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    run_batch([folder], out, IN_PROCESS)
    return out
