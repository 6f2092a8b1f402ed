// The page on which readers search: results as they type, by kind, with choices among them.
// What is found is data: it becomes text nodes, never HTML. The index and the program that
// reads it are loaded when somebody begins to search.

const form = document.querySelector(".search-form");
const input = form.elements.q;
const filters = form.querySelector(".search-filters");
const status = document.querySelector(".search-status");
const none = document.querySelector(".search-none");
const results = document.querySelector(".search-results");
const browse = document.querySelector(".search-browse");
const words = JSON.parse(document.getElementById("search-words").textContent);
const lang = document.documentElement.lang;
const plurals = new Intl.PluralRules(lang);
const numbers = new Intl.NumberFormat(lang);
const boxes = (name) => [...form.querySelectorAll(`input[name=${name}]`)];

/** How many results of a kind are shown at first, and how many where it is the only one. */
const FEW = 4;
const MANY = 20;
const WAIT = 200;

let index; // The promise of the index.
let nth = 0; // The search that is the last.
let timer;
let committed = true; // Whether the address is that of a search somebody meant.

const say = (name, n, query) =>
  (words[name][plurals.select(n)] ?? words[name].other)
    .replace("{n}", () => numbers.format(n))
    .replace("{query}", () => query);

/** An element with text or other elements in it. */
function make(name, className, ...inside) {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...inside.filter((part) => part !== undefined));
  return element;
}

function load() {
  index ??= import(new URL(`${form.dataset.index}pagefind.js`, location.href))
    .then(async (pagefind) => {
      const options = { noWorker: true, excerptLength: 28, excerptEllipsis: "…", ranking: { metaWeights: { title: 6 } } };
      const instance = pagefind.createInstance(options);
      await instance.init();
      await instance.filters();
      return instance;
    })
    .catch((error) => {
      index = undefined;
      throw error;
    });
  return index;
}

