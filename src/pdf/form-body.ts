import { streamBody } from "./font-objects.ts";

/**
 * A form of deflated content (ISO 32000-1, 8.10), in units of its caller's matrix. `resources` are
 * the entries of its resource dictionary.
 */
export function formBody(
  width: number,
  height: number,
  resources: string,
  packed: Uint8Array,
): Uint8Array {
  const box = `/BBox[0 0 ${width} ${height}]`;
  const entries = `/Type/XObject/Subtype/Form${box}/Resources<<${resources}>>/Filter/FlateDecode`;
  return streamBody(entries, packed);
}
