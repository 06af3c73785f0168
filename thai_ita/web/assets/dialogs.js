// What all pages of a review have: who judges, the file of corrections, the keys, what is said aloud.
"use strict";
(() => {
  const { t, csv, judgements } = self.thaiIta;
  const settings = self.thaiItaSettings;
  const byId = (id) => document.getElementById(id);
  const MOST_LINES = 10, LONGEST_QUOTED = 40;
  const short = (text) => (text.length > LONGEST_QUOTED ? `${text.slice(0, LONGEST_QUOTED)}…` : text);
  const FIELDS = "input, select, textarea, [contenteditable], dialog";

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("class", `icon icon-${name}`);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(space, "use");
    use.setAttribute("href", `#i-${name}`);
    svg.append(use);
    return svg;
  }

  // What turns the order of letters round, or stands for no letter (thai_ita/visible.py).
  const OBEYED = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u206f\ufff9-\ufffb\ufffe\uffff]/g;
  const clear = (text) => text.replace(OBEYED, "");

  // An element with its class, and texts or elements in it; a text is only ever a text.
  function make(tag, name, ...inside) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside.map((one) => (typeof one === "string" ? clear(one) : one)));
    return element;
  }

  function button(label, name, act) {
    const made = make("button", name, label);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // Said twice the same, it is to be heard twice.
  function say(text) {
    const live = byId("live");
    live.textContent = "";
    setTimeout(() => { live.textContent = clear(text); }, 30);
    self.thaiIta.onSay?.(clear(text));
  }

  function showNotice(text) {
    const notice = byId("notice");
    notice.textContent = clear(text);
    notice.hidden = !text;
  }

  const whoWindow = byId("who-window"), whoField = byId("who-field"), whoWrong = byId("who-wrong");
  let answered = null;

  function askWho() {
    whoField.value = judgements.who;
    whoWrong.textContent = "";
    whoWindow.showModal();
    whoField.select();
    return new Promise((resolve) => { answered = resolve; });
  }

  // What waits for the name goes on as the window closes: its event "close" comes later, when keys may have been pressed.
  function answerWho(name) {
    if (name) judgements.who = name;
    whoWindow.close();
    answered?.(name);
    answered = null;
  }

  whoWindow.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = whoField.value.trim();
    if (name) { answerWho(name); return; }
    whoWrong.textContent = t("wrong.who");
    whoField.focus();
  });
  whoWindow.querySelector('[value="cancel"]').addEventListener("click", () => answerWho(""));
  // By the key Escape; what is told of an earlier closing does not close it again.
  whoWindow.addEventListener("close", () => { if (!whoWindow.open) answerWho(""); });

  // The name of the person, asked once.
  async function who() {
    return judgements.who || askWho();
  }

  function download() {
    const rows = judgements.fileRows();
    const address = URL.createObjectURL(new Blob([csv.write(rows)], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = settings.fileName;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    const disputed = judgements.nDisputed;
    if (disputed) showNotice(t("said.saved_disputed", { n: disputed }));
    say(t("said.saved", { n: rows.length }));
  }

  // The lines of a file that make no correction, the first of them with the reason.
  function told(wrong) {
    const lines = wrong.slice(0, MOST_LINES).map(({ line, why, text }) => t("said.line", { line, why: t(why, { text: short(text) }) }));
    const more = wrong.length > MOST_LINES ? ` ${t("said.more_lines", { n: wrong.length - MOST_LINES })}` : "";
    return `${t("said.lines_left_out", { n: wrong.length })} ${lines.join(" · ")}${more}`;
  }

  async function open(file) {
    if (!file) return;
    const found = csv.read(new Uint8Array(await file.arrayBuffer()));
    let text;
    if (found.large) text = t("said.too_large");
    else if (found.missing.length) text = t("said.not_corrections", { columns: found.missing.join(", ") });
    else {
      text = t("said.loaded", judgements.merge(found.rows));
      if (found.wrong.length) text += told(found.wrong);
    }
    showNotice(text);
  }

  function refresh() {
    const n = judgements.newCount;
    const many = byId("save-count");
    if (many) many.textContent = n ? String(n) : "";
    byId("new-count").textContent = n ? t("new_count", { n: n.toLocaleString(settings.lang) }) : t("none_new");
    byId("who-name").textContent = judgements.who ? clear(t("who_is", { who: judgements.who })) : t("who_unknown");
    byId("who").title = t("who_change");
    if (judgements.trouble) showNotice(t(judgements.trouble));
  }

  byId("who").addEventListener("click", askWho);
  byId("download").addEventListener("click", download);
  byId("save")?.addEventListener("click", download);
  byId("open").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", async () => {
    await open(byId("file").files[0]);
    byId("file").value = "";
  });
  const drop = byId("drop");
  const brings = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    drop.hidden = false;
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.hidden = true; });
  document.addEventListener("drop", (event) => {
    drop.hidden = true;
    if (!brings(event)) return;
    event.preventDefault();
    open(event.dataTransfer.files[0]);
  });

  const help = byId("help-window");
  const keysOn = byId("keys-on");
  keysOn.checked = judgements.keys;
  keysOn.addEventListener("change", () => { judgements.keys = keysOn.checked; });
  function showHelp() {
    help.showModal();
  }
  byId("help").addEventListener("click", showHelp);

  // The letter of a key also where the keyboard writes Thai, on which j is a tone mark.
  function letterOf(event) {
    if (/^[\x21-\x7e]$/.test(event.key)) return event.key.toLowerCase();
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    return /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : event.key;
  }

  // Calls handlers[letter]; never while a person types, nor with Ctrl, Alt or the like.
  function onKeys(handlers) {
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest(FIELDS)) return;
      const letter = letterOf(event);
      if (!judgements.keys && letter !== "?" && !letter.startsWith("Arrow")) return;
      const act = Object.prototype.hasOwnProperty.call(handlers, letter) ? handlers[letter] : letter === "?" ? showHelp : null;
      if (!act || act(event) === false) return;
      event.preventDefault();
    });
  }

  judgements.onChange(refresh);
  refresh();
  // Back to the list as it was left.
  const list = byId("index-link"), filters = judgements.keptFilters();
  if (list && filters) list.hash = filters;
  // Firefox keeps the pages of a folder on a disk apart from one another.
  try {
    if (document.body.classList.contains("index-page")) localStorage.setItem("thai-ita review seen", "1");
    else if (location.protocol === "file:" && /Firefox/.test(navigator.userAgent) && !localStorage.getItem("thai-ita review seen")) showNotice(t("storage_apart"));
  } catch { /* Said already. */ }

  Object.assign(self.thaiIta, { byId, icon, make, button, say, showNotice, who, onKeys });
})();
