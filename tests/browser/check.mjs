// What a browser, a screen reader's rules and an HTML checker say of the built site.
//
//     node tests/browser/check.mjs <folder of the site> <folder for screenshots>

import { spawnSync } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

import { chromium } from "playwright-core";
import { LinkChecker } from "linkinator";

import { files, samples, serve } from "./site.mjs";

const [folder, screenshots] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const axe = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

/** How the site is looked at: wide and narrow, light and dark, and with more contrast. */
const VIEWS = [
  { view: "light-1280", width: 1280, height: 900, colorScheme: "light" },
  { view: "dark-1280", width: 1280, height: 900, colorScheme: "dark" },
  { view: "light-390", width: 390, height: 844, colorScheme: "light" },
  { view: "dark-320", width: 320, height: 640, colorScheme: "dark" },
  { view: "contrast-1280", width: 1280, height: 900, colorScheme: "light", contrast: "more" },
];

const problems = [];
const problem = (where, what) => problems.push(`${where}: ${what}`);

/** The rules of WCAG 2.2 A and AA, and what axe knows to be good practice. */
async function accessible(page, where) {
  // Evaluated from outside: the policy of the page allows no script but the site's own.
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target).join(" ; ")})`);
  });
  found.forEach((violation) => problem(where, violation));
}

/** Nothing is wider than the screen, so that nobody scrolls in two directions. */
async function fits(page, where, width) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  if (wide > width) problem(where, `${wide} px wide on a screen of ${width}`);
}

/** Tab by Tab: the skip link first, then every control, each seen, none a trap. */
async function keyboard(page, where) {
  const controls = await page.evaluate(() => {
    const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    return [...document.querySelectorAll(all)].filter((e) => e.getClientRects().length > 0).length;
  });
  const menus = await page.evaluate(() => document.querySelector("header nav") !== null);
  let steps = 0;
  for (; steps <= controls + 5; steps += 1) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return {
        name: `${element.tagName.toLowerCase()} ${element.textContent.trim().slice(0, 40)}`,
        skip: element.getAttribute("href") === "#content",
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        inView: box.bottom > 0 && box.top < innerHeight && box.width > 0,
      };
    });
    // Behind the last control comes the browser's own bar, or, without one, the first again.
    if (!focus || (steps > 0 && focus.skip)) break;
    if (steps === 0 && menus && !focus.skip) problem(where, `the first Tab leads to ${focus.name}, not past the menus`);
    if (!focus.seen) problem(where, `the focus cannot be seen on ${focus.name}`);
    if (!focus.inView) problem(where, `the focus is out of sight on ${focus.name}`);
  }
  if (steps < controls) problem(where, `the keyboard reaches ${steps} of ${controls} controls`);
  if (menus && steps > controls + 5) problem(where, "the keyboard does not leave the page");
}

/** Headings step down one level at a time, from one `h1`. */
async function headings(page, where) {
  const levels = await page.$$eval("h1, h2, h3, h4, h5, h6", (all) => all.map((h) => Number(h.tagName[1])));
  if (levels.filter((level) => level === 1).length !== 1) problem(where, "there is not one h1");
  levels.forEach((level, nth) => {
    if (nth > 0 && level > levels[nth - 1] + 1) problem(where, `an h${level} follows an h${levels[nth - 1]}`);
  });
}

async function inBrowser(site, pages) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  for (const { view, width, height, colorScheme, contrast } of VIEWS) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, contrast, reducedMotion: "reduce" });
    const page = await context.newPage();
    let where = "";
    page.on("request", (request) => {
      if (!request.url().startsWith(site.origin)) problem(where, `asks ${request.url()}`);
    });
    page.on("console", (message) => {
      if (message.type() === "error") problem(where, `the console says: ${message.text()}`);
    });
    page.on("pageerror", (error) => problem(where, `a script fails: ${error.message}`));
    for (const { name, address } of pages) {
      where = `${address} (${view})`;
      await page.goto(site.origin + address);
      await accessible(page, where);
      await fits(page, where, width);
      if (view === "light-1280") {
        await headings(page, where);
        await keyboard(page, where);
      }
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(screenshots, `${name}-${view}.png`), fullPage: true });
    }
    await context.close();
  }
  await found(browser, site);
  await tables(browser, site);
  await searches(browser, site);
  await browser.close();
}

/** What a dossier must show to whoever looks for it, and what of the page shows it. */
const SOUGHT = {
  surface: "data[value='75000']",
  funding: "table.funding",
  "press contact": "main a[href^='mailto:']",
};

/** Whoever comes for the first time, on a telephone, finds what they look for by one click. */
async function found(browser, site) {
  for (const [home, surface] of [["/fr/", "75 000 m²"], ["/en/", "75,000 m²"]]) {
    for (const what of await missed(browser, site, home, surface)) problem(home, `a dossier does not show its ${what}`);
    // The check itself: without any of them, it says which.
    for (const [what, shown] of Object.entries(SOUGHT)) {
      const told = await missed(browser, site, home, surface, shown);
      if (told.join() !== what) problem("the check of what is found", `without the ${what}, it misses ${told.join(", ") || "nothing"}`);
    }
    await takenAway(browser, site, home);
  }
}

/** The page of a dossier says how large its press kit is; a quotation can be copied. */
async function takenAway(browser, site, home) {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(site.origin + home);
  await page.click("main a:has-text('PariSanté Campus')");
  await page.waitForSelector("body.dossier");
  const kit = (await page.innerText(".take-away")).replace(/\s/g, " ");
  if (!/\(PDF, [\d.,]+ \S+, \d+ pages\)/.test(kit)) problem(home, `a dossier says of its press kit: ${kit}`);
  await quoted(page, home);
  await page.close();
}

/** What is not found of all that is sought; `without` is taken from the page before anybody looks. */
async function missed(browser, site, home, surface, without) {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await page.goto(site.origin + home);
  await page.click("main a:has-text('PariSanté Campus')");
  await page.waitForSelector("body.dossier");
  if (without) await page.evaluate((shown) => document.querySelectorAll(shown).forEach((element) => element.remove()), without);
  const text = (await page.innerText("main")).replace(/\s/g, " ");
  const seen = (what) => page.locator(SOUGHT[what]).first().isVisible();
  const told = [];
  if (!text.includes(surface) || !(await seen("surface"))) told.push("surface");
  if (!(await seen("funding"))) told.push("funding");
  if (!(await seen("press contact"))) told.push("press contact");
  await page.close();
  return told;
}

/** A quotation goes to the clipboard by one click and a key, with who said it and when. */
async function quoted(page, where) {
  await page.click(".to-copy summary");
  await page.click(".to-copy .citation");
  const copied = (await page.evaluate(() => getSelection().toString())).replace(/\s/g, " ");
  if (!/^[«“].*[»”] – .+, .+, \d+ \S+ \d{4}/.test(copied)) problem(where, `a quotation is copied as ${copied}`);
}

/** The comfort of tables: a heading sorts, a word filters, accents aside. */
async function tables(browser, site) {
  const page = await browser.newPage();
  const where = "/fr/chiffres-cles/de-a-a-z/";
  await page.goto(site.origin + where);
  const labels = () => page.$$eval("tbody tr:not([hidden]) th", (all) => all.map((th) => th.textContent));
  const before = await labels();
  await page.click("thead th:first-child button");
  await page.click("thead th:first-child button");
  const after = await labels();
  if (after.join() !== before.toReversed().join()) problem(where, `a second click on a heading gives ${after}`);
  if ((await page.getAttribute("thead th:first-child", "aria-sort")) !== "descending") {
    problem(where, "the order is not told to a screen reader");
  }
  await page.fill("input[type=search]", "PREFIGURATEUR");
  const found = await labels();
  if (found.join() !== "Surface du site préfigurateur") problem(where, `the filter finds ${found}`);
  await page.close();
}

/** Search: results as one types, by kind, with choices, by keyboard, shared by their address. */
async function searches(browser, site) {
  for (const [address, word, label, value, back] of [
    ["/fr/recherche/", "surface", "Surface prévue du campus", "75 000 m²", "santé"],
    ["/en/search/", "surface", "Planned surface area of the campus", "75,000 m²", "health"],
  ]) {
    const asked = new Set();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const page = await context.newPage();
    let where = address;
    page.on("request", (request) => {
      asked.add(request.url());
      if (!request.url().startsWith(site.origin)) problem(where, `asks ${request.url()}`);
    });
    page.on("console", (message) => problem(where, `the console says: ${message.text()}`));
    page.on("pageerror", (error) => problem(where, `a script fails: ${error.message}`));
    page.on("dialog", async (dialog) => {
      problem(where, `a dialog says: ${dialog.message()}`);
      await dialog.dismiss();
    });
    const expect = (found, wanted, what) => {
      if (found !== wanted) problem(where, `${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
    };
    const status = () => page.textContent(".search-status");
    const groups = () => page.$$eval(".search-group", (all) => all.map((group) => group.className.split(" ").at(-1)));
    const settled = (n) =>
      page.waitForFunction((n) => document.querySelector(".search-status").textContent.match(/^\d+/)?.[0] === n, String(n));
    const plain = (text) => text?.replace(/\s/g, " ");

    await page.goto(site.origin + address);
    if ([...asked].some((url) => url.includes("/pagefind/"))) problem(where, "loads the index before anybody searches");
    // The skip link, past the menus, and on to the field: as somebody without a mouse does.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement.id), "search-query", "the first control of the content");
    await page.keyboard.type(word, { delay: 20 });
    // On a slow machine, there are results for a part of the word on the way.
    await page.waitForFunction((word) => new RegExp(`^\\d.*${word}\\b`).test(document.querySelector(".search-status").textContent), word);
    const first = await page.$eval(".search-group li", (item) => [...item.children].map((part) => part.textContent));
    expect(plain(first[0]), label, "the first result");
    expect(plain(first[1]), value, "its value");
    expect(new URL(page.url()).search, `?q=${word}`, "the address");
    if (await page.isVisible(".search-browse")) problem(where, "the lists stay below the results");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.className === "search-results");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement.textContent), label, "Enter and Tab lead to");
    await page.keyboard.press("Enter");
    await page.waitForSelector("body.figure, body:not(.search)");
    await page.goBack();
    await page.waitForSelector(".search-group");
    expect(await page.inputValue("#search-query"), word, "Back gives");

    // Another search, and the choices among its results.
    await page.fill("#search-query", back);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".search-group").length > 3);
    const all = Number((await status()).match(/\d+/)[0]);
    const kinds = await groups();
    for (const kind of ["dossier", "organisation", "release", "figure"]) {
      if (!kinds.includes(kind)) problem(where, `no ${kind} among the results: ${kinds}`);
    }
    const box = page.locator("input[value=organisation]");
    const n = Number(await page.textContent("label:has(input[value=organisation]) .number"));
    await box.focus();
    await page.keyboard.press("Space");
    await settled(n);
    expect((await groups()).join(), "organisation", "what one choice leaves");
    if (n >= all) problem(where, "a choice leaves everything");
    if (!page.url().includes("kind=organisation")) problem(where, `the address does not have the choice: ${page.url()}`);
    await page.goBack();
    await settled(all);
    expect(await box.isChecked(), false, "Back takes the choice away:");
    await page.goBack();
    await page.waitForFunction((word) => document.querySelector("#search-query").value === word, word);

    // What is opened by its address is what was shared.
    where = `${address}?q=${back}`;
    await page.goto(`${site.origin + address}?q=${back}&kind=organisation`);
    await settled(n);
    await accessible(page, where);
    await headings(page, where);
    for (const [view, width, colorScheme] of [["light-1280", 1280, "light"], ["dark-320", 320, "dark"], ["light-390", 390, "light"]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.goto(`${site.origin + address}?q=${word}`);
      await page.waitForSelector(".search-group");
      await accessible(page, `${where} (${view})`);
      await fits(page, `${where} (${view})`, width);
      await page.screenshot({ path: join(screenshots, `search-results-${address.slice(1, 3)}-${view}.png`), fullPage: true });
    }
    await keyboard(page, where);

    // Nothing found; and words that act are words.
    for (const query of ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "{query} $& zzzq"]) {
      where = `${address}?q=${query}`;
      await page.goto(`${site.origin + address}?${new URLSearchParams({ q: query })}`);
      await page.waitForFunction(() => document.querySelector(".search-status").textContent !== "");
      await page.waitForSelector(".search-none:not([hidden]), .search-group");
      if (!(await status()).includes(query)) problem(where, `the page says ${await status()}`);
      if (await page.$("main img, main script:not([type='application/json'])")) problem(where, "the query became an element");
      await accessible(page, where);
    }
    // An entry whose words act: what is packed as pagefind packs it, with other words.
    const act = "<img src=x onerror=alert(1)>";
    where = `${address}, an entry that acts`;
    for (const kind of ["figure", "dossier"]) {
      await page.route("**/fragment/*", (route) => {
        const meta = { title: act, context: act, ...(kind === "figure" ? { value: act } : {}) };
        const content = `${act} &lt;img src=x onerror=alert(2)&gt; <mark>${act}</mark>`;
        const entry = { url: "/", content, word_count: 12, filters: { kind: [kind], lang: [act] }, meta, anchors: [] };
        return route.fulfill({ body: `pagefind_dcd${JSON.stringify(entry)}` });
      });
      await page.goto(`${site.origin + address}?${new URLSearchParams({ q: word, kind })}`);
      await page.waitForSelector(`.search-group.${kind}`);
      expect(await page.textContent(".search-group .entry-title"), act, "the title of an entry");
      if (await page.$("main img")) problem(where, "the entry became an element");
      await page.unroute("**/fragment/*");
    }
    await context.close();

    // The index is not there: the page says so, and the lists are.
    const broken = await browser.newContext();
    const lost = await broken.newPage();
    await lost.route("**/pagefind/**", (route) => route.abort());
    await lost.goto(`${site.origin + address}?q=${word}`);
    await lost.waitForFunction(() => document.querySelector(".search-status").textContent.length > 30);
    if (!(await lost.isVisible(".search-browse"))) problem(address, "without its index, the page has no list");
    await broken.close();

    const still = await browser.newContext({ javaScriptEnabled: false });
    const quiet = await still.newPage();
    await quiet.goto(site.origin + address);
    if (!(await quiet.isVisible(".search-without"))) problem(address, "without scripts, the page does not say so");
    if ((await quiet.locator(".search-list a").count()) < 5) problem(address, "without scripts, there is no list of dossiers");
    await quiet.screenshot({ path: join(screenshots, `search-no-script-${address.slice(1, 3)}.png`), fullPage: true });
    await still.close();
    const needed = new RegExp(`/pagefind/(pagefind\\.js|pagefind-entry\\.json|pagefind\\.${address.slice(1, 3)}|wasm\\.${address.slice(1, 3)}|index/|filter/|fragment/)`);
    const others = [...asked].filter((url) => url.includes("/pagefind/") && !needed.test(url));
    others.forEach((url) => problem(address, `asks for ${url}, which nothing needs`));
  }
}

