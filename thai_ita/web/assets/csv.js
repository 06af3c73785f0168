// corrections.csv: read as a person or a spreadsheet left it, written as thai_ita/corrections/csv_file.py writes it.
"use strict";
(() => {
  const { columns, correctable, longest } = self.thaiItaSettings;
  const { values } = self.thaiIta;
  const NEEDED = columns.slice(0, 6);
  const LARGEST_BYTES = 50e6;
  // What a spreadsheet runs as a formula gets an apostrophe in front (thai_ita/normalize/cells.py).
  const RISKY = /^[' ]*[=+\-@\t\r\n\0＝＋－＠]/;
  // Ids and names of facts that a spreadsheet turns into a number or a time of day.
  const TAKEN_FOR_NUMBER = /^(?:[0-9]+(?:e[0-9]+)?|[0-9]+:[0-9]+)$/;
  const NAMES = new Set(["doc_id", "fact"]);
  const DOC_ID = /^d-[0-9a-f]{16}$/;
  // Of a version whose ids had no letter before them.
  const UNMARKED = /^[0-9a-f]{16}$/;
  const asDocId = (text) => (UNMARKED.test(text) ? `d-${text}` : text);

  // The blanks that Python strips, which are others than those that trim() does.
  const BLANKS = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
  const ENDS = new RegExp(`^[${BLANKS}]+|[${BLANKS}]+$`, "g");
  const strip = (text) => text.replace(ENDS, "");

  function neutralise(text) {
    return RISKY.test(text) ? `'${text}` : text;
  }

  function restore(cell) {
    return cell.startsWith("'") && RISKY.test(cell) ? cell.slice(1) : cell;
  }

  function cell(column, text) {
    const guarded = NAMES.has(column) && TAKEN_FOR_NUMBER.test(text) ? `'${text}` : neutralise(text);
    return /[",\r\n]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
  }

  // The whole file as text, with its byte order mark.
  function write(rows) {
    const lines = [columns.join(","), ...rows.map((row) => row.map((text, n) => cell(columns[n], text)).join(","))];
    return `\ufeff${lines.join("\r\n")}\r\n`;
  }

  function decoded(bytes) {
    const two = (bytes[0] << 8) | bytes[1];
    if (two === 0xfffe || two === 0xfeff) return new TextDecoder(two === 0xfffe ? "utf-16le" : "utf-16be").decode(bytes);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return new TextDecoder("windows-874").decode(bytes);
    }
  }

  // Rows as lists of cells, each with the number of its first line.
  function split(text, delimiter) {
    const rows = [];
    let row = [], field = "", quoted = false, began = 1, line = 1;
    const end = () => { row.push(field); field = ""; };
    for (let at = 0; at < text.length; at += 1) {
      const letter = text[at];
      if (letter === "\n") line += 1;
      if (quoted) {
        if (letter !== '"') field += letter;
        else if (text[at + 1] === '"') { field += '"'; at += 1; } else quoted = false;
      } else if (letter === '"' && field === "") quoted = true;
      else if (letter === delimiter) end();
      else if (letter === "\n" || letter === "\r") {
        if (letter === "\r" && text[at + 1] === "\n") { at += 1; line += 1; }
        end();
        rows.push([began, row]);
        row = [];
        began = line;
      } else field += letter;
    }
    if (field || row.length) { end(); rows.push([began, row]); }
    return rows.filter(([, cells]) => cells.some((one) => one.trim()));
  }

  function delimiterOf(heading) {
    const counts = [",", ";", "\t"].map((one) => [heading.split(one).length, one]);
    return counts.sort((a, b) => b[0] - a[0])[0][1];
  }

  function restored(column, raw) {
    let text = restore(strip(raw));
    if (NAMES.has(column) && text.startsWith("'") && TAKEN_FOR_NUMBER.test(text.slice(1))) text = text.slice(1);
    return strip(text.replace(/\r\n?/g, "\n").replace(/\0/g, "\ufffd"));
  }

  // Why a row makes no correction, as a key of the words; "" where a run would take it.
  function problem(row) {
    const [doc, table, fact, column, , becomes] = row;
    if (!DOC_ID.test(doc)) return "line.doc_id";
    if (!Object.prototype.hasOwnProperty.call(correctable, table)) return "line.table";
    if (!correctable[table].includes(column)) return "line.column";
    if (!fact && table !== "documents") return "line.fact";
    if (columns.some((name, n) => [...row[n]].length > (longest[name] ?? Infinity))) return "line.long";
    return values.problem(table, column, becomes);
  }

  // {rows, wrong, missing}: corrections as lists in the order of the columns, the lines that make none with the reason
  // of each, and the columns without which the file is none.
  function read(bytes) {
    if (bytes.length > LARGEST_BYTES) return { rows: [], wrong: [], missing: [], large: true };
    const text = decoded(bytes).replace(/^\ufeff/, "").replace(/^\s*sep=.*(?:\r\n?|\n)/i, "");
    const rows = split(text, delimiterOf((/^\s*([^\r\n]*)/.exec(text) || ["", ""])[1]));
    const names = (rows.length ? rows[0][1] : []).map((one) => one.trim().replace(/^["']+|["']+$/g, "").trim().toLowerCase());
    const missing = NEEDED.filter((column) => !names.includes(column));
    if (missing.length) return { rows: [], wrong: [], missing };
    const places = columns.map((column) => names.indexOf(column));
    const found = { rows: [], wrong: [], missing };
    for (const [line, cells] of rows.slice(1)) {
      const row = places.map((place, n) => restored(columns[n], place < 0 ? "" : cells[place] || ""));
      for (const n of [0, 1, 3]) row[n] = row[n].toLowerCase();
      row[0] = asDocId(row[0]);
      if (row[1] === "documents") row[2] = "";
      const why = problem(row);
      if (why) found.wrong.push({ line, why, text: row[5] });
      else found.rows.push(row);
    }
    return found;
  }

  Object.assign(self.thaiIta, { csv: { write, read, neutralise, restore, asDocId } });
})();
