import { nearKeys } from "../../base/near-keys.ts";
import { foldedKey } from "./key-hash.ts";

const NEAR_TOLD = 3;

/** Finds keys that differ from another only by lost zeros, padding, separators or case. */
export class NearKeys {
  readonly #known = new Map<string, string>();

  constructor(keys: Iterable<string>) {
    for (const key of keys) if (key !== "") this.#known.set(foldedKey(key), key);
  }

  of(key: string): string[] {
    const forms = [key, ...nearKeys(key)];
    const near = new Set(forms.flatMap((form) => this.#known.get(foldedKey(form)) ?? []));
    near.delete(key);
    return [...near];
  }
}

/** Asks whether one of them is meant; undefined if there are none. */
export function nearHint(near: readonly string[]): string | undefined {
  if (near.length === 0) return undefined;
  const more = near.length > NEAR_TOLD ? `, and ${near.length - NEAR_TOLD} more` : "";
  return `did you mean ${near.slice(0, NEAR_TOLD).join(" or ")}${more}?`;
}
