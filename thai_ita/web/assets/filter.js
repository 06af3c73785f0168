// Which documents of the index are shown, and in which order. Knows nothing of the page.
"use strict";
(() => {
  const FIELDS = [
    "doc", "href", "path", "agency", "agency_type", "province", "fiscal_year", "doc_type", "media", "status", "n_facts", "n_doubtful",
    "statuses", "doubts", "keys", "district", "provinces", "agencies",
  ];
  const { doubts: DOUBTS, lang, provincesInEnglish: IN_ENGLISH, shortForms: SHORT } = self.thaiItaSettings;
  const LONGEST_SEARCH = 200;
  const order = new Intl.Collator(lang, { numeric: true });

  // Names as people and files write them. What stands above and below letters is put in one order, so that it can be
  // left out; sara am is one of them and a letter.
  const MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e", THAI = "\u0e01-\u0e4e";
  const RUN = new RegExp(`[${MARKS}]{2,}`, "g"), ANY_MARK = new RegExp(`[${MARKS}]`, "g");
  const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
  // With a point at the beginning of a word; without one where the word is no more than that, of two letters at least.
  const inPieces = Object.keys(SHORT).sort((a, b) => b.length - a.length).map((short) => [...short].join("\\.? ?")).join("|");
  const ABBREVIATION = new RegExp(`(${inPieces})(?:(\\.)|(?![${THAI}])) *`, "g"), IS_THAI = new RegExp(`[${THAI}]`);

  function inFull(all, short, point, at, text) {
    const letters = short.replace(/[. ]/g, "");
    if ((at > 0 && IS_THAI.test(text[at - 1])) || (!point && (short.length < 2 || short !== letters))) return all;
    return SHORT[letters].replace(/ำ/g, "ํา");
  }

  function sorted(run) {
    return [...new Set(run)].sort().join("");
  }

  // One spelling for what looks or means the same.
  function fold(text) {
    return text.normalize("NFC").replace(UNSEEN, "").toLowerCase().replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50))
      .replace(/ำ/g, "ํา").replace(/เเ/g, "แ").replace(RUN, sorted).replace(ABBREVIATION, inFull);
  }

  const bare = (text) => text.replace(ANY_MARK, "");

  function row(array) {
    const made = {};
    FIELDS.forEach((name, n) => { made[name] = array[n]; });
    made.doubts = made.doubts.map((n) => DOUBTS[n]);
    if (!made.provinces.length && made.province) made.provinces = [made.province];
    made.hay = "";
    return made;
  }

  const placeNames = (name) => `${SHORT["จ"]}${name}\n${IN_ENGLISH[name] || ""}`;

  // What a document is found by, made when the first search asks for it. A name is in one piece, since people put blanks elsewhere.
  function hayOf(one) {
    if (!one.hay) {
      const names = [one.agency, one.path, one.doc, one.district && `${SHORT["อ"]}${one.district}`, ...one.provinces.map(placeNames), ...one.agencies];
      one.hay = fold(names.join("\n")).replace(/[^\S\n]+/g, "");
    }
    return one.hay;
  }

  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

  // Tests of a word: as it is written, where marks may be missing in it, and where they may be missing in the names too.
  function needleOf(word) {
    const pattern = new RegExp([...word].map(escaped).join(`[${MARKS}]*`));
    const skeleton = bare(word);
    return { close: (hay) => hay.includes(word) || pattern.test(hay), loose: (hay) => skeleton !== "" && bare(hay).includes(skeleton) };
  }

  // CRC-32, by which the index knows what is judged (thai_ita/review/items.py).
  const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value >>> 0;
  });
  function crc(text) {
    let value = 0xffffffff;
    for (const byte of new TextEncoder().encode(text)) value = (value >>> 8) ^ TABLE[(value ^ byte) & 0xff];
    return (value ^ 0xffffffff) >>> 0;
  }

  function keysOf(one) {
    const bytes = Uint8Array.from(atob(one.keys), (letter) => letter.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    return Array.from({ length: bytes.length >> 2 }, (_, n) => view.getUint32(4 * n, true));
  }

  // How many of the things to judge in a document are judged, and how many of those in doubt are left. judged: Map
  // of documents to names of what is judged. What could not be read is never done.
  function progress(one, judged) {
    const mine = judged.get(one.doc);
    let n = 0, left = one.n_doubtful;
    if (mine?.size) {
      const settled = new Set([...mine].map(crc));
      keysOf(one).forEach((key, at) => {
        if (!settled.has(key)) return;
        n += 1;
        if (at < one.n_doubtful) left -= 1;
      });
    }
    const done = left === 0 && one.status !== "failed";
    return { judged: n, left, state: done ? "done" : n ? "begun" : "open" };
  }

  function filters(wanted, judged) {
    const plain = ["fiscal_year", "agency_type", "doc_type", "media", "status"].filter((name) => wanted[name]);
    return (one) => plain.every((name) => one[name] === wanted[name])
      && (!wanted.province || one.provinces.includes(wanted.province))
      && (!wanted.doubt || one.doubts.includes(wanted.doubt))
      && (!wanted.score_status || one.statuses[wanted.score_status] > 0)
      && (!wanted.progress || progress(one, judged).state === wanted.progress);
  }

  const ORDERS = {
    agency: (a, b) => order.compare(a.agency, b.agency) || b.fiscal_year.localeCompare(a.fiscal_year),
    province: (a, b) => order.compare(a.province, b.province) || order.compare(a.agency, b.agency),
    year: (a, b) => b.fiscal_year.localeCompare(a.fiscal_year),
    doubtful: (a, b) => b.n_doubtful - a.n_doubtful,
  };

  // Documents that fit; those that fit a search loosely only where none fits better.
  function select(rows, wanted, judged) {
    const words = fold((wanted.q || "").slice(0, LONGEST_SEARCH)).split(/\s+/).filter(Boolean).map(needleOf);
    const left = rows.filter(filters(wanted, judged));
    const having = (how) => left.filter((one) => words.every((word) => word[how](hayOf(one))));
    let found = words.length ? having("close") : left;
    if (!found.length && words.length) found = having("loose");
    const by = Object.prototype.hasOwnProperty.call(ORDERS, wanted.sort || "") ? ORDERS[wanted.sort] : null;
    return by ? [...found].sort(by) : found;
  }

  self.thaiIta.filter = { row, select, progress };
})();
