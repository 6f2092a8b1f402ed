// What Lighthouse says of one page of each kind in each language, as seen on a slow phone: 100
// of 100 for performance, accessibility, best practices and search engines.
//
//     node tests/browser/lighthouse.mjs <folder of the site>

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

import { files, samples, serve } from "./site.mjs";

const [folder, half] = process.argv.slice(2);

/** A machine that is busy with something else makes a page slow once, not three times. */
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

/** Looks at every second page, from the first or the second on. */
async function look(first) {
  const pages = samples(await files(folder)).filter((_, nth) => nth % 2 === first);
  const site = await serve(folder);
  const chrome = await launch({ chromePath: "/usr/bin/chromium", chromeFlags: FLAGS, logLevel: "silent" });
  const problems = [];
  for (const { name, kind, address } of pages) {
    let found = [];
    for (let tries = 0; tries < TRIES; tries += 1) {
      found = await lacks(site.origin + address, kind, chrome.port);
      if (found.length === 0) break;
    }
    problems.push(...found.map((what) => `${address} (${name}): ${what}`));
  }
  await chrome.kill();
  site.stop();
  if (problems.length > 0) {
    console.error(problems.join("\n"));
    process.exit(1);
  }
  console.log(`${pages.length} kinds of pages have 100 of 100 in every category of Lighthouse`);
  process.exit(0);
}

// Most of the time is waiting: two look side by side, each in a process of its own, since
// Lighthouse looks at one page at a time.
if (half !== undefined) await look(Number(half));
const lookers = ["0", "1"].map((first) => {
  const looker = spawn(process.execPath, [fileURLToPath(import.meta.url), folder, first], { stdio: "inherit" });
  return new Promise((done) => looker.on("exit", done));
});
const codes = await Promise.all(lookers);
process.exit(codes.every((code) => code === 0) ? 0 : 1);