/** The Nu HTML checker on every page, style sheet and drawing. */
function valid(all) {
  const jar = require.resolve("vnu-jar/build/dist/vnu.jar");
  const checked = all.map((file) => file.path).filter((path) => /\.(html|css|svg)$/.test(path));
  const options = ["-jar", jar, "--errors-only", "--also-check-css", "--also-check-svg", "--format", "gnu"];
  const { stderr, error } = spawnSync("java", [...options, ...checked], { cwd: folder, encoding: "utf8" });
  if (error) problem("the HTML checker", error.message);
  (stderr ?? "").split("\n").filter((line) => line.includes("error:")).forEach((line) => problem("not valid", line));
}

/** Every link within the site leads somewhere, places on pages included. */
async function linked(site) {
  const checker = new LinkChecker();
  const outside = `^(?!${site.origin})`;
  const result = await checker.check({ path: `${site.origin}/`, recurse: true, linksToSkip: [outside], checkFragments: true });
  const broken = result.links.filter((link) => link.state === "BROKEN");
  broken.forEach((link) => problem(link.parent ?? "", `leads to ${link.url}, which answers ${link.status}`));
  return result.links.length;
}

await rm(screenshots, { recursive: true, force: true });
await mkdir(screenshots, { recursive: true });
const all = await files(folder);
const pages = samples(all);
const site = await serve(folder);
valid(all);
const links = await linked(site);
await inBrowser(site, pages);
site.stop();
if (problems.length > 0) {
  console.error([...new Set(problems)].join("\n"));
  console.error(`${problems.length} problems`);
  process.exit(1);
}
console.log(`${pages.length} kinds of pages looked at in ${VIEWS.length} ways, ${links} links followed, no problem`);
