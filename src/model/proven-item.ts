import type {
  Generation,
  Ordinal,
  PageCount,
  PieceNumber,
  Serial,
  SheetCount,
} from "../base/units.ts";
import type { Channel } from "./channel.ts";

/** What a leaf of the run's Merkle tree says of one piece or message. */
export interface ProvenItem {
  readonly channel: Channel;
  /** File name of spool or batch. */
  readonly output: string;
  readonly document: Ordinal;
  /** -1 for messages. */
  readonly piece: PieceNumber;
  readonly generation: Generation;
  /** IMb serial, or -1. */
  readonly serial: Serial;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  /** SHA-256 over the composed page streams as they lie in the spool, or over the message. */
  readonly contentSha256: string;
}

/** The bytes of a leaf, to be hashed: what an outsider can write down again from what it says. */
export function leafText(item: ProvenItem): string {
  const { channel, output, document, piece, generation, serial, sheets, pages } = item;
  const places = [channel, output, document, piece, generation, serial, sheets, pages];
  return JSON.stringify([...places, item.contentSha256]);
}
