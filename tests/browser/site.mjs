// The built site: its pages by kind and language, and a server for them.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

/** Every file of the site, as its manifest lists them. */
export async function files(folder) {
  const manifest = await readFile(join(folder, "recto-manifest.json"), "utf8");
  return JSON.parse(manifest).files;
}

/** One page of each kind in each language: the largest, which has the most to go wrong. */
export function samples(all) {
  const largest = new Map();
  for (const file of all) {
    if (!file.path.endsWith(".html") || file.kind === "redirect") continue;
    const language = file.path.match(/^(fr|en)\//)?.[1] ?? "any";
    const key = `${file.kind}-${language}`;
    if (!largest.has(key) || largest.get(key).size < file.size) largest.set(key, file);
  }
  return [...largest].map(([name, file]) => ({ name, address: address(file.path) }));
}

/** Where a browser finds a file. */
export function address(path) {
  return "/" + path.replace(/(^|\/)index\.html$/, "$1");
}

/** Serves a folder as a web server would; gives the origin and a way to stop. */
export async function serve(folder) {
  const server = createServer(async (request, response) => {
    let path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    if (path.endsWith("/")) path += "index.html";
    try {
      const body = await readFile(join(folder, path));
      response.setHeader("content-type", TYPES[extname(path)] ?? "application/octet-stream");
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.setHeader("content-type", TYPES[".html"]);
      response.end(await readFile(join(folder, "404.html")));
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    stop: () => server.close(),
  };
}
