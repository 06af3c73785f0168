"""Profiles of provinces and agencies: what they say, what they refuse to say, where their figures lead."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.analyze_tables import TOWN, agency_id, measure, score, tables
from tests.conftest import ROOT
from thai_ita.analyze.agencies_file import one_agency_each
from thai_ita.analyze.typed_tables import TableError
from thai_ita.extras import MissingExtraError
from thai_ita.profiles import citation, measures, movement, results
from thai_ita.profiles.material import gather
from thai_ita.profiles.profile_content import Profile
from thai_ita.profiles.profile_files import (
    evidence_base,
    file_name,
    page_of,
    pages_missing,
    write_page,
)
from thai_ita.profiles.whole_pages import agency_profile, province_profile
from thai_ita.profiles.whom import agency_named, people_of, province_named

DAY = date(2026, 11, 27)
NAMES = ("ดอนงาม", "ริมน้ำ", "บ้านใหม่", "ทุ่งทอง", "ป่าสัก", "ห้วยใส")
INDICATORS = ("1", "2", "3", "4", "5")


class _Page(HTMLParser):
    """The links, ids, tags and text of a page, told apart as a browser does."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        cells = dict(attrs)
        self.tags.append((tag, cells))
        self.ids += [cells["id"]] if cells.get("id") else []
        self.links += [cells["href"] or ""] if tag == "a" else []

    def handle_data(self, data: str) -> None:
        self.text += data


def scores_of(
    name: str, year: int, *, overall: float = 88.0, shift: float = 0.0, **more: Any
) -> list[dict[str, object]]:
    """The overall score, instruments and five indicators of an agency in a year."""
    rows = [score(name, year, "ITA", overall, **more)]
    rows += [score(name, year, code, overall + step, **more) for code, step in (("IIT", -3), ("EIT", -1), ("OIT", 4))]
    return rows + [score(name, year, code, 70.0 + 4 * int(code) + shift, **more) for code in INDICATORS]


def province(frames: dict[str, pd.DataFrame], name: str = "เลย", **more: Any) -> Profile:
    made = province_profile(
        gather(one_agency_each(frames)[0], include=more.pop("include", ())), name, made_on=DAY, **more
    )
    assert made is not None
    return made


def agency(frames: dict[str, pd.DataFrame], name: str, **more: Any) -> Profile:
    return agency_profile(gather(one_agency_each(frames)[0]), name, made_on=DAY, **more)


def part(html: str, anchor: str) -> str:
    """The text of one section of a page."""
    return _Page(html.partition(f'<section id="{anchor}"')[2].partition("</section>")[0]).text


