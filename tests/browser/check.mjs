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

/** How the site is looked at: wide and narrow, light and dark, in print colours of no kind. */
const VIEWS = [
  { view: "light-1280", width: 1280, height: 900, colorScheme: "light" },
  { view: "dark-1280", width: 1280, height: 900, colorScheme: "dark" },
  { view: "light-390", width: 390, height: 844, colorScheme: "light" },
  { view: "dark-320", width: 320, height: 640, colorScheme: "dark" },
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
  for (const { view, width, height, colorScheme } of VIEWS) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
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
  await tables(browser, site);
  await browser.close();
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
