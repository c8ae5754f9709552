import { utf8Text } from "../../base/utf8-text.ts";
import type { PieceColumns } from "../../model/piece-columns.ts";
import { ByteWriter } from "../../pdf/byte-writer.ts";

const encoder = new TextEncoder();

/** Collects the keys of a table of pieces. */
export class KeyColumn {
  readonly #keys = new ByteWriter();
  readonly #ends: number[] = [];

  add(key: string): void {
    this.#keys.append(encoder.encode(key));
    this.#ends.push(this.#keys.length);
  }

  columns(): Pick<PieceColumns, "keyBytes" | "keyEnds"> {
    return { keyBytes: this.#keys.view().slice(), keyEnds: Uint32Array.from(this.#ends) };
  }
}

/** The key of a row. */
export function keyAt(
  { keyBytes, keyEnds }: Pick<PieceColumns, "keyBytes" | "keyEnds">,
  at: number,
): string {
  return utf8Text(keyBytes.subarray(at === 0 ? 0 : keyEnds[at - 1], keyEnds[at]));
}
