// Tables of key figures: a click on a heading sorts, a word filters. Every order and every
// selection is also a page of its own, so that nothing is lost without this script.

// The rules of a language's order take a telephone some 40 ms to load: only who sorts waits.
let collator;
function inOrder(a, b) {
  collator ??= new Intl.Collator(document.documentElement.lang, { numeric: true });
  return collator.compare(a, b);
}

// On a telephone the style lays rows out as small sheets, and some browsers then no longer tell
// a screen reader that this is a table.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
for (const table of document.querySelectorAll("table.stacked")) {
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
    part.setAttribute("role", ROLES[part.tagName] ?? (part.scope === "col" ? "columnheader" : "rowheader"));
  }
}

for (const table of document.querySelectorAll("table[data-filter]")) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  // A part of a longer list is not sorted: its order would not be that of the list.
  if (!document.querySelector(".pagination, .more")) addSorting(table, body);
  if (rows.length > 5) addFilter(table, rows);
}

// What a cell is compared by: its unit and number, its date, or its words.
function keyOf(cell) {
  const value = cell.querySelector("data");
  if (value) return { group: cell.dataset.unit ?? "", number: parseFloat(value.value) };
  const time = cell.querySelector("time");
  if (time) return { words: time.dateTime };
  return { words: cell.textContent.trim() };
}

function compare(a, b) {
  if (a.number !== undefined && b.number !== undefined) {
    return inOrder(a.group, b.group) || a.number - b.number;
  }
  return inOrder(a.words ?? "", b.words ?? "");
}

function addSorting(table, body) {
  const headings = [...table.tHead.rows[0].cells];
  headings.forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const up = heading.getAttribute("aria-sort") !== "ascending";
      headings.forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", up ? "ascending" : "descending");
      const keyed = [...body.rows].map((row) => [keyOf(row.cells[column]), row]);
      keyed.sort(([a], [b]) => (up ? compare(a, b) : compare(b, a)));
      body.append(...keyed.map(([, row]) => row));
    });
  });
}

// Accents and capitals do not count when a reader looks for a word.
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function addFilter(table, rows) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const shown = document.createElement("output");
  const all = document.createElement("p");
  input.type = "search";
  all.className = "filter";
  label.append(table.dataset.filter, " ", input);
  all.append(label, " ", shown);
  table.parentElement.before(all);
  let texts;
  input.addEventListener("input", () => {
    texts ??= rows.map((row) => plain(row.textContent));
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let n = 0;
    rows.forEach((row, nth) => {
      row.hidden = !words.every((word) => texts[nth].includes(word));
      n += row.hidden ? 0 : 1;
    });
    shown.textContent = words.length
      ? table.dataset.shown.replace("{n}", n).replace("{total}", rows.length)
      : "";
  });
}
