// What persons judged: the corrections that there are, and those of this browser until they are saved as a file.
"use strict";
(() => {
  const settings = self.thaiItaSettings;
  const known = self.thaiItaKnown || { review: "", corrections: [] };
  const KEY = `thai-ita review ${known.review}`;
  const LIST_KEY = `${KEY} list`, FILTERS_KEY = `${KEY} filters`;
  const [DOC, TABLE, FACT, COLUMN, WAS, BECOMES, WHO] = settings.columns.keys();
  const { asDocId } = self.thaiIta.csv;
  const IN_TABLES = new Set(["applied", "confirmed"]);
  // Of no say any more: the same person said otherwise later, or no run can try them.
  const NO_SAY = new Set(["superseded", "absent", "unread"]);
  const WAITING = new Set(["", "pending"]);

  // The word of a key, its blanks filled.
  function t(key, values) {
    const text = settings.words[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (all, name) => (Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : all)) : text;
  }

  function wordOf(group, code) {
    return settings.words[`${group}.${code}`] ?? code;
  }

  // The name of what a judgement is about, within its document (thai_ita/review/items.py).
  const itemKey = (table, fact, column) => `${table}\n${fact}\n${table === "documents" ? column : ""}`;
  const keyOf = (row) => JSON.stringify(row);
  // Two judgements on the same cell by the same person: the later counts.
  const judgementOf = (row) => keyOf([row[DOC], row[TABLE], row[FACT], row[COLUMN], row[WAS], row[WHO]]);
  const isRow = (row) => Array.isArray(row) && row.length === settings.columns.length && row.every((one) => typeof one === "string");

  // Rows that a version whose ids had no letter has kept, as they are called now.
  const renamed = (row) => [asDocId(row[DOC]), ...row.slice(DOC + 1)];

  function renamedKey(key) {
    try {
      const row = JSON.parse(key);
      return isRow(row) ? keyOf(renamed(row)) : key;
    } catch {
      return key;
    }
  }

  let trouble = self.thaiItaKnown ? "" : "data_missing";
  let memory = null;
  const listeners = [];

  function clean(state) {
    const found = state && typeof state === "object" ? state : {};
    const added = Array.isArray(found.added) ? found.added.filter((one) => one && isRow(one.row)) : [];
    return {
      who: typeof found.who === "string" ? found.who : "",
      keys: found.keys !== false,
      added: added.map((one) => ({ row: renamed(one.row), file: one.file === true })),
      removed: Array.isArray(found.removed) ? found.removed.filter((one) => typeof one === "string").map(renamedKey) : [],
    };
  }

  function stored() {
    if (memory) return memory;
    try {
      return clean(JSON.parse(localStorage.getItem(KEY) || "null"));
    } catch (error) {
      if (error instanceof SyntaxError) return clean(null);
      trouble = "storage_refused";
      memory = clean(null);
      return memory;
    }
  }

  const knownKeys = new Set(known.corrections.map(([row]) => keyOf(row)));
  let state = stored();
  forget();

  // What the last run has taken in is in the tables now, and needs no keeping here.
  function forget() {
    state.added = state.added.filter((one) => !knownKeys.has(keyOf(one.row)));
    state.removed = state.removed.filter((key) => knownKeys.has(key));
  }

  // Another page may have changed what is kept: each change is made to what is there now.
  function change(make) {
    state = stored();
    forget();
    const result = make(state);
    if (!memory) {
      try {
        localStorage.setItem(KEY, JSON.stringify(state));
      } catch {
        trouble = "storage_full";
        memory = state;
      }
    }
    tell();
    return result;
  }

  function tell() {
    for (const listener of listeners) listener();
  }

  self.addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    state = stored();
    forget();
    tell();
  });
  self.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    state = stored();
    forget();
    tell();
  });
  self.addEventListener("beforeunload", (event) => {
    if (memory && state.added.length) event.preventDefault();
  });

  // The new ones in their order, of each judgement the last.
  function added() {
    const last = new Map();
    for (const one of state.added) {
      const key = judgementOf(one.row);
      last.delete(key);
      last.set(key, one);
    }
    return [...last.values()];
  }

  // All corrections: {row, state, message, isNew, removed}. New ones are "disputed" where a run would apply none of them.
  function all() {
    const removed = new Set(state.removed);
    const listed = [
      ...known.corrections.map(([row, came, message]) => ({ row, state: came, message, isNew: false, removed: removed.has(keyOf(row)) })),
      ...added().map(({ row, file }) => ({ row, state: "new", message: "", isNew: true, file, removed: false })),
    ];
    const cells = new Map();
    for (const one of listed) {
      if (one.removed || NO_SAY.has(one.state)) continue;
      const cell = keyOf([one.row[DOC], one.row[TABLE], one.row[FACT], one.row[COLUMN], plain(one.row[WAS])]);
      if (cells.has(cell)) cells.get(cell).push(one);
      else cells.set(cell, [one]);
    }
    const leftOut = new Set(listed.filter((one) => one.removed).map(cellOf));
    for (const cell of cells.values()) tellDispute(cell, leftOut);
    return listed;
  }

  const cellOf = ({ row }) => keyOf([row[DOC], row[TABLE], row[FACT], row[COLUMN]]);
  // 86.50 and 86.5 are one number.
  const plain = (text) => (/^\d{1,3}\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text);

  // Judgements of one cell in one state of the table: persons who say different things are in dispute, each by
  // the last of what they say; also with one that was applied, which no run would apply any more.
  function tellDispute(cell, leftOut) {
    const last = new Map(cell.map((one) => [one.row[WHO], plain(one.row[BECOMES])]));
    if (new Set(last.values()).size < 2) {
      // The other word was left out: the next run takes this one.
      for (const one of cell) if (one.state === "disputed" && leftOut.has(cellOf(one))) one.state = "pending";
      return;
    }
    for (const one of cell) {
      if (!one.isNew && !WAITING.has(one.state)) continue;
      one.state = "disputed";
      one.isWaiting = true;
    }
  }

  const isWaiting = (one) => one.isNew || one.isWaiting || WAITING.has(one.state);
  const ofDocument = (doc) => all().filter((one) => one.row[DOC] === doc);

  // What the corrections of a document say of one fact: the new value of each column, and what there is to tell.
  function ofFact(listed, table, fact) {
    const mine = listed.filter((one) => one.row[TABLE] === table && one.row[FACT] === fact && !one.removed);
    const waiting = mine.filter(isWaiting);
    return {
      changes: new Map(waiting.map((one) => [one.row[COLUMN], one.row])),
      applied: mine.filter((one) => IN_TABLES.has(one.state)),
      misfit: mine.filter((one) => one.state === "misfit"),
      disputed: mine.filter((one) => one.state === "disputed"),
    };
  }

  // The items that corrections of one document settle, as names of ``itemKey``: what persons differ on is still open.
  function judgedKeys(listed) {
    const settled = listed.filter((one) => !one.removed && (one.state === "new" || WAITING.has(one.state) || IN_TABLES.has(one.state)));
    const open = new Set(listed.filter((one) => !one.removed && one.state === "disputed").map(cellOf));
    return new Set(settled.filter((one) => !open.has(cellOf(one))).map(({ row }) => itemKey(row[TABLE], row[FACT], row[COLUMN])));
  }

  function judge({ doc, table, fact, column, was, becomes, why = "" }) {
    const when = `${new Date().toISOString().slice(0, 19)}Z`;
    const row = [doc, table, fact, column, was, becomes, state.who, when, why];
    change((now) => now.added.push({ row, file: false }));
    return row;
  }

  // Takes the last judgement on a document back; its row, or null where there is none.
  function undo(doc) {
    return change((now) => {
      let at = now.added.length - 1;
      while (at >= 0 && (now.added[at].row[DOC] !== doc || now.added[at].file)) at -= 1;
      return at < 0 ? null : now.added.splice(at, 1)[0].row;
    });
  }

  // Leaves a correction out of the file: a new one is gone, an earlier one can be put back.
  function remove(row) {
    change((now) => {
      if (knownKeys.has(keyOf(row))) now.removed = [...new Set([...now.removed, keyOf(row)])];
      else now.added = now.added.filter((one) => judgementOf(one.row) !== judgementOf(row));
    });
  }

  function restore(row) {
    change((now) => { now.removed = now.removed.filter((key) => key !== keyOf(row)); });
  }

  // Takes in the rows of a file: how many are new, how many were here.
  function merge(rows) {
    return change((now) => {
      const here = new Set([...knownKeys, ...now.added.map((one) => keyOf(one.row))]);
      let fresh = 0;
      for (const row of rows) {
        if (here.has(keyOf(row))) continue;
        here.add(keyOf(row));
        now.added.push({ row, file: true });
        fresh += 1;
      }
      return { added: fresh, known: rows.length - fresh };
    });
  }

  const fileRows = () => all().filter((one) => !one.removed).map((one) => one.row);

  // For each document that has any the items that are judged, as ``judgedKeys``.
  function byDocument() {
    const listed = new Map();
    for (const one of all()) {
      const doc = one.row[DOC];
      if (listed.has(doc)) listed.get(doc).push(one);
      else listed.set(doc, [one]);
    }
    return new Map([...listed].map(([doc, its]) => [doc, judgedKeys(its)]));
  }

  // The documents that the index showed last, so that "next" follows its filters, and the filters.
  function keepList(ids) {
    keep(LIST_KEY, ids);
  }

  function keep(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch { /* The order of the pages themselves will do, and a list without filters. */ }
  }

  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function keptList() {
    const ids = kept(LIST_KEY);
    return Array.isArray(ids) ? ids.filter((id) => /^d-[0-9a-f]{8,64}$/.test(id)) : [];
  }

  function keepFilters(query) {
    keep(FILTERS_KEY, query);
  }

  function keptFilters() {
    const query = kept(FILTERS_KEY);
    return typeof query === "string" ? new URLSearchParams(query).toString() : "";
  }

  Object.assign(self.thaiIta, {
    t, wordOf,
    positions: { DOC, TABLE, FACT, COLUMN, WAS, BECOMES, WHO, WHEN: 7, WHY: 8 },
    judgements: {
      all, ofDocument, ofFact, judge, undo, remove, restore, merge, fileRows, byDocument, judgedKeys, itemKey, keepList, keptList, keepFilters, keptFilters,
      get nDisputed() { return new Set(all().filter((one) => !one.removed && one.state === "disputed").map((one) => keyOf(one.row.slice(DOC, WAS)))).size; },
      get who() { return state.who; },
      set who(name) { change((now) => { now.who = name; }); },
      get keys() { return state.keys; },
      set keys(on) { change((now) => { now.keys = on; }); },
      get newCount() { return added().length; },
      get trouble() { return trouble; },
      onChange(listener) { listeners.push(listener); },
    },
  });
})();
