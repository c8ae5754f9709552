/** Why the server of letters refuses a request or does not start; see `report/serve-codes.ts`. */
export type ServeCode =
  | "serve.bad-query"
  | "serve.busy"
  | "serve.failed"
  | "serve.foreign"
  | "serve.malformed"
  | "serve.no-port"
  | "serve.no-token"
  | "serve.not-acceptable"
  | "serve.not-found"
  | "serve.not-json"
  | "serve.open-host"
  | "serve.timed-out"
  | "serve.too-large"
  | "serve.too-slow"
  | "serve.weak-token"
  | "serve.wrong-method";
