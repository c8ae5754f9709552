import type { Host } from "../../base/host.ts";
import { CopybookFault } from "../../job/formats/copybook/copybook-items.ts";
import { copybookLayout } from "../../job/formats/copybook/copybook-layout.ts";
import { unrolledFields } from "../../job/formats/copybook/unrolled-fields.ts";
import type { FixedPartsValue } from "../../job/formats/field-schema.ts";
import { fixedOf } from "../../job/formats/fixed-schema.ts";
import type { FixedSpec } from "../../model/input-format.ts";
import type { FixedFinding } from "../../model/inspection.ts";
import { fieldPlaces } from "./field-places.ts";

const LINES_LOOKED_AT = 2000;
const LINE_LENGTH_MIN = 8;
const [LF, CR] = [10, 13];

/** How a file of fixed width is read, and how a job says so; or why it cannot be. */
export type FixedLook =
  | { readonly spec: FixedSpec; readonly fixed: FixedFinding; readonly notes: readonly string[] }
  | { readonly note: string };

/** By the copybook that describes the file. */
export function byCopybook(host: Host, book: string, head: Buffer, encoding: string): FixedLook {
  try {
    const text = Buffer.from(host.readFile(book)).toString("latin1");
    const { fields: parts, recordBytes } = copybookLayout(text, {});
    const { fields, fault } = unrolledFields(parts);
    if (fault !== undefined || recordBytes === undefined)
      return { note: `The copybook's records differ in length: ${fault ?? book}` };
    const next = head[recordBytes];
    const framing = { "record-bytes": recordBytes, "line-ends": next === LF || next === CR };
    const spec = fixedOf({ encoding, ...framing, fields });
    const { hasLineEnds } = spec;
    return { spec, fixed: { copybook: book, hasLineEnds, fields: [] }, notes: [] };
  } catch (error) {
    if (!(error instanceof CopybookFault)) throw error;
    return { note: `Line ${error.line} of the copybook: ${error.message}.` };
  }
}

/** By the columns that are blank in all lines; undefined if the lines are not of one length. */
export function byBlankColumns(head: string, encoding: string): FixedLook | undefined {
  const lines = head.split(/\r?\n/).slice(0, -1);
  const [length = 0] = lines.map((line) => line.length);
  const isAlike = lines.every((line) => line.length === length);
  if (lines.length < 2 || !isAlike || length < LINE_LENGTH_MIN) return undefined;
  const places = fieldPlaces(lines.slice(0, LINES_LOOKED_AT));
  if (places.length < 2)
    return { note: `All lines looked at have ${length} characters: where do its fields begin?` };
  const fields = places.map((place, index) => ({ name: `field_${index + 1}`, ...place }));
  const parts: FixedPartsValue = Object.fromEntries(
    fields.map(({ name, ...place }) => [name, place]),
  );
  const spec = fixedOf({ encoding, fields: parts });
  const borders =
    "Its fields were told by blank columns: are they right, and what are they called?";
  return { spec, fixed: { hasLineEnds: true, fields }, notes: [borders] };
}
