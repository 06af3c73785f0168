"""The formats a file may have: how each is called, which endings it goes by, what to do with it.

``sniffing`` tells the format of a file by its content, ``reading`` which formats have a reader.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """What a file is; the value is a word for programs, ``NAMES`` has the one for people."""

    PDF = "pdf"
    WORD = "word"
    EXCEL = "excel"
    SLIDES = "slides"
    OLD_WORD = "old-word"
    OLD_EXCEL = "old-excel"
    OLD_SLIDES = "old-slides"
    BINARY_EXCEL = "binary-excel"
    ODT = "odt"
    ODS = "ods"
    ODP = "odp"
    RTF = "rtf"
    HTML = "html"
    WEB_ARCHIVE = "web-archive"
    SPREADSHEET_XML = "spreadsheet-xml"
    WORD_XML = "word-xml"
    CSV = "csv"
    TEXT = "text"
    JSON = "json"
    XML = "xml"
    PICTURE = "picture"
    DRAWING = "drawing"
    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    PACKED = "packed"
    MAIL = "mail"
    MAILBOX = "mailbox"
    OUTLOOK = "outlook-mail"
    LOCKED_OFFICE = "locked-office"
    LINK = "link"
    FOREIGN = "foreign-document"
    UNFINISHED = "unfinished-download"
    MEDIA = "sound-or-film"
    PROGRAM = "program"
    DATABASE = "database"
    FONT = "font"
    EMPTY = "empty"
    UNKNOWN = "unknown"


NAMES = {
    Format.PDF: "a PDF",
    Format.WORD: "a Word document",
    Format.EXCEL: "an Excel workbook",
    Format.SLIDES: "a PowerPoint presentation",
    Format.OLD_WORD: "a Word document of the format before 2007 (.doc)",
    Format.OLD_EXCEL: "an Excel workbook of the format before 2007 (.xls)",
    Format.OLD_SLIDES: "a PowerPoint presentation of the format before 2007 (.ppt)",
    Format.BINARY_EXCEL: "an Excel workbook in its binary format (.xlsb)",
    Format.ODT: "an OpenDocument text (.odt)",
    Format.ODS: "an OpenDocument spreadsheet (.ods)",
    Format.ODP: "an OpenDocument presentation (.odp)",
    Format.RTF: "a document in Rich Text Format (.rtf)",
    Format.HTML: "a web page",
    Format.WEB_ARCHIVE: "a web page saved in one file (.mht)",
    Format.SPREADSHEET_XML: "an Excel workbook of 2003 in XML",
    Format.WORD_XML: "a Word document in XML",
    Format.CSV: "a table as text (CSV)",
    Format.TEXT: "plain text",
    Format.JSON: "data in JSON",
    Format.XML: "data in XML",
    Format.PICTURE: "a picture",
    Format.DRAWING: "a drawing",
    Format.ZIP: "a zip archive",
    Format.TAR: "a tar archive",
    Format.GZIP: "a file packed by gzip",
    Format.PACKED: "a packed archive",
    Format.MAIL: "an e-mail",
    Format.MAILBOX: "a mailbox",
    Format.OUTLOOK: "an e-mail in Outlook's own format",
    Format.LOCKED_OFFICE: "an Office file with a password",
    Format.LINK: "a link",
    Format.FOREIGN: "a document of another program",
    Format.UNFINISHED: "a download that was not finished",
    Format.MEDIA: "sound or film",
    Format.PROGRAM: "a program or a part of one",
    Format.DATABASE: "a database",
    Format.FONT: "a font",
    Format.EMPTY: "an empty file",
    Format.UNKNOWN: "in a format that is not known",
}

_ENDINGS = {
    Format.PDF: "pdf",
    Format.WORD: "docx docm dotx dotm",
    Format.EXCEL: "xlsx xlsm xltx xltm",
    Format.SLIDES: "pptx pptm ppsx ppsm potx potm",
    Format.OLD_WORD: "doc dot",
    Format.OLD_EXCEL: "xls xlt",
    Format.OLD_SLIDES: "ppt pps pot",
    Format.BINARY_EXCEL: "xlsb",
    Format.ODT: "odt ott fodt",
    Format.ODS: "ods ots fods",
    Format.ODP: "odp otp fodp",
    Format.RTF: "rtf",
    Format.HTML: "html htm xhtml shtml php asp aspx jsp",
    Format.WEB_ARCHIVE: "mht mhtml",
    Format.CSV: "csv",
    Format.TEXT: "txt md markdown tsv text log",
    Format.JSON: "json jsonl ndjson geojson",
    Format.XML: "xml",
    Format.PICTURE: "jpg jpeg jpe jfif png tif tiff bmp gif webp heic heif jp2 jxl avif",
    Format.DRAWING: "svg emf wmf ai eps psd cdr dwg dxf vsd vsdx odg",
    Format.ZIP: "zip",
    Format.TAR: "tar",
    Format.GZIP: "gz tgz",
    Format.PACKED: "rar 7z bz2 tbz xz zst cab arj lzh iso",
    Format.MAIL: "eml",
    Format.MAILBOX: "mbox mbx emlx",
    Format.OUTLOOK: "msg oft pst ost",
    Format.LINK: "lnk url webloc website desktop gdoc gsheet gslides gform gdraw glink gsite gmap",
    Format.FOREIGN: "hwp hwpx pages numbers key pub wps wpd one epub mobi djvu djv xps oxps",
    Format.UNFINISHED: "crdownload part partial download opdownload tmp !ut",
    Format.MEDIA: "mp4 mov avi wmv mkv webm m4v mpg mpeg 3gp flv mp3 wav m4a wma aac ogg flac amr",
    Format.PROGRAM: (
        "exe dll msi bat cmd com scr jar apk dmg sh ps1 vbs js mjs ts css scss map py pyc php3 java "
        "class c h cpp sql ini cfg conf inf reg sys lock yml yaml toml ipynb sps"
    ),
    Format.DATABASE: "db sqlite sqlite3 mdb accdb dbf sav dta rdata rds parquet feather",
    Format.FONT: "ttf otf ttc woff woff2 eot",
}
_BY_ENDING = {f".{e}": kind for kind, endings in _ENDINGS.items() for e in endings.split()}

# What can be no report, whoever puts it into a folder.
NO_DOCUMENTS = frozenset({Format.MEDIA, Format.PROGRAM, Format.FONT})
# What is opened for the files in it alone, and what may carry some besides.
CONTAINERS = frozenset({Format.ZIP, Format.TAR, Format.GZIP})
CARRIERS = frozenset({Format.MAIL, Format.PDF})


def format_by_ending(name: str) -> Format:
    """What the ending of a name promises; ``UNKNOWN`` for one that is not known or not there."""
    return _BY_ENDING.get(PurePath(name).suffix.lower().rstrip(" ."), Format.UNKNOWN)