/** What is asked: the words without an article that is tied to them, and the choices. */
function asked() {
  const query = input.value.trim();
  const elided = /(^|[\s"«“])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]/giu;
  const checked = (name) => boxes(name).filter((box) => box.checked).map((box) => box.value);
  return {
    query,
    term: lang.startsWith("fr") ? query.replace(elided, "$1") : query,
    kinds: checked("kind"),
    topics: checked("topic"),
  };
}

const any = (name, values) => (values.length > 0 ? { [name]: { any: values } } : {});

async function search(focus) {
  const own = ++nth;
  clearTimeout(timer);
  const { query, term, kinds, topics } = asked();
  if (query === "") {
    browse.hidden = false;
    none.hidden = filters.hidden = true;
    status.textContent = "";
    results.replaceChildren();
    return;
  }
  const slow = setTimeout(() => {
    if (own === nth) status.textContent = words.loading.other;
  }, 400);
  results.setAttribute("aria-busy", "true");
  try {
    const pagefind = await load();
    const find = async (kind) => {
      const found = await pagefind.search(term, { filters: { kind, ...any("topic", topics) } });
      return { kind, results: found.results };
    };
    const all = await Promise.all((await allKinds(pagefind)).map(find));
    const ofTopics = await pagefind.search(term, { filters: any("kind", kinds) });
    const groups = all.filter((group) => group.results.length > 0 && (kinds.length === 0 || kinds.includes(group.kind)));
    const total = groups.reduce((n, group) => n + group.results.length, 0);
    // What is called as it was asked for comes before what only speaks of it.
    for (const group of groups) group.called = await isCalled(group.results[0], term);
    groups.sort((a, b) => b.called - a.called);
    const shown = await Promise.all(groups.map((group) => section(group, groups.length === 1 ? MANY : FEW)));
    const alone = total === 0 ? await onTheirOwn(pagefind, term) : [];
    const filtered = total === 0 && kinds.length + topics.length > 0;
    const others = filtered ? (await pagefind.search(term)).results.length : 0;
    if (own !== nth) return;
    count("kind", Object.fromEntries(all.map((group) => [group.kind, group.results.length])));
    count("topic", ofTopics.filters.topic ?? {});
    filters.hidden = total === 0 && kinds.length + topics.length === 0;
    results.replaceChildren(...shown);
    none.hidden = total > 0;
    browse.hidden = total > 0;
    none.querySelector(".search-unfilter").hidden = others === 0;
    suggest(alone);
    status.textContent = say(total > 0 ? "results" : "none", total, query);
    if (focus) (total > 0 ? results : input).focus({ preventScroll: total === 0 });
  } catch {
    if (own !== nth) return;
    results.replaceChildren();
    none.hidden = true;
    browse.hidden = false;
    status.textContent = words.failed.other;
  } finally {
    clearTimeout(slow);
    if (own === nth) results.removeAttribute("aria-busy");
  }
}

/** Every kind of the index, in the order of the choices. */
async function allKinds(pagefind) {
  const known = Object.keys((await pagefind.filters()).kind ?? {});
  const order = boxes("kind").map((box) => box.value);
  return known.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** Whether a title has every word of a search, its ending and accents aside. */
async function isCalled(result, term) {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const title = plain((await result.data()).meta.title);
  const parts = plain(term).match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.every((word) => title.includes(word.length > 4 ? word.slice(0, -1) : word));
}

/** How many results each choice has, beside it; one without any is out of the way. */
function count(name, numbersOf) {
  for (const box of boxes(name)) {
    const n = numbersOf[box.value] ?? 0;
    const label = box.closest("label");
    label.hidden = n === 0 && !box.checked;
    label.querySelector(".number").textContent = numbers.format(n);
  }
  const field = boxes(name)[0]?.closest("fieldset");
  if (field) field.hidden = boxes(name).every((box) => box.closest("label").hidden);
}

/** The results of a kind under their heading: the first, and a button for the next. */
async function section({ kind, results: found }, first) {
  const box = boxes("kind").find((box) => box.value === kind);
  const name = box?.closest("label").querySelector(".name").textContent;
  const list = make("ul", "entries");
  const add = async (n) => {
    const next = found.slice(list.children.length, list.children.length + n);
    const made = (await Promise.all(next.map((result) => result.data()))).map(entry);
    list.append(...made);
    return made[0];
  };
  await add(first);
  const parts = [list];
  if (name) parts.unshift(make("h2", "", name, " ", make("span", "count", `(${numbers.format(found.length)})`)));
  if (found.length > first) {
    const button = make("button", "");
    button.type = "button";
    const label = () => {
      const left = Math.min(found.length - list.children.length, MANY);
      button.textContent = say("more", left);
      return left;
    };
    label();
    button.addEventListener("click", async () => {
      const added = await add(MANY).catch(() => undefined);
      if (label() === 0) button.parentElement.remove();
      // The reader goes on where the new ones begin.
      added?.querySelector("a").focus();
    });
    parts.push(make("p", "more", button));
  }
  return make("section", `search-group ${kind}`, ...parts);
}

/** A result: its value, its name, some of its words, where it belongs. */
function entry({ raw_url, meta, filters: of, excerpt }) {
  const link = make("a", "", meta.title);
  link.href = raw_url;
  if (of.lang) link.lang = of.lang[0];
  const item = make("li", "", make("p", "entry-title", link));
  if (meta.value) item.append(make("p", "search-value", meta.value));
  else if (excerpt !== meta.title) item.append(make("p", "search-excerpt", ...marked(excerpt)));
  if (meta.context) item.append(make("p", "meta", meta.context));
  return item;
}

/** The library's excerpt, in which `<mark>` is its own and every other `<` is escaped. */
function marked(excerpt) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const parts = excerpt.split(/<\/?mark>/).map(plain);
  return parts.map((part, nth) => (nth % 2 === 1 ? make("mark", "", part) : part)).filter((part) => part !== "");
}

/** The words of a search without results that have some when they are alone. */
async function onTheirOwn(pagefind, term) {
  const parts = [...new Set(term.split(/\s+/).filter((word) => word.length > 2))].slice(0, 8);
  if (parts.length < 2) return [];
  const found = await Promise.all(parts.map((word) => pagefind.search(word)));
  return parts.filter((_, nth) => found[nth].results.length > 0);
}

function suggest(alone) {
  const box = none.querySelector(".search-alone");
  box.hidden = alone.length === 0;
  box.querySelector("ul").replaceChildren(
    ...alone.map((word) => {
      const link = make("a", "", word);
      link.href = `?${new URLSearchParams({ q: word })}`;
      return make("li", "", link);
    }),
  );
}

/** The address of what is asked. Typing changes it in place; a search that was meant, by Enter
    or by a choice, is one to which the button Back leads. */
function address(meant) {
  const { query, kinds, topics } = asked();
  const parts = new URLSearchParams();
  if (query) parts.set("q", query);
  kinds.forEach((kind) => parts.append("kind", kind));
  topics.forEach((topic) => parts.append("topic", topic));
  const to = parts.size > 0 ? `?${parts}` : location.pathname;
  if (location.search !== (parts.size > 0 ? to : "")) {
    history[committed ? "pushState" : "replaceState"](null, "", to);
    committed = false;
  }
  if (meant) committed = true;
}

/** What the address asks. */
function read() {
  const parts = new URLSearchParams(location.search);
  input.value = parts.get("q") ?? "";
  for (const name of ["kind", "topic"]) {
    boxes(name).forEach((box) => (box.checked = parts.getAll(name).includes(box.value)));
  }
  committed = true;
  search(false);
}

input.addEventListener("focus", () => load().catch(() => {}), { once: true });
input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    address(false);
    search(false);
  }, WAIT);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  address(true);
  search(true);
});
filters.addEventListener("change", () => {
  address(true);
  search(false);
});
none.querySelector("button").addEventListener("click", () => {
  [...boxes("kind"), ...boxes("topic")].forEach((box) => (box.checked = false));
  address(true);
  search(true);
});
addEventListener("popstate", read);
read();