def with_facts(frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    scores = frames["scores"]
    facts = scores["fiscal_year"].astype(str) + "/" + scores["kind"] + "/" + scores["code"]
    return frames | {"scores": scores.assign(fact=facts)}


def six_agencies(year: int = 2567, **more: Any) -> list[dict[str, object]]:
    return [row for n, name in enumerate(NAMES) for row in scores_of(name, year, overall=80.0 + 2 * n, shift=n, **more)]


def test_what_there_is_is_said_first_with_the_register() -> None:
    page = page_of(province(tables(six_agencies())))
    assert re.search(r"จากเอกสาร 6 ฉบับ ของหน่วยงาน 6 จาก \d+ แห่ง", page)
    text = part(page, "coverage")
    assert "ในทะเบียน" in text
    assert page.index('<section id="coverage"') < page.index('<section id="results"')
    assert "ไม่ใช่ประกาศผลอย่างเป็นทางการ" in page


def test_every_score_of_the_ranking_leads_to_its_evidence() -> None:
    page = page_of(province(with_facts(tables(six_agencies()))))
    ranking = page.partition('id="ranking"')[2].partition("</table>")[0]
    figures = re.findall(r"(?:<a href=\"([^\"]+)\">)?(\d\d\.\d\d)", ranking)
    assert len(figures) == 6 * 4
    assert all(href.startswith("../review/d/") for href, _ in figures)
    assert f"../review/d/{_quoted('ดอนงาม2567')}.html#s-2567-overall-ITA" in [href for href, _ in figures]


def _quoted(text: str) -> str:
    return "".join(f"%{byte:02X}" if byte > 127 else chr(byte) for byte in text.encode())


def test_tables_without_keys_of_facts_link_to_the_page() -> None:
    links = _Page(page_of(province(tables(six_agencies())))).links
    evidence = [link for link in links if link.startswith("../review/d/")]
    assert evidence
    assert not any("#s" in link for link in evidence)


def test_equal_scores_share_a_band_of_ranks() -> None:
    rows = [score(name, 2567, "ITA", value) for name, value in zip(NAMES, (90, 85, 85, 85, 70, 60), strict=True)]
    text = part(page_of(province(tables(rows))), "results")
    assert "2–4" in text


def test_weak_and_strong_indicators_with_n_and_the_spread_of_the_others() -> None:
    rows = six_agencies() + [row for n in range(4) for row in scores_of(f"อื่น{n}", 2567, shift=3 + n, province="น่าน")]
    text = part(page_of(province(tables(rows))), "indicators")
    assert "มัธยฐานต่ำสุดของพื้นที่: 1 การปฏิบัติหน้าที่ 76.50 (n = 6)" in text
    assert re.search(r"1 การปฏิบัติหน้าที่ 6 76\.50 .* 4 78\.50", text), "n and median of both groups"


def test_below_three_agencies_nothing_is_ranked_or_called_weak() -> None:
    page = page_of(province(tables(scores_of("ดอนงาม", 2567))))
    assert "จึงไม่สรุปเป็นค่าของพื้นที่" in part(page, "summary")
    assert "ไม่เรียกตัวชี้วัดใดว่าต่ำสุดหรือสูงสุดของพื้นที่" in part(page, "indicators")
    assert "มัธยฐานต่ำสุดของพื้นที่" not in page
    ranking = page.partition('id="ranking"')[2].partition("</table>")[0]
    assert re.search(r'<td class="number">–</td>\s*<th scope="row">ทต.ดอนงาม', ranking)


def test_over_a_break_no_change_is_given_and_the_reason_stands_there() -> None:
    rows = [
        row for year in (2566, 2567) for n, name in enumerate(NAMES) for row in scores_of(name, year, overall=80.0 + n)
    ]
    page = page_of(province(tables(rows)))
    ranking = part(page, "results")
    assert "เทียบไม่ได้" in ranking
    assert "+0.00" not in ranking
    assert re.search(r"ปี 2566-2567: .*IIT", ranking)
    assert "2566 กับ 2567 เทียบกันไม่ได้" in part(page, "movement")


def test_lines_of_an_agency_do_not_run_over_a_break() -> None:
    rows = [row for year in (2565, 2566, 2567, 2568) for row in scores_of("ดอนงาม", year, overall=80.0 + year - 2565)]
    page = page_of(agency(tables(rows), agency_id("ดอนงาม")))
    lines = re.findall(r'<polyline points="([^"]+)" class="line line-0"', page)
    assert [len(points.split()) for points in lines] == [2, 2]
    assert "เส้นประแนวตั้ง: เกณฑ์เปลี่ยน" in page


def rising(years: tuple[int, ...], step: float) -> list[dict[str, object]]:
    """Twelve agencies that wobble, the first of which rises."""
    rows = []
    for n in range(12):
        for place, year in enumerate(years):
            wobble = ((n * 7 + place * 5) % 3 - 1) * 0.4
            rows.append(
                score(f"บ้าน{'กขคงจชซดตถทธ'[n]}งาม", year, "4", 70.0 + n + wobble + (step * place if n == 0 else 0))
            )
    return rows


def test_who_rose_is_named_with_q_and_the_number_of_tests() -> None:
    pytest.importorskip("scipy")
    page = page_of(province(tables(rising((2563, 2564, 2565, 2566), 6.0))))
    text = part(page, "movement")
    assert "สูงขึ้น และแนวโน้มนำกลุ่มเกินความผันแปรสุ่ม" in text
    assert "ทต.บ้านกงาม" in part(page, "summary")
    assert "ทดสอบ 12 เส้น" in text
    assert 'class="ring"' in page, "the picture of the moves"


def test_nobody_is_named_where_nothing_moved_or_too_few_years_are_known() -> None:
    pytest.importorskip("scipy")
    still = part(page_of(province(tables(rising((2563, 2564, 2565, 2566), 0.0)))), "movement")
    assert "ไม่มีหน่วยงานใดในพื้นที่ที่แนวโน้มต่างจากกลุ่มเกินความผันแปรสุ่ม" in still
    short = part(page_of(province(tables(rising((2565, 2566), 9.0)))), "movement")
    assert "ยังบอกไม่ได้ว่าใครมีแนวโน้มต่างจากกลุ่ม" in short
    assert "แนวโน้มนำกลุ่มเกินความผันแปรสุ่ม" not in short


def test_what_the_plans_address_against_the_weak_indicators() -> None:
    plans = [measure(name, 2568, 1, f"มาตรการของ{name}เรื่องการปฏิบัติหน้าที่", indicators="1") for name in NAMES[:4]]
    page = page_of(province(tables(six_agencies(), plans)))
    text = part(page, "plans")
    assert "4 มาตรการ ใน 4 แผน ของ 4 หน่วยงาน" in text
    assert re.search(r"1 การปฏิบัติหน้าที่ 4 4 รหัสที่ระบุ 4 0", text), "weak in four plans, addressed in four"
    assert re.search(r"2 การใช้งบประมาณ 4 0 – 4", text), "weak in four plans, addressed in none"


def test_measures_alike_are_shown_with_their_passage_both_ways() -> None:
    pytest.importorskip("datasketch")
    steps = "เชิญผู้แทนชุมชนร่วมตรวจสอบบัญชีวัสดุของกองช่างทุกวันศุกร์แรกของเดือนแล้วติดประกาศที่ศาลากลางหมู่บ้านริมคลอง"
    plans = [
        measure("ดอนงาม", 2567, 1, "ตรวจบัญชีวัสดุร่วมกับชุมชน", steps=steps),
        measure("เขาสูง", 2568, 1, "ตรวจบัญชีวัสดุร่วมกับชุมชน", steps=steps, province="น่าน"),
    ]
    frames = tables(scores_of("ดอนงาม", 2567) + scores_of("เขาสูง", 2567, province="น่าน"), plans)
    for name in ("เลย", "น่าน"):
        text = part(page_of(province(frames, name)), "alike")
        assert "ทต.เขาสูง 2568" in text
        assert "1 จาก 1 มาตรการคล้ายกับของหน่วยงานอื่น" in text
        assert "ทุกวันศุกร์แรกของเดือน" in text
        assert "ไม่บอกว่าใครเขียนก่อน" in text


def test_what_is_in_doubt_is_counted_and_listed_and_not_used() -> None:
    rows = six_agencies()
    rows[0]["status"], rows[9]["status"] = "conflict", "unchecked"
    page = page_of(province(with_facts(tables(rows))))
    text = part(page, "doubts")
    assert "ใช้ 52 คะแนน จาก 54 แถว" in text
    assert "ขัดแย้ง 1" in text
    assert "ยังตรวจไม่ได้ 1" in text
    unused = page.partition('id="unused"')[2].partition("</table>")[0]
    assert "80.00" in unused
    assert "#s-2567-overall-ITA" in unused
    assert "80.00" not in page.partition('id="ranking"')[2].partition("</table>")[0]
    used = page_of(province(tables(rows), include=["conflict"]))
    assert "80.00" in used.partition('id="ranking"')[2].partition("</table>")[0]


def test_a_page_without_scores_or_year_says_so() -> None:
    frames = tables([], [measure("ดอนงาม", 2568, 1, "ประกาศเจตนารมณ์")])
    frames["documents"] = frames["documents"].assign(province="เลย", agency_type=TOWN, district=None, fiscal_year=None)
    for language in ("th", "en"):
        page = page_of(province(frames, language=language))
        assert 'class="warning"' in part_html(page, "results")
    assert "ไม่ทราบปี" in page_of(province(frames))
    assert "ไม่มีคะแนนปี" in part(page_of(agency(frames, agency_id("ดอนงาม"))), "years")


def part_html(html: str, anchor: str) -> str:
    return html.partition(f'<section id="{anchor}"')[2].partition("</section>")[0]


def test_a_year_that_was_asked_for_is_shown_or_said_to_be_missing() -> None:
    frames = tables(six_agencies(2566) + six_agencies(2567))
    assert "ปีงบประมาณ พ.ศ. 2566" in province(frames, year=2566).title
    empty = page_of(province(frames, year=2560))
    assert "ไม่มีการจัดอันดับ" in empty
    assert "มีข้อมูลของปี 2566 (คะแนนภาพรวมที่ใช้ได้ 6 แห่ง), 2567 (คะแนนภาพรวมที่ใช้ได้ 6 แห่ง) ด้วย" in empty


def test_sixty_agencies_stand_on_one_page() -> None:
    rows = [
        row
        for n in range(60)
        for row in scores_of(f"สมมติที่{chr(0xE01 + n % 40)}{n}", 2567, overall=70.0 + n / 3, shift=n / 10)
    ]
    page = page_of(province(tables(rows)))
    ranking = page.partition('id="ranking"')[2].partition("</table>")[0]
    assert ranking.count("<tr>") == 61
    assert page.count("<circle") >= 60
    equal = page_of(province(tables([score(f"สมมติที่{chr(0xE01 + n % 40)}{n}", 2567, "ITA", 100.0) for n in range(60)])))
    assert "1–60" in equal
    height = int(re.findall(r'viewBox="0 0 720 (\d+)"', equal)[0])
    assert height < 400, "sixty equal ones stay on a page"


def test_the_agency_page_has_peers_changes_and_neighbours() -> None:
    rows = [
        row
        for year in (2567, 2568)
        for n, name in enumerate(NAMES)
        for row in scores_of(name, year, overall=80.0 + n + year - 2567, district="เมืองเลย")
    ]
    found = [
        {
            "doc_id": "ดอนงาม2568",
            "agency_id": agency_id("ดอนงาม"),
            "agency": TOWN + "ดอนงาม",
            "fiscal_year": 2568,
            "kind": "weakness",
            "text": "ยังขาดช่องทางแจ้งเรื่อง",
            "indicators": "5",
            "fact": "weakness:0a0a0a0a",
        }
    ]
    frames = with_facts(tables(rows)) | {"findings": pd.DataFrame(found)}
    page = page_of(agency(frames, agency_id("ดอนงาม")))
    assert re.search(r"ผลการประเมินภาพรวม ✓ ?ยืนยันแล้ว: ?81\.00 84\.00 83\.00–85\.00 5 6 จาก 6", part(page, "peers"))
    assert "+1.00" in part(page, "peers")
    assert "ทต.ริมน้ำ" in part(page, "neighbours")
    assert "#f-weakness_0a0a0a0a" in part_html(page, "findings")
    assert "ยังขาดช่องทางแจ้งเรื่อง" in part(page, "findings")


@pytest.mark.parametrize("language", ["th", "en"])
def test_hostile_names_stay_text(tmp_path: Path, language: str) -> None:
    bad = "<img src=x onerror=alert(1)>\"' javascript:alert(1) ../../x \u202e\u2028</script>"
    rows = scores_of("ดอนงาม", 2567, doc='../../"><script>alert(2)</script>', id_=f"../{bad}")
    for row in rows:
        row["agency"] = f"เทศบาลตำบล{bad}"
    plans = [measure("ดอนงาม", 2567, 1, bad, doc='../../"><script>alert(2)</script>')]
    frames = tables(rows, plans)
    for name in ("scores", "measures", "documents"):
        frames[name] = frames[name].assign(agency_id=f"../{bad}", agency=f"เทศบาลตำบล{bad}")
    frames["documents"]["title"] = bad
    frames["findings"] = pd.DataFrame(
        [
            {
                "doc_id": "javascript:alert(3)",
                "agency_id": f"../{bad}",
                "agency": bad,
                "fiscal_year": 2567,
                "kind": bad,
                "text": bad,
                "indicators": bad,
            }
        ]
    )
    for made in (province(frames, language=language), agency(frames, f"../{bad}", language=language)):
        page = page_of(made)
        seen = _Page(page)
        assert {tag for tag, _ in seen.tags} <= {
            "html",
            "head",
            "meta",
            "title",
            "link",
            "body",
            "a",
            "header",
            "h1",
            "h2",
            "p",
            "nav",
            "ol",
            "ul",
            "li",
            "main",
            "section",
            "div",
            "table",
            "caption",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "span",
            "small",
            "figure",
            "figcaption",
            "svg",
            "desc",
            "line",
            "rect",
            "circle",
            "text",
            "polyline",
            "polygon",
            "footer",
        }
        assert all(not name.startswith("on") and name != "style" for _, cells in seen.tags for name in cells)
        assert all(re.match(r"(?:#|\.\./review/d/[^/]+\.html(?:#|$))", link) for link in seen.links), seen.links
        assert "onerror=alert(1)" in seen.text
        assert any("default-src 'none'" in str(cells.get("content")) for _, cells in seen.tags)
    name = file_name("agency", f"../{bad}", None, language)
    assert re.fullmatch(r"agency-[0-9a-f]{16}(?:-en)?\.html", name)
    written = write_page(tmp_path / "profiles", name, made)
    assert written.parent == tmp_path / "profiles"
    assert (tmp_path / "profiles" / "assets" / "profile.css").stat().st_size


def test_ids_of_a_page_are_unique_and_its_own_links_lead_somewhere() -> None:
    for made in (province(tables(six_agencies())), agency(tables(six_agencies()), agency_id("ดอนงาม"))):
        page = _Page(page_of(made))
        assert len(page.ids) == len(set(page.ids))
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


@pytest.mark.parametrize(
    "text", ["น่าน", "จ.น่าน", "จังหวัดน่าน", "จังหวัด น่าน", "Nan", "nan province", "Changwat Nan", "นาน"]
)
def test_a_province_is_known_by_what_people_write(text: str) -> None:
    assert province_named(text, one_agency_each(tables(six_agencies()))[0]) == "น่าน"


@pytest.mark.parametrize("text", ["เชียง", "นครนายกรัฐ", "ไม่มีจริง", "", "Nowhere"])
def test_no_province_is_guessed(text: str) -> None:
    with pytest.raises(TableError, match="no province"):
        province_named(text, one_agency_each(tables(six_agencies()))[0])


def test_an_agency_is_known_by_what_people_write_and_namesakes_are_told() -> None:
    people = people_of(
        one_agency_each(
            tables(
                [
                    score("ดอนงาม", 2567, "ITA", 80.0),
                    score("ดอนงาม", 2567, "ITA", 70.0, province="น่าน"),
                    score("ทุ่งน้ำใส", 2567, "ITA", 80.0),
                    score("นาหนัง", 2567, "ITA", 80.0, type_="องค์การบริหารส่วนตำบล"),
                ]
            )
        )[0]
    )
    for text in ("ทต.ทุ่งน้ำใส", "เทศบาลตำบลทุ่งน้ำใส", "ทุ่งน้ำใส", "เทศบาลตำบล ทุ่งน้ำใส", "ทต.ทุงน้ำใส", agency_id("ทุ่งน้ำใส")):
        assert agency_named(text, people) == agency_id("ทุ่งน้ำใส")
    assert agency_named("อบต.นาหนัง", people) == agency_id("นาหนัง")
    with pytest.raises(TableError, match=r"several agencies.*จังหวัดเลย.*จังหวัดน่าน"):
        agency_named("ทต.ดอนงาม", people)
    with pytest.raises(TableError, match="no agency"):
        agency_named("ทต.ทุ่งน้ำใส ตราด", people)
    for text in ("ทต.ดอนงาม จ.น่าน", "เทศบาลตำบลดอนงาม จังหวัดน่าน", "ทต.ดอนงาม น่าน"):
        assert agency_named(text, people) == agency_id("ดอนงาม", "น่าน")
    with pytest.raises(TableError, match=r"no agency ทต\.ดอนงา .*near are: .*ดอนงาม"):
        agency_named("ทต.ดอนงา ", people)
    with pytest.raises(TableError, match="no agency"):
        agency_named("ทต.ดอนงาม จ.ตราด", people)


def test_without_the_extra_the_page_says_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(package: str, extra: str) -> None:
        raise MissingExtraError(f"{package} {extra}")

    def no_copies(_frame: pd.DataFrame) -> pd.DataFrame:
        raise MissingExtraError("datasketch")

    for module in (measures, movement, results):
        monkeypatch.setattr(module, "need", absent)
    monkeypatch.setattr(measures, "near_duplicates", no_copies)
    plans = [measure(name, 2568, 1, f"มาตรการของ{name}", indicators="1") for name in NAMES]
    page = page_of(province(tables(six_agencies(), plans)))
    for anchor in ("results", "movement", "plans", "alike"):
        assert "pip install 'thai-ita[stats]'" in part(page, anchor), anchor


def test_the_citation_is_that_of_the_project_and_names_the_documents() -> None:
    cff = (ROOT / "CITATION.cff").read_text("utf-8")
    assert citation.TITLE in cff
    assert citation.AUTHORS in cff
    line = province(tables(six_agencies()), language="en").citation
    assert "6 documents" in line
    assert "2026-11-27" in line
    assert citation.number_of(["b", "a"]) == citation.number_of(["a", "b"]) != citation.number_of(["a"])
    assert "27 พฤศจิกายน 2569" in province(tables(six_agencies())).citation


def test_evidence_pages_are_found_from_any_folder_and_counted(tmp_path: Path) -> None:
    out = tmp_path / "ผลลัพธ์ 1"
    assert evidence_base(out, out / "profiles") == "../review/d"
    assert evidence_base(out, tmp_path / "x") == f"../{_quoted('ผลลัพธ์')}%201/review/d"
    assert pages_missing(out, ["a", "b"]) == 2
    (out / "review" / "d").mkdir(parents=True)
    (out / "review" / "d" / "a.html").write_text("")
    assert pages_missing(out, ["a", "b"]) == 1


def test_file_names_are_safe_and_tell_year_and_language() -> None:
    assert file_name("province", "น่าน", 2568, "th") == "province-น่าน-2568.html"
    assert file_name("agency", "mun-0af3c1", None, "en") == "agency-mun-0af3c1-en.html"
    for name in ("..", "a/b", "con", "a" * 200, "", "\x00", "-x", "a.b"):
        assert re.fullmatch(r"agency-[0-9a-f]{16}\.html", file_name("agency", name, None, "th")), name
