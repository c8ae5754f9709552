import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { diagnostic } from "../base/diagnostic.ts";
import { refusal } from "./guard.ts";
import { readBody } from "./read-body.ts";
import { type Answer, faultAnswer, httpFault, HttpFault, type Route } from "./route.ts";
import { isStream, send, sendStream } from "./send-answer.ts";

/** What bounds each request and all of them. */
export interface HttpLimits {
  readonly bodyBytesMax: number;
  /** For a request to arrive as a whole. */
  readonly requestMsMax: number;
  /** From its first line to the end of its answer. */
  readonly answerMsMax: number;
  readonly connectionsMax: number;
}

/** What is said of a request once it is answered: nothing of what it carried. */
export interface RequestNote {
  readonly method: string;
  /** The route, with the name in it if that is known to it; empty for none. */
  readonly path: string;
  /** 0 if the client was gone. */
  readonly status: number;
  readonly sizeBytes: number;
  readonly durationMs: number;
  readonly noted: readonly string[];
}

export interface HttpServerBy {
  readonly routes: readonly Route[];
  readonly limits: HttpLimits;
  readonly token: string | undefined;
  /** What a thrown error is answered with; one that it does not know is a fault of the program. */
  readonly faultOf: (error: unknown) => HttpFault | undefined;
  readonly note: (note: RequestNote) => void;
  /** Told of faults of the program, for whoever runs it. */
  readonly failed: (error: unknown) => void;
}

const HEADER_BYTES_MAX = 16 * 1024;

/** A server of these routes, not yet listening. */
export function httpServer(by: HttpServerBy): Server {
  const { limits } = by;
  const options = {
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: limits.requestMsMax,
    requestTimeout: limits.requestMsMax,
    connectionsCheckingInterval: Math.min(1000, limits.requestMsMax),
    keepAliveTimeout: 5000,
    // Node would refuse a request without one with no word of why: `answerOf` refuses it.
    requireHostHeader: false,
  };
  const server = createServer(options, (request, response) => {
    serve(by, request, response, () => server.listening).catch(by.failed);
  });
  server.maxConnections = limits.connectionsMax;
  server.on("clientError", refuseUnread);
  return server;
}

async function serve(
  by: HttpServerBy,
  request: IncomingMessage,
  response: ServerResponse,
  isListening: () => boolean,
): Promise<void> {
  const begun = performance.now();
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) gone.abort(new ClientGone());
  });
  const timer = setTimeout(() => {
    gone.abort(tooLong());
    // An answer that the client does not take would hold its connection for ever.
    if (response.headersSent) response.destroy();
  }, by.limits.answerMsMax);
  response.on("close", () => clearTimeout(timer));
  const { path, name, route } = routeOf(by.routes, request);
  const answer = await answerOf(by, { request, route, name, signal: gone.signal });
  // A server that ends would wait for clients that send one request after the other.
  if (!isListening()) response.shouldKeepAlive = false;
  if (isStream(answer)) clearTimeout(timer);
  const sizeBytes = isStream(answer)
    ? await sendStream(response, answer, gone.signal)
    : send(response, answer);
  by.note({
    method: request.method ?? "",
    path,
    status: answer?.status ?? 0,
    sizeBytes,
    durationMs: Math.round(performance.now() - begun),
    noted: answer?.noted ?? [],
  });
}

interface Routed {
  readonly request: IncomingMessage;
  readonly route: Route | HttpFault;
  readonly name: string;
  readonly signal: AbortSignal;
}

/** Undefined if nobody is there to read it. */
async function answerOf(by: HttpServerBy, routed: Routed): Promise<Answer | undefined> {
  const { request, route, name, signal } = routed;
  const { headers, url = "" } = request;
  try {
    if (headers.host === undefined && request.httpVersion !== "1.0") throw noHost();
    const refused = refusal(headers, by.token);
    if (refused !== undefined) throw refused;
    if (route instanceof HttpFault) throw route;
    return await route.answer({
      name,
      query: new URLSearchParams(url.includes("?") ? url.slice(url.indexOf("?")) : ""),
      accept: headers.accept ?? "",
      contentType: headers["content-encoding"] === undefined ? (headers["content-type"] ?? "") : "",
      signal,
      body: () => readBody(request, by.limits.bodyBytesMax, signal),
    });
  } catch (error) {
    if (error instanceof ClientGone) return undefined;
    const fault = by.faultOf(error);
    if (fault === undefined) by.failed(error);
    return faultAnswer(fault ?? programFault());
  }
}

function noHost(): HttpFault {
  return httpFault(400, "serve.malformed", "The request lacks its `Host`.");
}

/** Nothing of a path is decoded, so that nothing but a plain name gets past it. */
const PATH = /^((?:\/[\w-]+)*\/)((?:[\w-]+(?:\.\w+)*)?)(?:\?.*)?$/s;

function routeOf(
  routes: readonly Route[],
  { method = "", url = "" }: IncomingMessage,
): { readonly path: string; readonly name: string; readonly route: Route | HttpFault } {
  const [, head = "", name = ""] = PATH.exec(url) ?? [];
  const found = routes.filter(({ path }) => path === head + name || (path === head && name !== ""));
  const route = found.find((one) => one.method === method);
  if (route !== undefined) return { path: route.path, name, route };
  const [other] = found;
  if (other === undefined) {
    const missing = httpFault(404, "serve.not-found", "There is nothing at this path.");
    return { path: "", name, route: missing };
  }
  const message = `This path takes ${other.method} alone.`;
  const wrong = httpFault(405, "serve.wrong-method", message, { Allow: other.method });
  return { path: other.path, name, route: wrong };
}

/** What Node itself cannot read of a request: it never comes to a route. */
function refuseUnread(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const { status, title, message } = UNREAD[error.code ?? ""] ?? MALFORMED;
  const code = status === 408 ? "serve.too-slow" : "serve.malformed";
  const body = `${JSON.stringify({ diagnostics: [diagnostic(code, message)] })}\n`;
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    "Connection: close",
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

const MALFORMED = { status: 400, title: "Bad Request", message: "This is no HTTP request." };
const UNREAD: Readonly<Record<string, typeof MALFORMED>> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: "Request Timeout",
    message: "The request took too long to arrive.",
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: "Request Header Fields Too Large",
    message: `The head of the request is larger than ${HEADER_BYTES_MAX} bytes.`,
  },
};

/** The client has closed the connection before it was answered. */
class ClientGone extends Error {
  override readonly name = "ClientGone";
}

function tooLong(): HttpFault {
  return httpFault(503, "serve.timed-out", "The letter took longer than a request may.");
}

function programFault(): HttpFault {
  const message = "The program failed; who runs it sees why.";
  return httpFault(500, "serve.failed", message);
}
