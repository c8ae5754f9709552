import { limits } from "../../base/limits.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";
import type { RawRecord } from "./raw-records.ts";

/** Codes of segments (z/OS, segment descriptor word). */
const WHOLE = 0;
const FIRST = 1;
const LAST = 2;
export const MIDDLE = 3;

/** A record, or a segment of one that was split over blocks. */
interface Segment {
  /** Without its prefix; valid until the next is read. */
  readonly bytes: Buffer;
  /** With its prefix. */
  readonly byteOffset: number;
  readonly sizeBytes: number;
  readonly segment: number;
}

interface OpenRecord {
  readonly start: number;
  end: number;
  /** Copies, as the bytes of a segment do not last; no more than a record may have. */
  readonly pieces: Buffer[];
  sizeBytes: number;
  fault: ForeignFault | undefined;
}

/** Puts the segments of records together; one of which a segment is missing has a fault. */
export class SpannedRecords {
  #count = 0;
  #open: OpenRecord | undefined;

  *take(part: Segment): Generator<RawRecord> {
    const { segment, bytes, byteOffset, sizeBytes } = part;
    if (segment === WHOLE || segment === FIRST) yield* this.end();
    if (segment === WHOLE) {
      this.#count += 1;
      yield { bytes, place: { line: this.#count, byteOffset, sizeBytes } };
      return;
    }
    const fault = segment === FIRST || this.#open !== undefined ? undefined : missing("first");
    const open = (this.#open ??= { start: byteOffset, end: 0, pieces: [], sizeBytes: 0, fault });
    add(open, part);
    if (segment === LAST) yield this.#close(open);
  }

  /** The record that has not come to its last segment. */
  *end(): Generator<RawRecord> {
    const open = this.#open;
    if (open === undefined) return;
    open.fault ??= missing("last");
    yield this.#close(open);
  }

  #close({ start, end, pieces, fault }: OpenRecord): RawRecord {
    this.#open = undefined;
    this.#count += 1;
    const place = { line: this.#count, byteOffset: start, sizeBytes: end - start };
    const bytes = Buffer.concat(pieces);
    return fault === undefined ? { bytes, place } : { bytes, place, fault };
  }
}

function add(open: OpenRecord, { bytes, byteOffset, sizeBytes }: Segment): void {
  open.end = byteOffset + sizeBytes;
  open.sizeBytes += bytes.length;
  if (open.sizeBytes <= limits.csvRowBytesMax) open.pieces.push(Buffer.from(bytes));
  else open.fault ??= TOO_LARGE;
}

const TOO_LARGE: ForeignFault = {
  code: "data.record-too-large",
  message: "the record is longer than allowed: split it",
};

function missing(which: string): ForeignFault {
  const message = `the ${which} segment of the record is missing: request the file again`;
  return { code: "data.record-length", message };
}
