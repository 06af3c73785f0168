// A document: values are chosen one after the other, shown in the source, and judged.
"use strict";
(() => {
  const { t, wordOf, byId, icon, make, button, say, who, onKeys, judgements, source, editor, facts, positions } = self.thaiIta;
  const { TABLE, FACT, COLUMN, WAS, BECOMES, WHO, WHEN, WHY } = positions;
  const settings = self.thaiItaSettings;
  const doc = document.body.dataset.doc;
  const LONGEST_SAID = 80;

  const { items, rawOf, fill } = facts;
  const byAnchor = new Map(items.map((item) => [item.id, item]));
  const cellOf = (item, column) => item.element.querySelector(`[data-column="${CSS.escape(column)}"]`);
  const short = (text) => (text.length > LONGEST_SAID ? `${text.slice(0, LONGEST_SAID)}…` : text);
  const worded = (table, column, raw) => settings.choices[`${table}.${column}`]?.find(([code]) => code === raw)?.[1] ?? raw;
  let chosen = null, left = null, closeEditor = null, listed = [], judgedKeys = new Set();
  // Figures that were withheld are counted like the others (thai_ita/review/items.py).
  const published = new Set(items.filter((item) => item.table === "scores").map((item) => item.fact));
  const withheld = [...new Set([...document.querySelectorAll("tr.withheld")].map((row) => row.dataset.fact))]
    .filter((fact) => !published.has(fact)).map((fact) => ({ table: "scores", fact, main: "", doubtful: true }));
  const isJudged = (item) => judgedKeys.has(judgements.itemKey(item.table, item.fact, item.main));

  // What is judged of a value now.
  function judgementOf(item) {
    const found = judgements.ofFact(listed, item.table, item.fact);
    if (item.table === "documents") {
      const mine = (rows) => rows.filter((one) => one.row[COLUMN] === item.main);
      return {
        changes: new Map([...found.changes].filter(([column]) => column === item.main)),
        applied: mine(found.applied), misfit: mine(found.misfit), disputed: mine(found.disputed),
      };
    }
    return found;
  }

  function stateOf(item, found) {
    const main = found.changes.get(item.main);
    if (main && item.table !== "documents" && !main[BECOMES] && rawOf(item, item.main)) return "rejected";
    if ([...found.changes.values()].some((row) => row[BECOMES] !== row[WAS])) return "corrected";
    return found.changes.size ? "accepted" : "";
  }

  function badge(name, sign, words, title) {
    const made = make("span", `judgement judgement-${name}`, icon(sign), words);
    if (title) made.title = title;
    return made;
  }

  function draw(item) {
    const found = judgementOf(item), state = stateOf(item, found), element = item.element;
    item.state = state;
    item.open = item.doubtful && !isJudged(item);
    element.classList.toggle("rejected", state === "rejected");
    element.classList.toggle("judged", state !== "");
    for (const old of element.querySelectorAll(".judgement, ins")) old.remove();
    for (const old of element.querySelectorAll(".changed")) old.classList.remove("changed");
    if (found.changes.size) fill(item);
    const shown = element.querySelector(".line .value"), place = element.querySelector(".line .state") || shown;
    for (const [column, row] of found.changes) {
      if (row[BECOMES] === row[WAS] || state === "rejected") continue;
      const becomes = row[BECOMES] ? worded(item.table, column, row[BECOMES]) : t("empty");
      for (const cell of [column === item.main ? shown : null, cellOf(item, column)?.querySelector("dd")]) {
        if (!cell) continue;
        cell.classList.add("changed");
        cell.append(make("ins", "", becomes));
      }
    }
    if (state) {
      const sign = { accepted: "accept", corrected: "corrected", rejected: "reject" }[state];
      place.append(badge(state, sign, state === "corrected" ? t("judged.corrected_short") : t(`judged.${state}`)));
    } else if (found.applied.length) {
      const last = found.applied[found.applied.length - 1].row;
      place.append(badge("applied", "person", last[WHO] || t("unknown"), last[WHY]));
    }
    if (found.disputed.length) place.append(badge("disputed", "conflict", t("state.disputed"), t("state_means.disputed")));
    else if (found.misfit.length) place.append(badge("misfit", "conflict", t("state.misfit"), t("state_means.misfit")));
  }

  function nameOf(row) {
    const item = items.find((one) => one.table === row[TABLE] && one.fact === row[FACT] && (row[TABLE] !== "documents" || one.main === row[COLUMN]));
    return { item, name: item ? item.name : row[FACT] || wordOf("column", row[COLUMN]) };
  }

  function words(row) {
    const { name } = nameOf(row);
    const isMain = row[TABLE] === "documents" || row[COLUMN] === settings.main[row[TABLE]];
    const column = isMain ? "" : ` · ${wordOf("column", row[COLUMN])}`;
    const value = (text) => short(worded(row[TABLE], row[COLUMN], text)) || t("empty");
    let what;
    if (!row[WAS] && row[TABLE] !== "documents" && isMain) what = `${t("judged.added")} ${value(row[BECOMES])}`;
    else if (row[WAS] === row[BECOMES]) what = `${t("judged.accepted")} ${value(row[WAS])}`;
    else if (!row[BECOMES]) what = `${t(isMain && row[TABLE] !== "documents" ? "judged.rejected" : "judged.emptied")} (${value(row[WAS])})`;
    else what = t("changes", { from: value(row[WAS]), to: value(row[BECOMES]) });
    return { title: short(`${name}${column}`), what };
  }

  function entry(one) {
    const { title, what } = words(one.row), { item } = nameOf(one.row);
    const state = one.removed ? "removed" : one.state || "untried";
    const head = make("span", "what");
    if (item) {
      const link = make("a", "", title);
      link.href = `#${item.id}`;
      link.addEventListener("click", (event) => { event.preventDefault(); choose(item, true); });
      head.append(link);
    } else head.append(title);
    head.append(" ", make("b", "", what));
    const when = new Date(one.row[WHEN]);
    const date = Number.isNaN(when.getTime()) ? one.row[WHEN] : when.toLocaleDateString(settings.lang, { dateStyle: "medium" });
    const told = [wordOf("state", state), one.row[WHO] && t("by", { who: one.row[WHO] }), date, one.row[WHY], one.message].filter(Boolean);
    const by = make("span", "by", told.join(" · "));
    const act = one.removed ? button(t("put_back"), "", () => judgements.restore(one.row)) : button(t(one.isNew ? "take_back" : "leave_out"), "", () => judgements.remove(one.row));
    act.setAttribute("aria-label", `${act.textContent}: ${title}`);
    return make("li", `state-${state}${one.removed ? " left-out" : ""}`, head, by, act);
  }

  function refresh() {
    listed = judgements.ofDocument(doc);
    judgedKeys = judgements.judgedKeys(listed);
    items.forEach(draw);
    byId("judgements-list").replaceChildren(...listed.map(entry));
    byId("judgements-count").textContent = String(listed.length);
    byId("no-judgements").hidden = listed.length > 0;
    const all = [...items, ...withheld], judged = all.filter(isJudged).length;
    const left = all.filter((item) => item.doubtful && !isJudged(item)).length;
    byId("progress").textContent = `${t("progress_judged", { n: judged, all: all.length })} · ${left ? t("progress_left", { n: left }) : t("progress.done")}`;
    tellChosen();
  }

  function tellChosen() {
    const place = byId("chosen");
    place.replaceChildren();
    if (!chosen) { place.append(t("nothing_chosen")); return; }
    const raw = rawOf(chosen, chosen.main);
    const at = `${items.indexOf(chosen) + 1}/${items.length} `;
    place.append(at, make("b", "", short(chosen.name)), " ", make("span", "", short(worded(chosen.table, chosen.main, raw))));
  }

  // ``focus``: the keyboard follows. ``fromSource``: the person looks at the source, which stays as it is.
  function choose(item, focus, fromSource = false) {
    if (closeEditor) closeEditor();
    if (chosen && chosen !== item) {
      chosen.element.classList.remove("chosen", "open");
      chosen.pick.setAttribute("aria-expanded", "false");
    }
    chosen = item;
    item.element.classList.add("chosen", "open");
    item.pick.setAttribute("aria-expanded", "true");
    addEditButtons(item);
    source.show(item.id, !fromSource);
    if (focus) item.pick.focus({ preventScroll: true });
    // Of one that is taller than what is left for it the head is in sight.
    for (const part of [item.element, item.element.querySelector(".line")]) part.scrollIntoView({ block: "nearest", behavior: "instant" });
    try {
      history.replaceState(null, "", `#${item.id}`);
    } catch { /* Only the address does not follow. */ }
    tellChosen();
  }

  // Nothing is chosen while the person looks at what is no value, so that no key judges what is out of sight.
  function unchoose() {
    if (closeEditor) closeEditor();
    if (!chosen) return;
    chosen.element.classList.remove("chosen", "open");
    chosen.pick.setAttribute("aria-expanded", "false");
    left = chosen;
    chosen = null;
    tellChosen();
  }

  function close(item) {
    item.element.classList.remove("open");
    item.pick.setAttribute("aria-expanded", "false");
  }

  function addEditButtons(item) {
    fill(item);
    for (const cell of item.element.querySelectorAll("[data-column]")) {
      if (cell.querySelector(".edit")) continue;
      const column = cell.dataset.column;
      const made = button("", "edit", () => edit(item, column, made));
      made.append(icon("corrected"));
      made.setAttribute("aria-label", `${t("edit_column", { column: wordOf("column", column) })}: ${item.name}`);
      cell.querySelector("dd .text").after(made);
    }
  }

  const isShown = (item) => item.element.offsetParent !== null || item.element.getClientRects().length > 0;

  // The next value in a direction that passes a test; null at the end.
  function following(step, test) {
    const from = chosen || left;
    let at = from ? items.indexOf(from) : step > 0 ? -1 : items.length;
    for (at += step; at >= 0 && at < items.length; at += step) if (isShown(items[at]) && test(items[at])) return items[at];
    return null;
  }

  function go(step) {
    const next = following(step, () => true);
    if (next) choose(next, true);
    else say(t("said.last"));
  }

  // Figures that were withheld come last: the next one that nobody has judged, at its button.
  function goToWithheld() {
    const rows = [...document.querySelectorAll("tr.withheld")].filter((row) => withheld.some((one) => one.fact === row.dataset.fact && !isJudged(one)));
    if (!rows.length) return false;
    const row = rows[(rows.findIndex((one) => one.contains(document.activeElement)) + 1) % rows.length];
    unchoose();
    row.closest("details").open = true;
    source.show(row.id);
    row.querySelector(".publish").focus();
    return true;
  }

  function goToDoubt() {
    if (document.activeElement.closest("tr.withheld") && goToWithheld()) return;
    const next = following(1, (item) => item.open) || items.find((item) => item.open && item !== chosen);
    if (next) choose(next, true);
    else if (!goToWithheld()) say(t("said.no_more_doubts"));
  }

  // Said after a judgement; then the next value is chosen.
  function done(text) {
    const next = following(1, () => true);
    if (next) choose(next, true);
    say(text);
  }

  async function judge(item, column, becomes, why = "") {
    if (!await who()) return false;
    judgements.judge({ doc, table: item.table, fact: item.fact, column, was: rawOf(item, column), becomes, why });
    return true;
  }

  function needChosen() {
    if (!chosen) say(t("said.no_value"));
    return chosen;
  }

  async function accept() {
    const item = needChosen();
    if (!item) return;
    const raw = rawOf(item, item.main);
    if (!raw) { say(t("said.nothing_to_accept")); return; }
    const given = judgementOf(item).changes.get(item.main);
    // Nobody loses a correction by going on.
    if (given && given[BECOMES] && given[BECOMES] !== raw) { say(t("said.corrected_already", { value: short(given[BECOMES]) })); return; }
    if (await judge(item, item.main, raw)) done(t("said.accepted", { name: item.name, value: short(worded(item.table, item.main, raw)) }));
  }

  async function reject() {
    const item = needChosen();
    if (!item) return;
    if (item.table === "documents") { say(t("said.document_rejected")); return; }
    if (await judge(item, item.main, "")) done(t("said.rejected", { name: item.name }));
  }

  function edit(item, column, opener) {
    choose(item, false);
    const raw = rawOf(item, column);
    const found = judgementOf(item).changes.get(column);
    // One who corrects again begins from the value that was given before.
    const begin = found && found[BECOMES] ? found[BECOMES] : raw;
    let saved = null;
    closeEditor = editor.open(cellOf(item, column).querySelector("dd"), item.table, column, begin, async (text, why) => {
      saved = text;
      if (!await judge(item, column, text, why)) {
        // No name was given, so nothing is said yet; what was typed stays.
        editor.keep(cellOf(item, column).querySelector("dd"), text, why);
        edit(item, column, opener);
        return;
      }
      const told = text === raw ? t("said.accepted", { name: item.name, value: short(raw) })
        : t("said.corrected", { name: item.name, from: short(raw) || t("empty"), to: short(worded(item.table, column, text)) || t("empty") });
      // A pencil was pressed to see to this value's columns; else the work goes on.
      if (opener) say(told);
      else done(told);
    }, (kept) => {
      closeEditor = null;
      if (kept) { say(t("said.draft", { name: item.name })); return; }
      if (saved === null && opener?.isConnected) opener.focus();
      else item.pick.focus({ preventScroll: true });
    });
  }

  function undo() {
    const row = judgements.undo(doc);
    if (!row) { say(t("said.nothing_to_undo")); return; }
    const { item, name } = nameOf(row);
    if (item) choose(item, true);
    say(t("said.undone", { name: short(name) }));
  }

  // The documents that the index showed last, else the order of the pages.
  function neighbours() {
    const ids = judgements.keptList(), at = ids.indexOf(doc);
    const { previous, next } = document.body.dataset;
    return at < 0 ? { previous, next } : { previous: ids[at - 1] || "", next: ids[at + 1] || "" };
  }

  const { previous, next } = neighbours();
  for (const [id, target] of [["previous-document", previous], ["next-document", next]]) {
    const link = byId(id);
    link.hidden = !target;
    if (target) link.href = `${target}.html`;
  }

  function leave(id) {
    const link = byId(id);
    if (link.hidden) say(t("said.no_next"));
    else link.click();
  }

  function onlyDoubts() {
    const on = document.body.classList.toggle("only-doubts");
    byId("only-doubts").setAttribute("aria-pressed", String(on));
    if (chosen) chosen.element.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  byId("add-year").value = facts.data.documents.fiscal_year[0];
  const adding = { button: byId("add-score"), form: byId("add-form") };
  function toggleAdding(on) {
    adding.form.hidden = !on;
    adding.button.setAttribute("aria-expanded", String(on));
    if (on) byId("add-code").focus();
    else adding.button.focus();
  }
  adding.button.addEventListener("click", () => toggleAdding(adding.form.hidden));
  byId("add-cancel").addEventListener("click", () => toggleAdding(false));
  adding.form.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); toggleAdding(false); } });

  function missingScore() {
    const field = (name, column) => editor.tidy("scores", column, byId(`add-${name}`).value);
    const year = field("year", "fiscal_year"), part = byId("add-part").value, owner = field("owner", "agency");
    let code = field("code", "code");
    code = /^[ieo]\d/i.test(code) ? code.toLowerCase() : code.toUpperCase();
    const kind = editor.kindOf(code), value = field("value", "value");
    const fact = `${year || "-"}/${kind}/${code}${part ? `/${part}` : ""}${owner ? `@${owner}` : ""}`;
    const problem = (year && editor.wrong("scores", "fiscal_year", year)) || (kind ? "" : t("wrong.code")) || (value ? editor.wrong("scores", "value", value) : t("wrong.value"))
      || (items.some((item) => item.table === "scores" && item.fact === fact) ? t("wrong.exists") : "");
    return { fact, value, problem, name: `${code} ${year}` };
  }

  adding.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { fact, value, problem, name } = missingScore();
    byId("add-wrong").textContent = problem;
    if (problem || !await who()) return;
    judgements.judge({ doc, table: "scores", fact, column: "value", was: "", becomes: value, why: byId("add-why").value.trim() });
    for (const id of ["add-code", "add-value", "add-why"]) byId(id).value = "";
    toggleAdding(false);
    say(t("said.added", { name, value }));
  });

  self.addEventListener("beforeunload", (event) => {
    if (["add-code", "add-value", "add-why"].some((id) => byId(id).value)) event.preventDefault();
  });

  // A figure that was withheld becomes a score when a person says what stands there.
  for (const publish of document.querySelectorAll(".publish")) {
    const row = publish.closest("tr");
    publish.addEventListener("click", () => {
      unchoose();
      closeEditor = editor.open(publish.parentElement, "scores", "value", row.dataset.figure, async (value, why) => {
        if (!await who()) return;
        judgements.judge({ doc, table: "scores", fact: row.dataset.fact, column: "value", was: "", becomes: value, why });
        say(t("said.added", { name: row.dataset.name, value }));
      }, () => {
        closeEditor = null;
        publish.focus();
      });
    });
  }

  for (const item of items) {
    item.pick.setAttribute("aria-expanded", "false");
    item.element.querySelector(".line").addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || String(self.getSelection())) return;
      event.preventDefault();
      if (item === chosen && item.element.classList.contains("open")) close(item);
      else choose(item, true);
    });
  }
  // Of several facts in one place the next is chosen each time.
  source.onPick((anchors) => {
    const here = anchors.map((anchor) => byAnchor.get(anchor)).filter(Boolean);
    if (!here.length) {
      unchoose();
      source.show(anchors[0], false);
      const list = document.getElementById(anchors[0])?.closest("details");
      if (list) list.open = true;
      return false;
    }
    choose(here[(here.indexOf(chosen) + 1) % here.length], true, true);
    return true;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link || event.defaultPrevented || link.classList.contains("pick")) return;
    const target = link.getAttribute("href").slice(1);
    const spot = link.classList.contains("place") ? document.getElementById(target) : null;
    if (spot && byId("source").contains(spot)) {
      event.preventDefault();
      byId("source").classList.remove("hidden-source");
      source.scrollTo(spot);
    } else if (byAnchor.has(target)) {
      event.preventDefault();
      choose(byAnchor.get(target), true);
    }
  });

  const acts = {
    "previous-value": () => go(-1), "next-value": () => go(1), accept, reject, undo, "next-doubt": goToDoubt, "only-doubts": onlyDoubts,
    correct: () => { if (needChosen()) edit(chosen, chosen.main); },
  };
  for (const [id, act] of Object.entries(acts)) byId(id).addEventListener("click", act);

  // Arrows move the source, lists and the like where these have the focus.
  const arrow = (step) => () => {
    const at = document.activeElement;
    if (at && at !== document.body && !at.classList.contains("pick")) return false;
    go(step);
    return true;
  };
  onKeys({
    j: acts["next-value"], k: acts["previous-value"], ArrowDown: arrow(1), ArrowUp: arrow(-1), d: goToDoubt, f: onlyDoubts,
    a: accept, e: acts.correct, c: acts.correct, r: reject, u: undo, n: () => leave("next-document"), p: () => leave("previous-document"),
  });
  self.thaiIta.onSay = (text) => { byId("said").textContent = text; };

  judgements.onChange(refresh);
  refresh();
  let begin;
  try {
    begin = byAnchor.get(decodeURIComponent(location.hash.slice(1)));
  } catch { /* An address that is none. */ }
  if (begin) choose(begin, false);
  self.addEventListener("hashchange", () => {
    const item = byAnchor.get(location.hash.slice(1));
    if (item && item !== chosen) choose(item, false);
  });
})();
