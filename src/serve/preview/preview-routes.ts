import type { Preview } from "../../proof/preview/preview.ts";
import { httpFault, type HttpFault, jsonAnswer, type Route, type WholeAnswer } from "../route.ts";
import { OWN_PAGES_ALONE } from "./page-files.ts";

/**
 * E-mails show themselves and do nothing: no script runs, nothing is fetched. The page around them
 * may measure them, so that they are shown in their whole height.
 */
const EMAIL_POLICY = [
  "sandbox allow-same-origin",
  "default-src 'none'",
  "img-src data:",
  "style-src 'unsafe-inline'",
  "frame-ancestors 'self'",
].join("; ");

/** What the page asks for: all of it is read only. */
export function previewRoutes(preview: Preview, stop: AbortSignal): Route[] {
  return [
    get("/state", () => jsonAnswer(200, preview.state(), OWN_PAGES_ALONE)),
    get("/letter", (query) => found(preview.letter(named(query, "case")))),
    get("/source", (query) => found(preview.source(named(query, "block")))),
    get("/pdf", (query) => {
      const body = preview.pdf(named(query, "case"));
      if (body === undefined) throw nothing();
      return { status: 200, headers: headersOf("application/pdf"), body };
    }),
    get("/email", (query) => {
      const scheme = named(query, "scheme") === "dark" ? "dark" : "light";
      const body = preview.emailHtml(named(query, "case"), scheme);
      if (body === undefined) throw nothing();
      const type = headersOf("text/html; charset=utf-8");
      return { status: 200, headers: { ...type, "Content-Security-Policy": EMAIL_POLICY }, body };
    }),
    { method: "GET", path: "/events", answer: ({ signal }) => events(preview, [signal, stop]) },
  ];
}

function get(path: string, answer: (query: URLSearchParams) => WholeAnswer): Route {
  return {
    method: "GET",
    path,
    // A promise even where it throws: routes are awaited.
    answer: async ({ query }) => Promise.resolve(answer(query)),
  };
}

/** The versions as server-sent events, each as soon as it is open. */
function events(preview: Preview, signals: AbortSignal[]): ReturnType<Route["answer"]> {
  const body = versionEvents(preview, AbortSignal.any(signals));
  return Promise.resolve({ status: 200, headers: headersOf("text/event-stream"), body });
}

async function* versionEvents(preview: Preview, signal: AbortSignal): AsyncGenerator<string> {
  yield "retry: 500\n\n";
  for await (const version of preview.versions(signal)) yield `data: ${version}\n\n`;
}

function headersOf(type: string): Record<string, string> {
  return { "Content-Type": type, ...OWN_PAGES_ALONE };
}

function found(value: object | undefined): WholeAnswer {
  if (value === undefined) throw nothing();
  return jsonAnswer(200, value, OWN_PAGES_ALONE);
}

function nothing(): HttpFault {
  return httpFault(
    404,
    "serve.not-found",
    "There is no such case or block, or not on this channel.",
  );
}

function named(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value === null) throw httpFault(400, "serve.bad-query", `The query lacks \`${name}\`.`);
  return value;
}
