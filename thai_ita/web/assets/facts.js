// The values of a document: their cells from the data of the page, and what is told of each when it is looked at.
"use strict";
(() => {
  const { t, wordOf, byId, icon, make } = self.thaiIta;
  const settings = self.thaiItaSettings;
  const data = JSON.parse(byId("data").textContent);
  const SOURCES = settings.sources;
  const DOCUMENT_PREFIX = "document-";

  const elementsOf = (table) => [...document.querySelectorAll(`#${table === "documents" ? "identity" : table} tbody.fact`)];

  // A cell for the eye: the word for a code, else the text.
  function shown(table, column, raw) {
    const group = settings.coded[`${table}.${column}`] || settings.coded[column];
    return group && raw ? wordOf(group, raw) : raw;
  }

  function nameOf(table, element, cells) {
    if (table === "scores") {
      const name = element.querySelector(".name").textContent;
      return name ? `${cells.get("code") || ""} ${name}` : cells.get("code") || "";
    }
    if (table === "measures") return `${t("head.measure")} ${cells.get("seq") || ""}`.trim();
    return table === "findings" ? wordOf("finding_kind", cells.get("kind") || "") : wordOf("column", element.id.slice(DOCUMENT_PREFIX.length));
  }

  // What the page shows letter by letter as the table holds it stands there alone.
  function readIn(element, column, main) {
    const cell = column === main ? element.querySelector(".line .read") : element.querySelector(`[data-column="${CSS.escape(column)}"] dd`);
    return cell ? cell.textContent : "";
  }

  function item(table, element, fact, main, cells, doubts, from) {
    // For links and searches on the page.
    Object.assign(element.dataset, { table, fact, main });
    return {
      element, id: element.id, table, fact, main, cells, from, name: nameOf(table, element, cells), pick: element.querySelector(".pick"),
      doubts: doubts.map((number) => settings.doubts[number]), doubtful: doubts.length > 0, isFilled: false,
    };
  }

  function ofDocument() {
    return elementsOf("documents").map((element) => {
      const column = element.id.slice(DOCUMENT_PREFIX.length), [raw, from, doubts] = data.documents[column];
      return item("documents", element, "", column, new Map([[column, raw]]), doubts, from);
    });
  }

  function ofTable(table) {
    const elements = elementsOf(table);
    if (!elements.length) return [];
    const { same, columns, rows } = data[table], main = settings.main[table];
    return elements.map((element, at) => {
      const [fact, doubts, ...row] = rows[at];
      const cells = new Map([...Object.entries(same), ...columns.map((column, n) => [column, row[n]])]);
      for (const [column, raw] of cells) if (raw === null) cells.set(column, readIn(element, column, main));
      return item(table, element, fact, main, cells, doubts, "");
    });
  }

  // Every value that can be judged, in the order of the page.
  const items = [...ofDocument(), ...["scores", "measures", "findings"].flatMap(ofTable)];
  const rawOf = (one, column) => one.cells.get(column) || "";

  function cellOf(one, column, raw) {
    const text = make("span", "text", raw ? shown(one.table, column, raw) : make("span", "quiet", t("empty")));
    if (settings.lang !== "th") text.lang = "th";
    const inside = make("dd", "", text), source = one.from || wordOf("from", rawOf(one, SOURCES[column]));
    if (source) inside.append(" ", make("span", "quiet", `(${source})`));
    const cell = make("div", "", make("dt", "", wordOf("column", column)), inside);
    cell.dataset.column = column;
    return cell;
  }

  // What the checks that fail say of a value: which number it should be, which document says otherwise.
  function checksOf(one) {
    const found = [...document.querySelectorAll(".check-fails, .check-repaired")].filter((check) => check.querySelector(`.to-fact[href="#${CSS.escape(one.id)}"]`));
    return found.map((check) => make("li", "", check.querySelector(".message").cloneNode(true)));
  }

  function whyLook(one) {
    const listed = one.doubts.map((doubt) => make("li", "", make("strong", "", wordOf("doubt", doubt)), ` ${wordOf("doubt_means", doubt)}`));
    return make("div", "why-look", make("h3", "", icon("look"), ` ${t("why_look")}`), make("ul", "", ...listed, ...checksOf(one)));
  }

  // Columns that hold nothing stand in one row, each to be filled.
  function blanksOf(one, columns) {
    const cells = make("dl", "cells may-correct", ...columns.map((column) => cellOf(one, column, "")));
    return make("div", "blanks", make("h3", "", t("blank_columns")), cells);
  }

  function howRead(one) {
    const hidden = new Set([...settings.correctable[one.table], ...Object.values(SOURCES)]);
    const others = [...one.cells.keys()].filter((column) => !hidden.has(column) && rawOf(one, column));
    if (!others.length) return [];
    const how = make("details", "how", make("summary", "", t("how_read")), make("dl", "cells", ...others.map((column) => cellOf(one, column, rawOf(one, column)))));
    for (const cell of how.querySelectorAll("[data-column]")) delete cell.dataset.column;
    return [how];
  }

  function label(place, text) {
    if (place) place.prepend(make("b", "", text), " ");
  }

  // The row below the line of a value, made where there was nothing to read without script.
  function insideOf(one) {
    const found = one.element.querySelector(".inside");
    if (found) return found;
    const inside = make("div", "inside"), cell = make("td", "", inside);
    cell.colSpan = one.element.querySelector(".line").cells.length;
    one.element.append(make("tr", "detail", cell));
    return inside;
  }

  // Makes what a value shows when it is chosen: why it needs a look, every column, how it was read.
  function fill(one) {
    if (one.isFilled) return;
    one.isFilled = true;
    const inside = insideOf(one);
    const all = one.table === "documents" ? [one.main] : [one.main, ...settings.correctable[one.table].filter((column) => column !== one.main)];
    const filled = all.filter((column) => column === one.main || rawOf(one, column));
    const blank = all.filter((column) => !filled.includes(column));
    inside.querySelector(".cells")?.remove();
    label(inside.querySelector(".where"), t("places"));
    label(inside.querySelector(".evidence"), wordOf("column", "evidence"));
    inside.prepend(...(one.doubts.length ? [whyLook(one)] : []),
      make("dl", "cells may-correct", ...filled.map((column) => cellOf(one, column, rawOf(one, column)))),
      ...(blank.length ? [blanksOf(one, blank)] : []));
    inside.append(...howRead(one));
  }

  // Shapes stand beside words; without script the words do.
  for (const place of document.querySelectorAll("[data-icon]")) place.prepend(icon(place.dataset.icon), " ");
  byId("next-document").append(" ", icon("right"));

  self.thaiIta.facts = { items, rawOf, fill, data };
})();
