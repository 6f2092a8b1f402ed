// What Lighthouse says of one page of each kind in each language, as seen on a slow phone: 100
// of 100 for performance, accessibility, best practices and search engines.
//
//     node tests/browser/lighthouse.mjs <folder of the site>

import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { files, samples, serve } from "./site.mjs";

const [folder, half] = process.argv.slice(2);

/** How often a page is looked at that was not perfect at first: a machine that is busy with
 *  something else makes a page slow once, not three times. */
const TRIES = 3;

/** The pages that ask to be left out of search engines are no worse for it. */
const NOT_INDEXED = new Set(["not-found"]);

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What a page lacks to be perfect: each category below 100 with what costs it points. */
async function lacks(address, kind, port) {
  const result = await lighthouse(address, {
    port,
    logLevel: "silent",
    output: "json",
    onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    skipAudits: NOT_INDEXED.has(kind) ? ["is-crawlable", "http-status-code"] : [],
  });
  const { categories, audits, runtimeError } = result.lhr;
  if (runtimeError) return [runtimeError.message];
  return Object.values(categories)
    .filter((category) => category.score < 1)
    .map((category) => {
      const costs = category.auditRefs
        .filter((ref) => ref.weight > 0 && (audits[ref.id].score ?? 1) < 1)
        .map((ref) => `${ref.id} ${audits[ref.id].displayValue ?? audits[ref.id].title}`);
      return `${category.title} ${Math.round(category.score * 100)}: ${costs.join(", ")}`;
    });
}

/** Calls `look` with a function that tells what the page of a sample lacks. */
async function withBrowser(look) {
  const site = await serve(folder);
  const chrome = await launch({ chromePath: "/usr/bin/chromium", chromeFlags: FLAGS, logLevel: "silent" });
  await look(({ kind, address }) => lacks(site.origin + address, kind, chrome.port));
  await chrome.kill();
  site.stop();
}

const pages = samples(await files(folder));

// One of the two that look side by side: it sends the places of the pages that are not perfect.
if (half !== undefined) {
  const again = [];
  await withBrowser(async (lacksOf) => {
    for (const [nth, page] of pages.entries()) {
      if (nth % 2 === Number(half) && (await lacksOf(page)).length > 0) again.push(nth);
    }
  });
  process.send(again, () => process.exit(0));
} else {
  // Most of the time is waiting: two look side by side, each in a process of its own, since
  // Lighthouse looks at one page at a time.
  const lookers = ["0", "1"].map((half) => {
    const looker = fork(fileURLToPath(import.meta.url), [folder, half]);
    return new Promise((done, failed) => {
      looker.on("message", done);
      looker.on("exit", () => failed(new Error("Lighthouse ended before it had looked at all pages.")));
    });
  });
  const again = (await Promise.all(lookers)).flat();

  // What was slow beside another page is looked at once more with nothing beside it.
  const problems = [];
  await withBrowser(async (lacksOf) => {
    for (const nth of again) {
      let found = [];
      for (let tries = 0; tries < TRIES; tries += 1) {
        found = await lacksOf(pages[nth]);
        if (found.length === 0) break;
      }
      problems.push(...found.map((what) => `${pages[nth].address} (${pages[nth].name}): ${what}`));
    }
  });
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exit(1);
  }
  const once = again.length > 0 ? `, ${again.length} of them at a second look` : "";
  console.log(`${pages.length} kinds of pages have 100 of 100 in every category of Lighthouse${once}`);
  process.exit(0);
}
