import { HostError } from "../../base/host.ts";

/**
 * A host's failure in a form that can cross from a thread: an error's class, name and own fields do
 * not survive the crossing, but its message and cause do.
 */
export function portableError({ code, path, message }: HostError): Error {
  const cause: HostCause = { hostErrorCode: code, path };
  return new Error(message, { cause });
}

/** The error of a worker, as the `HostError` it was there; any other error unchanged. */
export function arrivedError(error: unknown): unknown {
  if (!(error instanceof Error) || !isHostCause(error.cause)) return error;
  return new HostError(error.cause.hostErrorCode, error.cause.path, error.message);
}

interface HostCause {
  readonly hostErrorCode: string;
  readonly path: string;
}

function isHostCause(cause: unknown): cause is HostCause {
  return typeof cause === "object" && cause !== null && "hostErrorCode" in cause && "path" in cause;
}
