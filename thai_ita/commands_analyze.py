"""The commands that work from the five tables: compare, trends, plans, export, draw.

Each reads OUT, the folder that ``thai-ita run`` wrote (or a store), writes how agencies were merged
to OUT/agencies.csv, prints its answer, and with ``-o`` writes it whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from thai_ita.choices import AreaKind, FileFormat, Headings, Included, Peers, Picture, PlanPart
from thai_ita.console import console, stop, tell, tell_json
from thai_ita.exitcodes import ExitCode
from thai_ita.messages import Language, chosen_language, language
from thai_ita.model import ScoreKind

if TYPE_CHECKING:
    import pandas as pd

    from thai_ita.analyze.answer import Answer
    from thai_ita.analyze.typed_tables import Tables

FILE_ENDINGS = {
    ".xlsx",
    ".xls",
    ".ods",
    ".csv",
    ".tsv",
    ".json",
    ".parquet",
    ".sqlite",
    ".db",
    ".txt",
    ".pdf",
    ".html",
    ".zip",
}
"""Of a name that ends so a person means a file; any other is a folder (out.2567)."""
PIPE_WIDTH = 200
"""Columns of printed tables where the output does not go to a terminal."""


Source = Annotated[Path, typer.Argument(metavar="OUT", help="What thai-ita run wrote: a folder, or a store.")]
Years = Annotated[
    list[str] | None,
    typer.Option("--year", metavar="YEAR", help="Fiscal year: 2567, 67, ๒๕๖๗ or 2024; repeatable."),
]
Agencies = Annotated[
    list[str] | None,
    typer.Option("--agency", metavar="NAME", help="Id, full name or short form; repeatable."),
]
Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type", metavar="TYPE", help="Type of agency, full or อบต., ทต. ..., or เทศบาล for its three; repeatable."
    ),
]
Provinces = Annotated[
    list[str] | None,
    typer.Option("--province", metavar="NAME", help="Province: น่าน, จ.น่าน or Nan; repeatable."),
]
Kinds = Annotated[
    list[ScoreKind] | None,
    typer.Option("--kind", help="Kind of score; repeatable. Default: overall, instruments and indicators."),
]
Include = Annotated[
    list[Included] | None,
    typer.Option("--include", help="Use scores that are unchecked, or in conflict, too."),
]
PeersOption = Annotated[Peers, typer.Option("--peers", help="What makes agencies peers.")]
Across = Annotated[bool, typer.Option("--across-breaks", help="Give differences over breaks of the assessment too.")]
HeadingsOption = Annotated[
    Headings | None,
    typer.Option(
        "--headings", help="Headings and notes: Thai, English, or names; default: the language of the messages."
    ),
]
FileHeadings = Annotated[Headings, typer.Option("--headings", help="Headings and notes: Thai, English, or names.")]
OutOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="DIR", help="Folder for the whole answer, or a file that ends in .xlsx."),
]
Formats = Annotated[
    list[FileFormat] | None,
    typer.Option("--format", help="Format in DIR; repeatable. Default: csv."),
]
Merging = Annotated[
    Path | None,
    typer.Option(
        "--merging",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A corrected agencies.csv to use instead of OUT/agencies.csv.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the whole answer as JSON on stdout.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(epilog="Example: thai-ita compare out --like ทต.ตัวอย่างสุข --headings th")(compare)
    app.command(epilog="Example: thai-ita trends out --type อบต. -o trends --format xlsx")(trends)
    app.command(epilog="Example: thai-ita plans out --part copies --part coverage")(plans)
    app.command(epilog="Example: thai-ita export out -o package --format datapackage")(export)
    app.command(epilog="Example: thai-ita draw out heatmap.png --province เลย --year 2567")(draw)


def compare(
    out: Source,
    year: Years = None,
    agency: Agencies = None,
    type_: Types = None,
    province: Provinces = None,
    kind: Kinds = None,
    like: Annotated[str | None, typer.Option(metavar="NAME", help="Show one agency beside its peers.")] = None,
    peers: PeersOption = Peers.TYPE,
    by: Annotated[
        AreaKind | None,
        typer.Option("--by", help="Areas as wholes: which scores are weakest in each province, district or type."),
    ] = None,
    long: Annotated[
        bool,
        typer.Option("--long", help="Print a row per score with its file, page, table, row and evidence."),
    ] = False,
    include: Include = None,
    across_breaks: Across = False,
    headings: HeadingsOption = None,
    out_dir: OutOption = None,
    format_: Formats = None,
    merging: Merging = None,
    as_json: AsJson = False,
) -> None:
    """Agencies side by side: scores, places among peers, weak and strong points, levels.

    Filters choose the rows shown; peers are taken from all agencies of OUT. Only verified,
    consistent and corrected scores are used unless --include says otherwise.
    """
    with problems_reported():
        _refuse_format_alone(format_, out_dir, "compare")
        from thai_ita.analyze import compare as answer_of

        tables = merged_tables_of(out, merging)
        answer = answer_of(
            tables,
            years=year or (),
            agencies=agency or (),
            types=type_ or (),
            provinces=province or (),
            like=like,
            peers=peers,
            by=by,
            include=plain(include),
            across_breaks=across_breaks,
            **_kinds(kind),
        )
        _give(answer, answer["long"].empty, headings, out_dir, format_, as_json, tables, only="long" if long else "")


def trends(
    out: Source,
    year: Years = None,
    agency: Agencies = None,
    type_: Types = None,
    province: Provinces = None,
    kind: Kinds = None,
    peers: PeersOption = Peers.TYPE,
    include: Include = None,
    across_breaks: Across = False,
    fdr: Annotated[float, typer.Option(min=0.001, max=0.5, help="Share of false names among the movers.")] = 0.05,
    headings: HeadingsOption = None,
    out_dir: OutOption = None,
    format_: Formats = None,
    merging: Merging = None,
    as_json: AsJson = False,
) -> None:
    """Scores over years: lines, changes, spread, ranks, and who moved beyond noise.

    Nothing is computed over a break of the assessment unless --across-breaks; needs the extra
    "stats".
    """
    with problems_reported():
        _refuse_format_alone(format_, out_dir, "trends")
        from thai_ita.analyze import trends as answer_of

        tables = merged_tables_of(out, merging)
        answer = answer_of(
            tables,
            years=year or (),
            agencies=agency or (),
            types=type_ or (),
            provinces=province or (),
            peers=peers,
            include=plain(include),
            across_breaks=across_breaks,
            false_discovery_rate=fdr,
            **_kinds(kind),
        )
        _give(answer, answer["groups"].empty, headings, out_dir, format_, as_json, tables)


def plans(
    out: Source,
    part: Annotated[list[PlanPart] | None, typer.Option("--part", help="What to answer; default: all.")] = None,
    year: Years = None,
    agency: Agencies = None,
    type_: Types = None,
    province: Provinces = None,
    include: Include = None,
    weakest: Annotated[int, typer.Option(min=1, max=10, help="How many lowest indicators count as weak.")] = 3,
    headings: HeadingsOption = None,
    out_dir: OutOption = None,
    format_: Formats = None,
    merging: Merging = None,
    as_json: AsJson = False,
) -> None:
    """Measures: what they address, whether reports have them, copies, and what followed.

    Years are plan years. A plan answers to the newest result that its own document states, else to
    that of the year before. Needs the extra "stats".
    """
    with problems_reported():
        _refuse_format_alone(format_, out_dir, "plans")
        from thai_ita.analyze import plans as answer_of

        tables = merged_tables_of(out, merging)
        chosen: dict[str, Any] = {"parts": plain(part)} if part else {}
        answer = answer_of(
            tables,
            years=year or (),
            agencies=agency or (),
            types=type_ or (),
            provinces=province or (),
            include=plain(include),
            weakest=weakest,
            **chosen,
        )
        _give(answer, _has_no_plans(answer), headings, out_dir, format_, as_json, tables)


def export(
    out: Source,
    out_dir: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder for the files.")],
    format_: Formats = None,
    headings: FileHeadings = Headings.CODE,
    merging: Merging = None,
) -> None:
    """The five tables, agencies merged, as CSV, XLSX, Parquet, SQLite or a data package.

    XLSX needs the extra "xlsx", Parquet "parquet". The SQLite file opens in datasette.
    """
    with problems_reported():
        from thai_ita.export.frame_files import write_frames

        _refuse_same(out, out_dir)
        tables, listing = _merged(out, merging, write=True)
        paths = write_frames(
            {**dict(tables.items()), "agencies": listing},
            out_dir,
            format_ or [FileFormat.CSV],
            headings=headings,
        )
        for path in paths:
            tell(path)


def draw(
    out: Source,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The picture: a name that ends in .png or .svg.")],
    picture: Annotated[
        Picture | None,
        typer.Option("--picture", help="Which picture; default: by the name of FILE, else heatmap."),
    ] = None,
    code: Annotated[str, typer.Option(metavar="CODE", help="The score of lines, slopes and distribution.")] = "ITA",
    year: Years = None,
    agency: Annotated[
        list[str] | None,
        typer.Option("--agency", metavar="NAME", help="An agency to draw in colour; repeatable."),
    ] = None,
    type_: Types = None,
    province: Provinces = None,
    like: Annotated[str | None, typer.Option(metavar="NAME", help="Only one agency and its peers.")] = None,
    include: Include = None,
    headings: FileHeadings = Headings.TH,
    font: Annotated[
        str,
        typer.Option(
            metavar="FONT",
            envvar="THAI_ITA_FONT",
            help="A font file, or the name of a font of this computer, instead of Sarabun, which comes with the extra.",
        ),
    ] = "",
    merging: Merging = None,
) -> None:
    """A picture for a report: heat map, trend lines, slope chart or distribution by type.

    Needs the extra "pictures", which brings a font with Thai letters.
    """
    with problems_reported():
        from thai_ita.analyze import compare as answer_of
        from thai_ita.analyze.named import years_named
        from thai_ita.analyze.scope import find_agency
        from thai_ita.pictures.draw import draw as draw_picture

        answer = answer_of(
            merged_tables_of(out, merging),
            types=type_ or (),
            provinces=province or (),
            like=like,
            include=plain(include),
            kinds=list(ScoreKind),
        )
        chosen = picture or next((p for p in Picture if p in file.stem), Picture.HEATMAP)
        if chosen is Picture.HEATMAP:
            main = answer["wide"]
            few = [c for c in main.columns if not re.fullmatch(r"[ieo]\d.*|\d+\.\d", str(c))]
            answer.frames["wide"] = main[few]
        ids = tuple(find_agency(answer["long"], name) for name in agency or ())
        spoken = "en" if headings is Headings.EN else "th"
        tell(
            draw_picture(
                answer,
                chosen,
                file,
                code=code,
                years=years_named(year or ()),
                highlight=ids,
                language=spoken,
                font=font,
            )
        )


def merged_tables_of(out: Path, merging: Path | None) -> Tables:
    """The tables of OUT with agencies merged, which is written to OUT/agencies.csv."""
    return _merged(out, merging, write=merging is None)[0]


def _merged(out: Path, merging: Path | None, *, write: bool) -> tuple[Tables, pd.DataFrame]:
    """The tables with agencies merged, and how; that is written to OUT/agencies.csv too, but for
    an output folder of another user."""
    from thai_ita.analyze import one_agency_each
    from thai_ita.output_folder import can_be_written

    folder = out if out.is_dir() else out.parent
    if write and merging is None and out.exists() and not can_be_written(folder):
        tell(
            f"note: {folder} is not yours to write to, so how agencies were merged is not written "
            "there; thai-ita export writes it to a folder of yours",
            err=True,
        )
        write = False
    return one_agency_each(out, merging=merging, write=write)


def _give(
    answer: Answer,
    empty: bool,
    headings: Headings | None,
    out_dir: Path | None,
    formats: list[FileFormat] | None,
    as_json: bool,
    tables: Tables,
    *,
    only: str = "",
) -> None:
    name = answer.name
    if out_dir is not None and out_dir.suffix.lower() in FILE_ENDINGS:
        out_dir, name, formats = _one_file(out_dir, formats)
    elif out_dir is not None and tables.folder is not None:
        _refuse_same(tables.folder, out_dir)
    in_files = out_dir is not None
    # JSON is the same in every language.
    words_of = headings or Headings.EN if as_json else _headings(headings, in_files=in_files)
    spoken = "th" if words_of.value == "th" else "en"
    notes = [note.text(spoken) for note in answer.notes]
    if out_dir is not None:
        from thai_ita.export.frame_files import write_frames

        frames = dict(answer.frames)
        if FileFormat.XLSX in (formats or []):
            # So that a document id leads to the report it was read from.
            frames["documents"] = tables.documents
        paths = write_frames(
            frames,
            out_dir,
            formats or [FileFormat.CSV],
            headings=_headings(headings, in_files=in_files),
            name=name,
            notes=notes,
        )
    if as_json:
        from thai_ita.export.plain_values import frame_records

        record = {"notes": notes, "frames": {name: frame_records(f) for name, f in answer.frames.items()}}
        tell_json(record, indent=1)
    else:
        from thai_ita.present_answer import show_answer

        show_answer(console(pipe_width=PIPE_WIDTH), answer, _headings(headings), only=only)
    if out_dir is not None:
        for path in paths:
            tell(f"  {path}", err=as_json)
    if empty:
        stop(
            f"{tables.source}: nothing is left to answer with; the notes say what was left out and why",
            ExitCode.NOTHING_USABLE,
        )


@contextmanager
def problems_reported() -> Iterator[None]:
    """Mistakes of the caller become one line on stderr and the exit code for usage."""
    from thai_ita.analyze.typed_tables import TableError
    from thai_ita.extras import MissingExtraError, damaged_package
    from thai_ita.pictures.fonts import UnusableFontError

    try:
        yield
    except (TableError, MissingExtraError, UnusableFontError) as error:
        stop(str(error))
    except ImportError as error:
        stop(damaged_package(error))
    except UnicodeEncodeError as error:
        # A name that was typed, or completed by the shell, in another character set.
        stop(f"{error.object}: is not in UTF-8; type the name anew")
    except (FileExistsError, NotADirectoryError) as error:
        stop(f"{error.filename}: is a file, and a folder is needed there; give another place")
    except OSError as error:
        # Of a rename the second name is the one that stands in the way.
        where = error.filename2 or error.filename or "output"
        stop(f"{where}: cannot be written ({error.strerror or error}); give another place")


def _refuse_same(out: Path, out_dir: Path) -> None:
    from thai_ita.analyze.typed_tables import TableError

    folder = out if out.is_dir() else out.parent
    if out_dir.resolve() == folder.resolve():
        raise TableError(f"{out_dir}: give another folder than the tables', to keep them")


def _one_file(file: Path, formats: list[FileFormat] | None) -> tuple[Path, str, list[FileFormat]]:
    """Folder, name and format of one file for a whole answer; TableError for what is none."""
    from thai_ita.analyze.typed_tables import TableError
    from thai_ita.export.own_workbook import is_own_workbook

    if file.is_dir():
        return file, file.name, formats or [FileFormat.CSV]
    if file.suffix.lower() != ".xlsx":
        raise TableError(
            f"{file}: an answer has several tables, and one file that holds them ends in .xlsx; give "
            f"such a name, or a folder without an ending ({file.with_suffix('')})"
        )
    if formats and set(formats) != {FileFormat.XLSX}:
        raise TableError(f"{file}: is a workbook; give a folder for the formats {', '.join(formats)}")
    written = file.with_suffix(".xlsx")
    if written.exists() and not is_own_workbook(written):
        raise TableError(f"{written}: is there and no workbook of thai-ita's; give another name, to keep it")
    return file.parent, file.stem, [FileFormat.XLSX]


def _refuse_format_alone(formats: list[FileFormat] | None, out_dir: Path | None, name: str) -> None:
    from thai_ita.analyze.typed_tables import TableError

    if formats and out_dir is None:
        raise TableError(
            f"--format {formats[0]} writes files, and no place is given; nothing was written. Add "
            f"-o and a folder, or -o {name}.xlsx"
        )


def _has_no_plans(answer: Answer) -> bool:
    return any(note.code == "plans_seen" and note.values["n"] == 0 for note in answer.notes)


def _kinds(kinds: list[ScoreKind] | None) -> dict[str, Any]:
    return {"kinds": kinds} if kinds else {}


def plain(choices: Any) -> list[str]:
    """Choices of the command line as texts."""
    return [str(choice) for choice in choices or ()]


def _headings(choice: Headings | None, *, in_files: bool = False) -> Headings:
    """The headings asked for, else those of the language in use; files, which programs read, are in
    English where nobody asks for a language."""
    spoken = chosen_language() or Language.EN if in_files else language()
    return choice or Headings(spoken.value)
