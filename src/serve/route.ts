import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { DiagnosticCode } from "../base/diagnostic-code.ts";

/** What the server answers a request with. */
export type Answer = WholeAnswer | StreamAnswer;

interface AnswerHead {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the log says of it besides: codes and counts, never a value. */
  readonly noted?: readonly string[];
}

export interface WholeAnswer extends AnswerHead {
  readonly body: string | Uint8Array;
}

/** Sent part by part as it comes, until it or its client ends. */
export interface StreamAnswer extends AnswerHead {
  readonly body: AsyncIterable<string>;
}

/** A request as routes see it. */
export interface RouteRequest {
  /** The last part of the path, if the route takes one. */
  readonly name: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  readonly contentType: string;
  /** Set as soon as the client is gone or the time is up. */
  readonly signal: AbortSignal;
  /** The whole body, which is bounded; throws an `HttpFault` if it is larger. */
  readonly body: () => Promise<Uint8Array>;
}

/** One thing that the server does. A board adds its own beside those of letters. */
export interface Route {
  readonly method: "GET" | "POST";
  /** The path, or its beginning, up to a name, if it ends with a slash. */
  readonly path: string;
  readonly answer: (request: RouteRequest) => Promise<Answer>;
}

/** A request that cannot be answered, and with which status it is refused. */
export class HttpFault extends Error {
  override readonly name = "HttpFault";
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    diagnostics: readonly Diagnostic[],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(diagnostics.map(({ message }) => message).join("; "));
    this.status = status;
    this.diagnostics = diagnostics;
    this.headers = headers;
  }
}

/** A fault of one finding. */
export function httpFault(
  status: number,
  code: DiagnosticCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpFault {
  return new HttpFault(status, [diagnostic(code, message)], headers);
}

export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): WholeAnswer {
  const body = `${JSON.stringify(value)}\n`;
  return { status, headers: { ...headers, "Content-Type": "application/json" }, body };
}

export function faultAnswer({ status, diagnostics, headers }: HttpFault): WholeAnswer {
  const noted = diagnostics.map(({ code }) => code);
  return { ...jsonAnswer(status, { diagnostics }, headers), noted };
}
