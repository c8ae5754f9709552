import { createHash } from "node:crypto";

/** SHA-256 as lower-case hex. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** A SHA-256 that is fed piece by piece. */
export class RunningHash {
  readonly #hash = createHash("sha256");

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  hex(): string {
    return this.#hash.digest("hex");
  }
}

/**
 * The hash of a plain value by its JSON with sorted keys, so that two values that say the same
 * have the same hash whatever the order they were built in.
 */
export function hashValue(value: unknown): string {
  return sha256(JSON.stringify(value, sortKeys));
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
