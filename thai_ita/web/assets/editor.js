// The field in which a column is corrected, and what may stand in it.
"use strict";
(() => {
  const { t, values, make, button } = self.thaiIta;
  const settings = self.thaiItaSettings;
  const LINES = new Set(["steps", "sub_measures"]), LISTS = new Set(["responsible", "indicators", "items"]);
  const YEARS = new Set(["fiscal_year", "assessed_year"]), DATES = new Set(["start_date", "end_date", "decided_on"]);
  const NEVER_EMPTY = new Set(["kind", "code"]);
  const SHORT = 60, LONGEST = 20_000;
  const CODES = {
    overall: /^ITA$/, instrument: /^(?:[IEO]IT|EBIT)$/, indicator: /^(?:10|[1-9]|2561\.[1-5])$/, subindicator: /^\d{1,2}\.\d{1,2}$/,
    question: /^[ie]\d{1,2}$/, oit_item: /^o\d{1,2}$/,
  };
  let count = 0;

  const arabic = (text) => text.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));

  // The text as it is kept.
  function tidy(table, column, text) {
    const plain = text.replace(/\r\n?/g, "\n").trim();
    const isNumber = (table === "scores" && column === "value") || YEARS.has(column) || DATES.has(column) || ["code", "part", "issue"].includes(column);
    return isNumber ? arabic(plain) : plain;
  }

  const isScore = (text) => /^\d{1,3}(?:\.\d{1,4})?$/.test(text) && Number(text) <= 100;
  const isYear = (text) => /^2[56]\d\d$/.test(text);
  const isDate = (text) => /^(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text);

  // What is wrong with a text for a column, "" for nothing: what reads well here, and what a run takes.
  function wrong(table, column, text) {
    const problem = values.problem(table, column, text);
    return unreadable(table, column, text) || (problem && t(problem, { text }));
  }

  function unreadable(table, column, text) {
    if (!text) return column === settings.main[table] || NEVER_EMPTY.has(column) ? t("wrong.empty") : "";
    if (table === "scores" && column === "value") return isScore(text) ? "" : t("wrong.value");
    if (YEARS.has(column)) return isYear(text) ? "" : t("wrong.year");
    if (DATES.has(column)) return isDate(text) ? "" : t("wrong.date");
    if (column === "code") return Object.values(CODES).some((code) => code.test(text)) ? "" : t("wrong.code");
    return "";
  }

  function kindOf(code) {
    return Object.keys(CODES).find((kind) => CODES[kind].test(code)) || "";
  }

  function select(choices, raw, mayBeEmpty) {
    const field = make("select", "");
    const listed = [...(mayBeEmpty ? [["", t("empty")]] : []), ...choices];
    if (raw && !choices.some(([code]) => code === raw)) listed.push([raw, raw]);
    for (const [code, word] of listed) {
      const option = make("option", "", word);
      option.value = code;
      field.append(option);
    }
    return field;
  }

  function fieldFor(table, column, raw) {
    const choices = settings.choices[`${table}.${column}`];
    const long = LINES.has(column) || raw.includes("\n") || raw.length > SHORT || ["title", "text"].includes(column);
    const field = choices ? select(choices, raw, table === "documents") : make(long ? "textarea" : "input", "");
    if (!choices) field.maxLength = LONGEST;
    if (table === "scores" && column === "value") field.inputMode = "decimal";
    field.value = raw;
    return field;
  }

  function labelled(text, field, hint) {
    count += 1;
    field.id = `field-${count}`;
    const label = make("label", "", text);
    label.htmlFor = field.id;
    const made = make("p", "", label, field);
    if (hint) {
      const words = make("span", "quiet", hint);
      words.id = `hint-${count}`;
      field.setAttribute("aria-describedby", words.id);
      made.append(words);
    }
    return made;
  }

  // What was typed and neither saved nor left, by the cell that it belongs to: it is there again when that is opened.
  const drafts = new Map();
  let typed = null;
  self.addEventListener("beforeunload", (event) => {
    if (drafts.size || (typed && typed())) event.preventDefault();
  });

  // Puts a form into ``into``; save(text, why) is called with what is right, closed(kept) when it is gone: kept where
  // a draft stays. Gives the function that closes it so.
  function open(into, table, column, raw, save, closed) {
    const field = fieldFor(table, column, raw), why = make("input", ""), problem = make("p", "wrong");
    why.placeholder = t("why_hint");
    why.maxLength = 1000;
    problem.setAttribute("role", "alert");
    const isLong = field.tagName === "TEXTAREA";
    const hint = isLong ? t("lines_hint") : LISTS.has(column) ? t("list_hint") : "";
    const submit = make("button", "primary", t("save"));
    submit.type = "submit";
    const form = make("form", "editor",
      labelled(`${t("edit_column", { column: settings.words[`column.${column}`] })} · ${t("new_value")}`, field, hint),
      labelled(t("why"), why, ""), problem,
      make("p", "buttons", button(t("cancel"), "", close), submit));
    form.noValidate = true;
    typed = () => field.value !== raw || why.value !== "";
    if (drafts.has(into)) [field.value, why.value] = drafts.get(into);
    function remove(kept) {
      form.remove();
      typed = null;
      closed(kept);
    }
    function close() {
      drafts.delete(into);
      remove(false);
    }
    function leave() {
      const kept = typed();
      if (kept) drafts.set(into, [field.value, why.value]);
      remove(kept);
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = tidy(table, column, field.value);
      problem.textContent = wrong(table, column, text);
      if (problem.textContent) { field.setAttribute("aria-invalid", "true"); field.focus(); return; }
      save(text, why.value.trim());
      close();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); close(); }
      if (event.key === "Enter" && event.ctrlKey) { event.preventDefault(); form.requestSubmit(); }
    });
    into.append(form);
    field.focus();
    field.select?.();
    return leave;
  }

  // What was typed is there when the cell is opened again.
  const keep = (into, text, why) => drafts.set(into, [text, why]);

  self.thaiIta.editor = { open, keep, tidy, wrong, kindOf };
})();
