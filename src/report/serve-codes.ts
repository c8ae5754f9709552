import type { ServeCode } from "../base/serve-code.ts";

/** Codes of requests that the server of letters refuses, and of its start. */
export const serveCodes: Readonly<Record<ServeCode, string>> = {
  "serve.bad-query": "A request's query has a parameter that is unknown, repeated or wrong.",
  "serve.busy": "More letters wait than the server takes; the request can be sent again.",
  "serve.failed": "The program failed at a request.",
  "serve.foreign":
    "A server without a token was called by another name, or by a page in a browser.",
  "serve.malformed": "What arrived is no HTTP request.",
  "serve.no-port": "The server cannot listen at the address and port.",
  "serve.no-token": "A request lacks the server's token.",
  "serve.not-acceptable": "A letter cannot be had in the form that a request asks for.",
  "serve.not-found": "There is nothing at the path of a request, or no layout of that name.",
  "serve.not-json": "A request's body is not declared as JSON in UTF-8.",
  "serve.open-host": "Others than this machine would reach a server that has no token.",
  "serve.timed-out": "A letter took longer than a request may.",
  "serve.too-large": "A request's body is larger than the server takes.",
  "serve.too-slow": "A request took too long to arrive.",
  "serve.weak-token": "The server's token is short, or has characters that no header can have.",
  "serve.wrong-method": "The path of a request takes another method.",
};
