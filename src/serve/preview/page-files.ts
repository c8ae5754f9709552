import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Host } from "../../base/host.ts";
import { httpFault, type Route, type WholeAnswer } from "../route.ts";

/**
 * What the page itself may do: run and fetch what this server has, and nothing else. Frames show
 * e-mails, which have a policy of their own.
 */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
};

const FILES = [
  "block-buttons.js",
  "case-picker.js",
  "dom.js",
  "main.js",
  "messages.js",
  "page-view.js",
  "pages.js",
  "panes.css",
  "preview.css",
  "problems.js",
  "server.js",
  "settings.js",
  "source-panel.js",
];

/** What draws the pages, from `pdfjs-dist`. */
const PDFJS_FILES = ["pdf.min.mjs", "pdf.worker.min.mjs"];

/** What keeps pages of others from having what is answered here. */
export const OWN_PAGES_ALONE = { "Cross-Origin-Resource-Policy": "same-origin" };

/** The page, before which `opening` ends, and what it is made of. */
export function pageRoutes(host: Host, opening: () => Promise<void>): Route[] {
  const answered = (url: string | URL): Promise<WholeAnswer> => {
    const path = fileURLToPath(url);
    const type = MEDIA_TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "";
    const policy = type.startsWith("text/html") ? { "Content-Security-Policy": PAGE_POLICY } : {};
    const headers = { "Content-Type": type, ...policy, ...OWN_PAGES_ALONE };
    return Promise.resolve({ status: 200, headers, body: host.readFile(path) });
  };
  const known = (files: readonly string[], name: string): string => {
    if (files.includes(name)) return name;
    throw httpFault(404, "serve.not-found", "There is nothing at this path.");
  };
  return [
    {
      method: "GET",
      path: "/page/",
      answer: ({ name }) => answered(new URL(`./page/${known(FILES, name)}`, import.meta.url)),
    },
    {
      method: "GET",
      path: "/pdfjs/",
      answer: ({ name }) => answered(pdfjsFile(known(PDFJS_FILES, name))),
    },
    {
      method: "GET",
      path: "/",
      answer: async ({ name }) => {
        const page = new URL(`./page/${known([""], name)}index.html`, import.meta.url);
        await opening();
        return answered(page);
      },
    },
  ];
}

/**
 * The build puts the two files that browsers need beside this one: the package that they are of has
 * 40 MB, and brings another 30 MB along for programs that draw without a browser.
 */
function pdfjsFile(name: string): URL {
  if (import.meta.url.endsWith(".js")) return new URL(`./pdfjs/${name}`, import.meta.url);
  const { resolve } = createRequire(import.meta.url);
  return pathToFileURL(resolve(`pdfjs-dist/legacy/build/${name}`));
}
