import { HostError } from "../../base/host.ts";

/**
 * A host's failure in a form that can cross from a thread: an error's class, name and own fields do
 * not survive the crossing, but its message and cause do.
 */
export function portableError({ code, path, message }: HostError): Error {
  return new Error(message, { cause: { hostErrorCode: code, path } });
}

/** The error of a worker, as the `HostError` it was there; any other error unchanged. */
export function arrivedError(error: unknown): unknown {
  const { message, cause } = error as { message: string; cause?: unknown };
  const { hostErrorCode, path } = (cause ?? {}) as { hostErrorCode?: string; path?: string };
  if (hostErrorCode === undefined || path === undefined) return error;
  return new HostError(hostErrorCode, path, message);
}
