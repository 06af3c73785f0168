"""What the rows of a table of scores say: an indicator, a year, an agency, a section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from thai_ita.model import Agency, Cell, Match, ScoreKind
from thai_ita.normalize.item_names import SEVERAL_CODES
from thai_ita.normalize.label_parts import read_label
from thai_ita.normalize.names import Context, NameMatcher
from thai_ita.normalize.numerals import read_number, to_arabic
from thai_ita.normalize.repair import squash
from thai_ita.parse.scores.agency_cells import AgencyReader, is_of_all, place_alone, type_alone
from thai_ita.parse.scores.column_rules import is_mean_of_others
from thai_ita.parse.scores.instrument_rows import OVERALL, name_agency_totals, name_tagged_rows
from thai_ita.parse.scores.merged_columns import ROUNDED
from thai_ita.parse.scores.score_columns import ScoreColumns
from thai_ita.parse.tables.column_roles import NOT_SCORES, ColumnRole, heading_by_phrase
from thai_ita.parse.tables.grid import Column, GridView, without_year, year_of, years_of
from thai_ita.parse.tables.response_rates import share_rows
from thai_ita.parse.text.issue_headings import issue_number
from thai_ita.parse.text.list_entries import is_figure, list_entry
from thai_ita.parse.text.other_assessments import row_of_ita
from thai_ita.parse.text.topic_cues import is_of_other_matter

# Columns whose words name what a row is about.
# The code of a question or item and nothing else.
ITEM_CODE = re.compile(r"[iIeEoO]\s?-?\d{1,2}")
LABELS = frozenset(
    {
        ColumnRole.INDICATOR, ColumnRole.QUESTION, ColumnRole.ITEM, ColumnRole.CODE, ColumnRole.INSTRUMENT, ColumnRole.ISSUE,
        ColumnRole.UNKNOWN, ColumnRole.AGENCY, ColumnRole.MEASURE, ColumnRole.SEQ, ColumnRole.YEAR, ColumnRole.LEVEL, ColumnRole.SCORE,
    }
)  # fmt: skip
# Rows that are no result even where their label would be known.
_NOT_ROWS = frozenset(
    {
        ColumnRole.WEIGHT, ColumnRole.FULL, ColumnRole.TARGET, ColumnRole.CHANGE, ColumnRole.COUNT, ColumnRole.RANK, ColumnRole.LEVEL,
        ColumnRole.BUDGET,
    }
)  # fmt: skip
_SPECIFIC = {
    ScoreKind.QUESTION: 5,
    ScoreKind.OIT_ITEM: 5,
    ScoreKind.SUBINDICATOR: 4,
    ScoreKind.INDICATOR: 3,
    ScoreKind.INSTRUMENT: 2,
    ScoreKind.OVERALL: 1,
}
_SUM = "คะแนน|ผล|ค่า|รวม|เฉลี่ย|ทั้งหมด|ทั้งสิ้น|แบบ|หลัง|ที่|แล้ว|ภาพ|ของ|ita"
_WEIGHTED_TOTAL = re.compile(rf"(?=.*(?:รวม|เฉลี่ย))(?:{_SUM})*ถ่วงน้ำหนัก(?:{_SUM})*")
_TOTAL = re.compile(
    r"(?:คะแนน|ผล|ค่า|รวม|เฉลี่ย|ทั้งหมด|ทั้งสิ้น|ทุก(?:แห่ง|หน่วยงาน)"
    r"|[\d๐-๙]{1,4}(?:แห่ง|หน่วยงาน|อปท\.?)|total|average|mean)+",
    re.I,
)
# Heads of a column that gives the numbers of indicators.
_COUNTS_INDICATORS = re.compile(r"(?:ตัวชี้วัด|ตัวบ่งชี้|ตชว\.?)\s*(?:ที่)?|indicator(?: no\.?)?", re.I)
# Heads of a column of names, which below a type of agency are those of agencies.
_NAMES = frozenset({"ชื่อ", "รายชื่อ", "ชื่อแห่ง"})
# The score of the instrument whose indicators stand above it.
_OF_INSTRUMENT = re.compile(
    r"(?:คะแนน|ผล|ค่า|รวม|เฉลี่ย|สรุป)+(?:ราย|แต่ละ|ของ|ตาม|ระดับ)*(?:เครื่องมือ|แบบวัด|แบบ)(?:iit|eit|oit)?"
)
# Refusals of labels that name nothing else either.
_SAYS_NOTHING = ("empty", "no-name", SEVERAL_CODES)
# Fewer names of the assessment among rows of others are there by chance.
MIN_OWN_ROWS = 3
# An instrument's cell holds its name, not a sentence about it.
MAX_INSTRUMENT_LABEL = 120


@dataclass(slots=True)
class Row:
    """What a row says. ``skip`` marks rows of weights, targets and the like; ``agency_type`` is
    that of the section, for names that stand without it, ``places`` where its agencies lie. A row ``is_total`` whose first words are
    those of a sum or mean alone, and ``is_mean_of_others`` where they say of whom."""

    index: int
    match: Match | None = None
    year: int | None = None
    agency: Agency | None = None
    part: str = ""
    instrument: str = ""
    agency_type: str = ""
    skip: bool = False
    issue: int | None = None
    is_total: bool = False
    is_mean_of_others: bool = False
    places: dict[ColumnRole, str] = field(default_factory=dict)


class ScoreRows:
    """Reads the rows of one table from the top down, carrying sections along."""

    def __init__(
        self, columns: ScoreColumns, agencies: AgencyReader, *, part: str, instrument: str,
        issue: int | None = None,
    ) -> None:  # fmt: skip
        self.columns = columns
        self.view: GridView = columns.view
        self.matcher: NameMatcher = columns.matcher
        self.agencies = agencies.of_table(self._label_cells())
        self.part, self.instrument, self.issue = part, instrument, issue
        self.refused: list[Match] = []
        self._unlabelled: dict[int, bool] = {}
        self.numbered = False
        about = [*self.view.captions, *(column.heading for column in self.view.columns)]
        roles = [column.role for column in self.view.columns]
        self._provinces_own = self.agencies.provinces_are_owners(roles, about)

    def read(self) -> list[Row]:
        """The data rows; labels that were refused are kept in ``refused``."""
        section = Row(-1, part=self.part, instrument=self.instrument, issue=self.issue)
        section.agency_type = type_alone(self.view.table.caption)
        for caption in self.view.captions:
            self._enter_section(section, caption)
        rows: list[Row] = []
        shares = share_rows(self.view)
        for r in range(self.view.first_row, self.view.n_rows):
            if self.view.is_single(r):
                self._enter_section(section, self.view.row_texts(r)[0])
                continue
            if self._repeats_head(r) or r in shares:
                continue
            row = self._row(r, section)
            if row.agency is None and rows and not row.is_total and self._lacks_agency(r):
                row.agency = rows[-1].agency
            if row.issue is None and rows and self._has_empty_issue(r):
                row.issue = rows[-1].issue
            rows.append(row)
        self.numbered = self._numbering_counts_indicators(rows)
        if self.numbered:
            rows = [self._row(row.index, row) if row.match is None else row for row in rows]
        name_tagged_rows(self.columns, rows, self._words)
        self._name_by_sums(rows)
        self._name_group_means(rows)
        name_agency_totals(self.columns, rows, self._words)
        self._name_weighted_totals(rows)
        self._name_assessment(rows)
        return rows

    def _words(self, row: Row) -> list[tuple[Column, str]]:
        return self._labels(row.index)

    def _name_assessment(self, rows: list[Row]) -> None:
        """Among rows of other assessments that of the ITA is the overall score, and a row that
        names an indicator in passing is none of it."""
        labels = {row.index: [text for _, text in self._labels(row.index)] for row in rows}
        ita = row_of_ita(labels)
        if ita is None:
            return
        named = {row.match.code for row in rows if row.match is not None and row.index != ita}
        for row in rows:
            if row.index == ita:
                row.match = replace(OVERALL, seen=" ".join(labels[ita]), rule="assessment-row")
            elif len(named) < MIN_OWN_ROWS:
                row.match = None

    def _name_by_sums(self, rows: list[Row]) -> None:
        """Rows of all indicators and their total are named by the sums, where their labels are not
        understood or lost."""
        places = [row for row in rows if not row.skip]
        figures = [[self.view.number(row.index, column.index) for row in places] for column in self.columns.scores]
        named = {k: row.match for k, row in enumerate(places)}
        for k, match in self.columns.named_by_sums(figures, named).items():
            label = next((text for _, text in self._labels(places[k].index)), "")
            places[k].match = replace(match, seen=label)

    def _name_group_means(self, rows: list[Row]) -> None:
        """A mean or total below the parts of one instrument or indicator is its score: the words say
        so, or it is their mean in every column."""
        group: list[Row] = []
        for row in rows:
            if row.match is not None and (parent := self._parent(row)):
                if group and self._parent(group[-1]) != parent:
                    group = []
                group.append(row)
                continue
            texts = [text for _, text in self._labels(row.index)]
            code = self._parent(group[-1]) if group else ""
            said = any(_OF_INSTRUMENT.fullmatch(squash(text)) for text in texts)
            said = said and self.matcher.edition.instrument(code) is not None
            totals = row.is_total and self._is_whole(code, group) and self._is_mean_of(row, group)
            if code and not row.skip and (said or totals):
                row.match = replace(self.columns.named(code), seen=" ".join(texts))
            group = []

    def _is_whole(self, code: str, group: list[Row]) -> bool:
        """Whether rows are all parts of an instrument or indicator, or are said to be of it."""
        edition = self.matcher.edition
        instrument = edition.instrument(code)
        items = [*edition.questions_of(code), *edition.items_of(code)]
        parts = instrument.indicators if instrument else [item.code for item in items]
        named = {r.match.code for r in group if r.match is not None}
        return len(group) > 1 and (named == set(parts) or group[-1].instrument == code)

    def _parent(self, row: Row) -> str:
        return self.columns.parent(row.match) if row.match else ""

    def _is_mean_of(self, row: Row, group: list[Row]) -> bool:
        """Whether the figures of a row are the means of those of other rows, column by column."""
        found = 0
        for column in self.columns.scores:
            mean = self.view.number(row.index, column.index)
            figures = [self.view.number(r.index, column.index) for r in group]
            values = [n.value for n in figures if n is not None]
            if mean is None:
                continue
            if len(values) < len(group) or abs(sum(values) / len(values) - mean.value) > ROUNDED:
                return False
            found += 1
        return found > 0

    def _name_weighted_totals(self, rows: list[Row]) -> None:
        """The weighted mean below all indicators of the year is the overall score."""
        missing = {indicator.code for indicator in self.matcher.edition.indicators}
        for row in rows:
            if row.match is not None and row.match.kind is ScoreKind.INDICATOR:
                missing.discard(row.match.code)
            elif row.match is None and not missing and not row.skip:
                texts = [text for _, text in self._labels(row.index)]
                if len(texts) == 1 and _WEIGHTED_TOTAL.fullmatch(squash(texts[0])):
                    row.match = replace(OVERALL, seen=texts[0], rule="weighted-total")

    def is_unlabelled(self, row: Row) -> bool:
        """Whether the row has no words of its own besides what was understood."""
        if row.index not in self._unlabelled:
            self._unlabelled[row.index] = self._is_unlabelled(row)
        return self._unlabelled[row.index]

    def _is_unlabelled(self, row: Row) -> bool:
        for column in self.view.columns:
            text = self.view.text(row.index, column.index)
            if not text or column.role in NOT_SCORES or year_of(text) or read_number(text):
                continue
            if self.columns.match(column) is None and not self.agencies.read(text):
                heading = heading_by_phrase(text)
                if heading.role not in (ColumnRole.SCORE, ColumnRole.YEAR, ColumnRole.LEVEL):
                    return False
                if heading.fit < 1.0 and squash(text).startswith("ร้อยละ"):
                    # "ร้อยละของการเบิกจ่าย" is the share of something else.
                    return False
        return True

    # -- sections ----------------------------------------------------------------------------

    def _enter_section(self, section: Row, text: str) -> None:
        """A row of one text over the whole table says what follows is about."""
        label = read_label(text)
        found = self.matcher.match(text, Context(table=True))
        if label.instrument:
            section.instrument = label.instrument
        elif found.accepted and found.kind is ScoreKind.INSTRUMENT:
            section.instrument = found.code
        # A chapter is called a part too; one of the EIT stands under the EIT.
        part = label.part if "EIT" in (label.instrument, section.instrument) else ""
        section.part = part or ("" if label.instrument else section.part)
        years = years_of(text)
        if len(years) == 1:
            section.year = years[0]
        if agency := self.agencies.read(text):
            section.agency = agency
        if (place := place_alone(text)) is not None:
            section.places = section.places | place
        section.issue = issue_number(text) or section.issue
        section.agency_type = type_alone(text) or section.agency_type

    def _repeats_head(self, r: int) -> bool:
        head = [c.heading for c in self.view.columns]
        row = [self.view.text(r, c) for c in range(self.view.n_columns)]
        return bool(self.view.head_rows) and row == head

    def _label_cells(self) -> list[str]:
        return [
            self.view.text(r, column.index)
            for column in self.view.columns
            if column.role in LABELS
            for r in range(self.view.first_row, self.view.n_rows)
        ]

    def _lacks_agency(self, r: int) -> bool:
        """Whether the cell of the agency is empty, as a span over several years leaves it."""
        columns = [c for c in self.view.columns if c.role is ColumnRole.AGENCY]
        if not columns or any(self.view.text(r, c.index) for c in columns):
            return False
        return not any(is_of_all(text) for _, text in self._labels(r))

    def _has_empty_issue(self, r: int) -> bool:
        """Whether the cell of the issue is empty, as a span over its questions leaves it."""
        columns = [c for c in self.view.columns if c.role is ColumnRole.ISSUE]
        return bool(columns) and not any(self.view.text(r, c.index) for c in columns)

    def lists_agencies(self) -> bool:
        """Whether a column of agencies has several names in it, be they understood or not."""
        for column in self.view.columns:
            if column.role is ColumnRole.AGENCY and not self.columns.holds_figures(column):
                texts = (self.view.text(r, column.index) for r in self._body())
                if len({t for t in texts if t and not _TOTAL.fullmatch(squash(t))}) > 1:
                    return True
        return False

    def _body(self) -> Iterator[int]:
        rows = range(self.view.first_row, self.view.n_rows)
        return (r for r in rows if not self.view.is_single(r) and not self._repeats_head(r))

    # -- labels ------------------------------------------------------------------------------

    def _row(self, r: int, section: Row) -> Row:
        row = Row(
            r,
            part=section.part,
            year=section.year,
            agency=section.agency,
            instrument=self._instrument_of(r) or section.instrument,
            agency_type=section.agency_type,
            issue=section.issue,
        )
        best = 0
        refused: list[Match] = []
        for column, text in self._labels(r):
            if (year := year_of(text)) is not None:
                row.year = year
                continue
            agency = self.agencies.read_cell(text, column.role)
            kind = section.agency_type or type_alone(column.heading)
            names = squash(column.heading) in _NAMES and bool(section.agency_type)
            if agency is None and (column.role is ColumnRole.AGENCY or type_alone(column.heading) or names):
                agency = self.agencies.read_bare(text, kind)
            if agency is None and column.role is ColumnRole.AGENCY:
                agency = self.agencies.read_unlisted(text)
            if agency is not None:
                row.agency = self.agencies.placed(agency, section.places | self._place_cells(r))
            heading = heading_by_phrase(without_year(text))
            if heading.role in _NOT_ROWS and heading.fit >= 1.0 and column.index <= 2:
                row.skip = True
            if _TOTAL.fullmatch(squash(text)) and column.index <= 2:
                row.is_total = True
            row.is_mean_of_others = row.is_mean_of_others or is_mean_of_others(text)
            row.part = read_label(text).part or row.part
            row.issue = issue_number(text) or row.issue
            found = self.matcher.match(text, self._label_context(r, row, column))
            if found.accepted and found.kind is not None and _SPECIFIC[found.kind] > best:
                best, row.match = _SPECIFIC[found.kind], found
            elif not found.accepted and column.role is not ColumnRole.INSTRUMENT:
                refused.append(found)
        if row.agency is None and self._provinces_own:
            provinces = self._place_cells(r).get(ColumnRole.PROVINCE, "")
            row.agency = self.agencies.read_province(provinces)
        self._weigh_refusals(row, refused)
        return row

    def _labels(self, r: int) -> list[tuple[Column, str]]:
        """The words of a row by column, with the code of its item before them."""
        code_column = self.columns.zero_codes
        code = "" if code_column is None else f"ข้อ {self.view.text(r, code_column)} "
        out = []
        for column in self.view.columns:
            text = self.view.text(r, column.index)
            if not text or column.role not in LABELS or column.index in self.columns.former:
                continue
            if _lists_items(self.view.cells[r][column.index]):
                continue
            if year_of(text) is not None:
                out.append((column, text))
            elif read_number(text) is None or ITEM_CODE.fullmatch(to_arabic(text)):
                # I๑ might be a misread ๑๑; below a heading of questions it is the code.
                out.append((column, code + text))
            elif column.index in self._number_columns:
                out.append((column, f"ตัวชี้วัดที่ {text}"))
        entries = [label for label in out if self._is_entry(label[1])]
        # Each of several names in a row with a figure of its own says nothing of the figures beside.
        return [label for label in out if label not in entries] if len(entries) > 1 else out

    @cached_property
    def _number_columns(self) -> set[int]:
        """The columns of numbers that a heading calls indicators, where no words stand beside them:
        each number once, and all of them indicators of the year."""
        if is_of_other_matter(self.view.table.caption):
            return set()
        rows = list(self._body())
        codes = {indicator.code for indicator in self.matcher.edition.indicators}
        found = set()
        for column in self.view.columns:
            texts = [to_arabic(t) for r in rows if (t := self.view.text(r, column.index))]
            counted = _COUNTS_INDICATORS.fullmatch(column.heading.strip())
            if counted and codes.issuperset(texts) and len(set(texts)) == len(texts) >= MIN_OWN_ROWS:
                found.add(column.index)
            elif column.role in LABELS and any(t and read_number(t) is None for t in texts):
                return set()
        return found

    def _is_entry(self, text: str) -> bool:
        """Whether a cell holds a name and its figure: ``i1 90.00``."""
        entry = list_entry(text, self.matcher, Context(table=True))
        return entry is not None and entry[1].decimals > 0 and is_figure(text, entry[1], exact=False)

    def _weigh_refusals(self, row: Row, refused: list[Match]) -> None:
        """A row that names an instrument only in passing is not the row of the instrument."""
        telling = [m for m in refused if m.rule not in _SAYS_NOTHING and len(m.seen) > 3]
        if row.match and row.match.kind is ScoreKind.INSTRUMENT and telling and not row.agency:
            self.refused.extend(telling)
            row.match = None
        elif row.match is None:
            self.refused.extend(telling)

    def _label_context(self, r: int, row: Row, column: Column) -> Context:
        number = self._number_of(r) if self.numbered else ""
        items = column.role in (ColumnRole.ITEM, ColumnRole.QUESTION) and row.instrument in ("OIT", "")
        items = items or self.columns.zero_codes is not None
        return Context(number=number, instrument=row.instrument, table=True, items=items)

    def _instrument_of(self, r: int) -> str:
        """The instrument in a column of its own, carried down over empty cells."""
        for column in self.view.columns:
            if column.role not in (ColumnRole.INSTRUMENT, ColumnRole.UNKNOWN, ColumnRole.SEQ, ColumnRole.ISSUE):
                continue
            for above in range(r, self.view.first_row - 1, -1):
                text = self.view.text(above, column.index)
                if not text or self.view.is_single(above):
                    if column.role is ColumnRole.INSTRUMENT and not self.view.is_single(above):
                        continue
                    break
                found = read_label(text).instrument
                if found and len(text) < MAX_INSTRUMENT_LABEL:
                    return found
                break
        return ""

    def _number_of(self, r: int) -> str:
        for column in self.view.columns:
            if column.role in (
                ColumnRole.SEQ,
                ColumnRole.RANK,
                ColumnRole.UNKNOWN,
                ColumnRole.INDICATOR,
                ColumnRole.CODE,
            ):
                number = read_number(self.view.text(r, column.index))
                if number is not None and number.decimals == 0 and 1 <= number.value <= 10:
                    return str(int(number.value))
                if number is not None:
                    return ""
        return ""

    def _numbering_counts_indicators(self, rows: list[Row]) -> bool:
        """Whether the numbers beside the names are those of the indicators, not ranks."""
        pairs = [
            (self._number_of(row.index), row.match.code)
            for row in rows
            if row.match is not None and row.match.kind is ScoreKind.INDICATOR
        ]
        pairs = [(n, code) for n, code in pairs if n]
        return len(pairs) >= 2 and sum(n == code for n, code in pairs) > 0.7 * len(pairs)

    def _place_cells(self, r: int) -> dict[ColumnRole, str]:
        return {
            column.role: text
            for column in self.view.columns
            if column.role in (ColumnRole.DISTRICT, ColumnRole.PROVINCE) and (text := self.view.text(r, column.index))
        }


def _lists_items(cell: Cell | None) -> bool:
    """Whether the lines of a cell are several questions or items: a figure beside is none of theirs."""
    lines = cell.text.split("\n") if cell is not None else []
    return len(lines) > 1 and len({read_label(line).code for line in lines} - {""}) > 1
