// The index: portions of rows are loaded one after the other, filtered and shown a hundred at a time.
"use strict";
(() => {
  const { t, wordOf, byId, icon, make, onKeys, judgements, filter } = self.thaiIta;
  const { lang } = self.thaiItaSettings;
  const form = byId("filters");
  if (!form) return;
  const body = byId("rows"), found = byId("found"), more = byId("more");
  const portions = Number(document.body.dataset.portions), total = Number(document.body.dataset.rows);
  const AT_ONCE = 100, NEXT = 200, LIST_BEFORE = 200, LIST_AFTER = 1000;
  const number = (n) => n.toLocaleString(lang);
  let rows = [], shown = [], drawn = 0, judged = judgements.byDocument(), failed = false;

  function wanted() {
    return Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  }

  function draw(from, to) {
    const fragment = document.createDocumentFragment();
    for (const one of shown.slice(from, to)) fragment.append(line(one));
    body.append(fragment);
    drawn = Math.min(to, shown.length);
    more.hidden = drawn >= shown.length;
    tellFound();
  }

  function tellFound() {
    const loaded = rows.length < total && !failed ? ` · ${t("loading", { n: number(rows.length), all: number(total) })}` : "";
    const missing = failed ? ` · ${t("not_loaded", { n: number(rows.length), all: number(total) })}` : "";
    const count = shown.length || !rows.length ? t("shown_of", { shown: number(drawn), found: number(shown.length), all: number(total) }) : t("none_found");
    found.textContent = count + loaded + missing;
  }

  function cell(name, head, ...inside) {
    const made = make("td", name, ...inside);
    made.dataset.head = t(head);
    return made;
  }

  function line(one) {
    const link = make("a", "", make("bdi", "", one.agency || t("no_agency")));
    link.href = one.href;
    const head = make("th", "", link);
    head.scope = "row";
    if (lang !== "th") head.lang = "th";
    if (one.province) head.append(" ", make("span", "province", one.province));
    head.append(make("bdi", "file", one.path));
    const look = cell("look", "head.look");
    if (one.n_doubtful) look.append(make("span", "fraction", t("of", { n: one.n_doubtful, all: one.n_facts })));
    for (const doubt of one.doubts) look.append(" ", make("span", `doubt doubt-${doubt}`, wordOf("doubt", doubt)));
    if (!one.n_doubtful && !one.doubts.length) look.append(make("span", "quiet", t("nothing_to_look_at")));
    const made = make("tr", "", head,
      cell("year", "head.year", one.fiscal_year || make("span", "quiet", t("no_year"))),
      cell("type", "head.type", wordOf("doc_type", one.doc_type), " ", make("span", "quiet", wordOf("media", one.media))),
      look, cell("judged", "head.judged"));
    made.dataset.doc = one.doc;
    mark(made, one);
    return made;
  }

  function mark(element, one) {
    const { judged: n, state } = filter.progress(one, judged);
    const place = element.querySelector(".judged");
    place.textContent = "";
    if (!n) return;
    if (state === "done") place.append(icon("accept"), " ");
    place.append(t("of", { n: number(n), all: number(one.n_facts) }));
  }

  function refresh() {
    shown = filter.select(rows, wanted(), judged);
    body.textContent = "";
    draw(0, AT_ONCE);
  }

  function count() {
    judged = judgements.byDocument();
    let facts = 0, left = 0;
    for (const one of rows) {
      const made = filter.progress(one, judged);
      facts += made.judged;
      left += made.left;
    }
    byId("number-judged").textContent = number(facts);
    if (rows.length === total) byId("number-doubtful").textContent = number(left);
  }

  function keep() {
    const query = new URLSearchParams(wanted()).toString();
    judgements.keepFilters(query);
    try {
      history.replaceState(null, "", query ? `#${query}` : location.pathname.split("/").pop() || "index.html");
    } catch { /* The filters hold without it. */ }
  }

  function fill() {
    const query = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) {
      if (field.name && query.has(field.name)) field.value = query.get(field.name);
    }
  }

  // No more comes: filters and counts see all that was loaded. Where nothing was, the rows of the page itself stay.
  function finish() {
    count();
    if (rows.length && Object.keys(wanted()).length) refresh();
    else tellFound();
  }

  function fail() {
    failed = true;
    finish();
  }

  function load(n) {
    if (n >= portions) { finish(); return; }
    const script = document.createElement("script");
    script.src = `assets/rows-${n}.js`;
    script.addEventListener("load", () => {
      const portion = self.thaiItaRows?.[n];
      if (!Array.isArray(portion)) { fail(); return; }
      rows = rows.concat(portion.map(filter.row));
      self.thaiItaRows[n] = null;
      if (n === 0) refresh();
      else if (!Object.keys(wanted()).length) {
        shown = rows;
        more.hidden = drawn >= shown.length;
      }
      if (n + 1 === portions) { finish(); return; }
      tellFound();
      // A pause, so that the page answers while the others load.
      setTimeout(load, 0, n + 1);
    });
    script.addEventListener("error", fail);
    document.head.append(script);
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { keep(); refresh(); }, 120);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { keep(); refresh(); }));
  more.addEventListener("click", () => {
    const first = drawn;
    draw(drawn, drawn + NEXT);
    body.children[first]?.querySelector("a")?.focus({ preventScroll: true });
  });
  // A page that is opened from here, in this tab or another, leads back to what is shown here.
  for (const kind of ["click", "auxclick"]) body.addEventListener(kind, (event) => {
    const chosen = event.target.closest("tr");
    const at = chosen && event.target.closest("a") ? shown.findIndex((one) => one.doc === chosen.dataset.doc) : -1;
    if (at < 0) return;
    judgements.keepFilters(new URLSearchParams(wanted()).toString());
    judgements.keepList(shown.slice(Math.max(0, at - LIST_BEFORE), at + LIST_AFTER).map((one) => one.doc));
  });
  judgements.onChange(() => {
    count();
    const byDoc = new Map(shown.slice(0, drawn).map((one) => [one.doc, one]));
    for (const element of body.children) if (byDoc.has(element.dataset.doc)) mark(element, byDoc.get(element.dataset.doc));
  });
  self.addEventListener("hashchange", () => { fill(); refresh(); });
  onKeys({ "/": () => { byId("filter-q").focus(); byId("filter-q").select(); } });
  fill();
  judgements.keepFilters(new URLSearchParams(wanted()).toString());
  // On a phone the documents come first.
  if (matchMedia("(max-width: 48rem)").matches && !Object.keys(wanted()).length) byId("more-filters").open = false;
  load(0);
})();
