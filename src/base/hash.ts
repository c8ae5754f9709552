import { createHash } from "node:crypto";
import { canonicalJson } from "./canonical-json.ts";

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
 * The hash of a plain value by its canonical JSON (RFC 8785): equal values have the same hash
 * whatever order they were built in, and other programs find it too. Text that has no UTF-8 is
 * hashed with U+FFFD in its place.
 */
export function hashValue(value: unknown): string {
  return sha256(canonicalJson(JSON.parse(JSON.stringify(value), wellFormed)));
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.toWellFormed() : value;
}
