import type { PageCount, SheetCount } from "../base/units.ts";
import type { ClassifiedAddress } from "../mail/classify-address.ts";
import type { MessageChannel } from "../model/channel.ts";
import type { TextKind } from "../model/text-format.ts";
import type { ZoneChoice } from "../model/zone-choice.ts";
import type { CustomerRecord, RawAddress } from "../model/record.ts";

/** What is known of a document's pages once the last of them is painted. */
export interface ComposedPiece {
  readonly address: RawAddress;
  readonly classified: ClassifiedAddress;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  /** Characters that were replaced because no font has them. */
  readonly substitutions: number;
  /** Texts that they must show, by their numbers in the plan, if the layout requires any. */
  readonly required?: readonly number[];
  /** What became of messages of zones, and of blocks that wait for room. */
  readonly choices?: readonly ZoneChoice[];
  /** True for one in large print. */
  readonly isLarge?: true;
}

/**
 * Receives the renditions of one record as they are made: a fragment in a run, a list for a single
 * document. The primary rendition comes first. A print document is begun, gets its pages, and is
 * ended or cancelled.
 */
export interface RenditionSink {
  beginPrint(): void;
  /**
   * A page's deflated content, which is overwritten by the next; what it draws by name; whether it
   * lies turned on its sheet.
   */
  page(content: Uint8Array, drawn: string, isTurned: boolean): void;
  /** Removes the pages added since `beginPrint`. */
  cancelPrint(): void;
  endPrint(record: CustomerRecord, piece: ComposedPiece): void;
  message(record: CustomerRecord, message: ComposedMessage): void;
  /** An accepted record whose only channel is not requested. */
  unrendered(record: CustomerRecord): void;
}

export interface ComposedMessage {
  readonly channel: MessageChannel;
  /** False if it accompanies the primary rendition. */
  readonly isPrimary: boolean;
  /** As those of a piece. */
  readonly required?: readonly number[];
  /** Of a message that is text alone. */
  readonly textKind?: TextKind;
  /** A complete RFC 5322 message, or a line of an SMS batch. */
  readonly bytes: Uint8Array;
}
