// Which documents of the index are shown, and in which order. Knows nothing of the page.
"use strict";
(() => {
  const FIELDS = ["doc", "href", "path", "agency", "agency_type", "province", "fiscal_year", "doc_type", "media", "status", "n_facts", "n_doubtful", "statuses", "doubts"];
  const { doubts: DOUBTS, lang } = self.thaiItaSettings;
  const order = new Intl.Collator(lang, { numeric: true });

  // One spelling for what looks the same: small letters, Arabic digits, sara am in one piece.
  function fold(text) {
    return text.normalize("NFC").toLowerCase().replace(/ํ([่-๋]?)า/g, "$1ำ").replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
  }

  function row(array) {
    const made = {};
    FIELDS.forEach((name, n) => { made[name] = array[n]; });
    made.doubts = made.doubts.map((n) => DOUBTS[n]);
    made.hay = fold(`${made.agency} ${made.path} ${made.province} ${made.doc}`);
    return made;
  }

  // judged: Map of documents to {judged, doubtful}, sets of facts.
  function progress(one, judged) {
    const mine = judged.get(one.doc);
    const left = Math.max(0, one.n_doubtful - (mine ? mine.doubtful.size : 0));
    const n = mine ? mine.judged.size : 0;
    return { judged: n, left, state: left === 0 ? "done" : n ? "begun" : "open" };
  }

  function matcher(wanted, judged) {
    const needles = fold(wanted.q || "").split(/\s+/).filter(Boolean);
    const plain = ["province", "fiscal_year", "agency_type", "doc_type", "media", "status"].filter((name) => wanted[name]);
    return (one) => needles.every((needle) => one.hay.includes(needle))
      && plain.every((name) => one[name] === wanted[name])
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

  function select(rows, wanted, judged) {
    const found = rows.filter(matcher(wanted, judged));
    const by = Object.prototype.hasOwnProperty.call(ORDERS, wanted.sort || "") ? ORDERS[wanted.sort] : null;
    return by ? found.sort(by) : found;
  }

  self.thaiIta.filter = { row, select, progress };
})();
