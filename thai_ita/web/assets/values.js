// Whether a run takes a text as the value of a column: the rules of thai_ita/corrections/values.py and csv_file.py, as far
// as they can be known here. Nothing that a run takes is refused.
"use strict";
(() => {
  const settings = self.thaiItaSettings;
  const YEARS = new Set(["fiscal_year", "assessed_year"]), DATES = new Set(["start_date", "end_date", "decided_on"]);
  const NEVER_EMPTY = new Set(["kind", "code"]);
  const FIRST_YEAR = 2540, LAST_YEAR = 2640, ERA = 543, HIGHEST_ISSUE = 99;
  const LONGEST_NUMBER = 200, LONGEST_FIGURE = 60, LONGEST_DATE = 60, MOST_DECIMALS = 4;
  const CODES = new Set(settings.codes.other), LAST = settings.codes.last;
  const INSTRUMENTS = new Set(["IIT", "EIT", "OIT", "EBIT"]);
  const LOST_LETTERS = /^\?[?\s]*$/;

  // Numbers, as thai_ita/normalize/numerals.py reads them.
  const AROUND = "*_`'\"“”\\u200b\\s\\x1c-\\x1f\\x85", BEHIND = `${AROUND}⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾`;
  const LEFT = new RegExp(`^[${AROUND}]+`), RIGHT = new RegExp(`[${BEHIND}]+$`);
  const BEFORE = /^(?:ร้อยละ|คะแนนเฉลี่ย|คะแนน|ค่าเฉลี่ย|เฉลี่ย|ได้|เท่ากับ|[:=])\s*/;
  const AFTER = /(?:คะแนน|คะเเนน|%|％|เปอร์เซ็นต์|ร้อยละ|points?|pts?\.?)$/i;
  const RUN = /^[0-9lI][0-9oOοlI.,\u00a0\u2009 ]*$/;

  const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
  const trimmed = (text) => text.replace(LEFT, "").replace(RIGHT, "");

  function digits(written) {
    let plain = written.replace(/[oOο]/g, "0").replace(/[lI]/g, "1").replace(/[ \u00a0\u2009]+/g, " ").trim();
    if (plain.includes(" ") && !/[.,]/.test(plain)) return null;
    if (/\.\s?\d{2,} \d/.test(plain)) return null;
    plain = plain.replace(/ /g, "");
    if (/^\d+,\d{1,2}$/.test(plain)) plain = plain.replace(",", ".");
    else if (plain.includes(",")) {
      if (!/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) return null;
      plain = plain.replace(/,/g, "");
    }
    return plain.length <= LONGEST_FIGURE && /^\d+(?:\.\d+)?$/.test(plain) ? plain : null;
  }

  // Its digits, its value, and whether a sign is written; null for what is no number.
  function number(text) {
    let left = trimmed(arabic(text));
    if (left.length > LONGEST_NUMBER) return null;
    for (;;) {
      const shorter = AFTER.test(left) ? left.replace(AFTER, "") : left.replace(BEFORE, "");
      if (shorter === left) break;
      left = trimmed(shorter);
    }
    const sign = /^[+\-−–]\s*/.exec(left);
    const body = sign ? left.slice(sign[0].length) : left;
    const plain = RUN.test(body) && /[0-9]/.test(body) ? digits(body) : null;
    if (plain === null) return null;
    return { plain, signed: sign !== null, value: sign && !sign[0].startsWith("+") ? -Number(plain) : Number(plain) };
  }

  function isScore(text) {
    let stated = text, outOf = "";
    const stroke = text.lastIndexOf("/"), sign = /จาก|เต็ม|out of/.exec(text);
    if (stroke >= 0) [stated, outOf] = [text.slice(0, stroke), text.slice(stroke + 1)];
    else if (sign) [stated, outOf] = [text.slice(0, sign.index), text.slice(sign.index + sign[0].length)];
    if (outOf) {
      const whole = number(outOf.trimStart().replace(/^คะแนนเต็ม/, ""));
      if (!whole || whole.value !== 100) return false;
    } else stated = text;
    const found = number(stated);
    return found !== null && !found.signed && (found.plain.split(".")[1] || "").length <= MOST_DECIMALS && Number(found.plain) <= 100;
  }

  function isYear(text) {
    const found = /^\+?(\d+)(?:\.0)?$/.exec(arabic(text).replace(/\s/g, ""));
    const year = found ? Number(found[1]) : 0;
    const thai = year < FIRST_YEAR - 500 ? year + ERA : year;
    return thai >= FIRST_YEAR && thai <= LAST_YEAR;
  }

  // Of dates written in words only what cannot be one is known here.
  function isDate(text) {
    const plain = arabic(text).trim();
    if (plain.length > LONGEST_DATE || !/\d/.test(plain)) return false;
    const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plain), strokes = /^(\d{1,2})\/(\d{1,2})\/(\d{2,4})$/.exec(plain);
    if (iso) return isDay(Number(iso[2]), Number(iso[3]));
    if (strokes) return isDay(Number(strokes[1]), Number(strokes[2])) || isDay(Number(strokes[2]), Number(strokes[1]));
    return !/^[\d.,]+$/.test(plain) || /[.,].*[.,]/.test(plain);
  }
  const isDay = (month, day) => month >= 1 && month <= 12 && day >= 1 && day <= 31;

  function isIssue(text) {
    const found = number(text);
    const n = found ? found.value : 0;
    return Number.isInteger(n) && n >= 1 && n <= HIGHEST_ISSUE;
  }

  // i12, as far as any year has items.
  function isItem(code) {
    const found = /^([a-z])(\d+)$/.exec(code);
    return found !== null && Number(found[2]) >= 1 && Number(found[2]) <= (LAST[found[1]] || 0);
  }
  const isCode = (code) => CODES.has(code) || isItem(code);

  const cased = (text) => (/^\p{L}+$/u.test(text) ? text.toUpperCase() : text.toLowerCase());
  const code = (text) => cased(arabic(text).replace(/ /g, ""));

  function fits(table, column, text) {
    if (table === "scores" && column === "value") return isScore(text);
    if (YEARS.has(column)) return isYear(text);
    if (DATES.has(column)) return isDate(text);
    if (column === "issue") return isIssue(text);
    const choices = settings.choices[`${table}.${column}`];
    if (choices) return choices.some(([word]) => word === text.trim().toLowerCase());
    if (column === "code") return isCode(code(text));
    if (column === "part") return /^[1-9]$/.test(code(text));
    if (column === "instrument") return INSTRUMENTS.has(code(text));
    if (column === "indicators" || column === "items") {
      const parts = text.split(/[;,]/).map((part) => part.trim()).filter(Boolean);
      return parts.every((part) => (column === "items" ? isItem : isCode)(cased(arabic(part))));
    }
    return true;
  }

  // Why a column cannot become a text, as a key of the words; "" where it can.
  function problem(table, column, text) {
    if (!text) return NEVER_EMPTY.has(column) ? "line.empty" : "";
    if (LOST_LETTERS.test(text)) return "line.lost";
    if (fits(table, column, text)) return "";
    if (table === "scores" && column === "value") return "line.value";
    return YEARS.has(column) ? "line.year" : DATES.has(column) ? "line.date" : "line.cell";
  }

  self.thaiIta = { values: { problem } };
})();
