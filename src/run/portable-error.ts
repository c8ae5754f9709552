import { HostError } from "../base/host.ts";

/**
 * A host's failure as it can cross from a thread: of an error's class, name and own fields nothing
 * survives the crossing, but its message and cause do.
 */
export function portableError({ code, path, message }: HostError): Error {
  return new Error(message, { cause: { hostErrorCode: code, path } });
}

/** What a worker threw, as the `HostError` it was there; any other error as it came. */
export function arrivedError(error: unknown): unknown {
  const { message, cause } = error as { message: string; cause?: unknown };
  const { hostErrorCode, path } = (cause ?? {}) as { hostErrorCode?: string; path?: string };
  if (hostErrorCode === undefined || path === undefined) return error;
  return new HostError(hostErrorCode, path, message);
}
