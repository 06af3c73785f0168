// What persons judged: the corrections that there are, and those of this browser until they are saved as a file.
"use strict";
(() => {
  const settings = self.thaiItaSettings;
  const known = self.thaiItaKnown || { review: "", corrections: [] };
  const KEY = `thai-ita review ${known.review}`;
  const LIST_KEY = `${KEY} list`;
  const [DOC, TABLE, FACT, COLUMN, WAS, BECOMES, WHO] = settings.columns.keys();
  const IN_TABLES = new Set(["applied", "confirmed", "duplicate", "superseded"]);
  const WAITING = new Set(["", "pending"]);

  // The word of a key, its blanks filled.
  function t(key, values) {
    const text = settings.words[key] ?? key;
    return values ? text.replace(/\{(\w+)\}/g, (all, name) => (Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : all)) : text;
  }

  function wordOf(group, code) {
    return settings.words[`${group}.${code}`] ?? code;
  }

  const keyOf = (row) => JSON.stringify(row);
  // Two judgements on the same cell by the same person: the later counts.
  const judgementOf = (row) => keyOf([row[DOC], row[TABLE], row[FACT], row[COLUMN], row[WAS], row[WHO]]);
  const isRow = (row) => Array.isArray(row) && row.length === settings.columns.length && row.every((one) => typeof one === "string");

  let trouble = self.thaiItaKnown ? "" : "data_missing";
  let memory = null;
  const listeners = [];

  function clean(state) {
    const found = state && typeof state === "object" ? state : {};
    const added = Array.isArray(found.added) ? found.added.filter((one) => one && isRow(one.row)) : [];
    return {
      who: typeof found.who === "string" ? found.who : "",
      keys: found.keys !== false,
      added: added.map((one) => ({ row: one.row, doubt: one.doubt === true, file: one.file === true })),
      removed: Array.isArray(found.removed) ? found.removed.filter((one) => typeof one === "string") : [],
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

  // All corrections: {row, state, message, isNew, removed, doubt}.
  function all() {
    const removed = new Set(state.removed);
    return [
      ...known.corrections.map(([row, came, message]) => ({ row, state: came, message, isNew: false, removed: removed.has(keyOf(row)), doubt: false })),
      ...added().map(({ row, doubt, file }) => ({ row, state: "new", message: "", isNew: true, file, removed: false, doubt })),
    ];
  }

  const ofDocument = (doc) => all().filter((one) => one.row[DOC] === doc);

  function isDisputed(one, others) {
    return others.some((other) => other !== one && !other.removed && !IN_TABLES.has(other.state) && [DOC, TABLE, FACT, COLUMN, WAS].every((n) => other.row[n] === one.row[n])
      && other.row[WHO] !== one.row[WHO] && other.row[BECOMES] !== one.row[BECOMES]);
  }

  // What the corrections of a document say of one fact: the new value of each column, and what there is to tell.
  function ofFact(listed, table, fact) {
    const mine = listed.filter((one) => one.row[TABLE] === table && one.row[FACT] === fact && !one.removed);
    const waiting = mine.filter((one) => one.isNew || WAITING.has(one.state));
    return {
      changes: new Map(waiting.map((one) => [one.row[COLUMN], one.row])),
      applied: mine.filter((one) => one.state === "applied" || one.state === "confirmed"),
      misfit: mine.filter((one) => one.state === "misfit"),
      disputed: mine.filter((one) => one.state === "disputed" || ((one.isNew || WAITING.has(one.state)) && isDisputed(one, mine))),
    };
  }

  function judge({ doc, table, fact, column, was, becomes, why = "", doubt = false }) {
    const when = `${new Date().toISOString().slice(0, 19)}Z`;
    const row = [doc, table, fact, column, was, becomes, state.who, when, why];
    change((now) => now.added.push({ row, doubt, file: false }));
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
        now.added.push({ row, doubt: false, file: true });
        fresh += 1;
      }
      return { added: fresh, known: rows.length - fresh };
    });
  }

  const fileRows = () => all().filter((one) => !one.removed).map((one) => one.row);

  // For each document how many facts are judged, and how many of the doubtful ones among them.
  function byDocument() {
    const found = new Map();
    for (const one of all()) {
      if (one.removed || one.state === "misfit" || one.state === "disputed" || one.state === "unread") continue;
      const doc = one.row[DOC];
      if (!found.has(doc)) found.set(doc, { judged: new Set(), doubtful: new Set() });
      const fact = `${one.row[TABLE]} ${one.row[FACT]}`;
      found.get(doc).judged.add(fact);
      if (one.doubt) found.get(doc).doubtful.add(fact);
    }
    return found;
  }

  // The documents that the index showed last, so that "next" follows its filters.
  function keepList(ids) {
    try {
      localStorage.setItem(LIST_KEY, JSON.stringify(ids));
    } catch { /* The order of the pages themselves will do. */ }
  }

  function keptList() {
    try {
      const ids = JSON.parse(localStorage.getItem(LIST_KEY) || "[]");
      return Array.isArray(ids) ? ids.filter((id) => /^[0-9a-f]{8,64}$/.test(id)) : [];
    } catch {
      return [];
    }
  }

  Object.assign(self.thaiIta, {
    t, wordOf,
    positions: { DOC, TABLE, FACT, COLUMN, WAS, BECOMES, WHO, WHEN: 7, WHY: 8 },
    judgements: {
      all, ofDocument, ofFact, judge, undo, remove, restore, merge, fileRows, byDocument, keepList, keptList,
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
