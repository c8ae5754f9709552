import type { Diagnostic } from "../base/diagnostic.ts";
import type { MessageChannel } from "../model/channel.ts";
import type { CustomerRecord } from "../model/record.ts";
import type { DocumentComposer } from "./document-composer.ts";
import type { ComposedMessage, ComposedPiece, RenditionSink } from "./rendition-sink.ts";

/** A page's deflated content, and the art, images and forms that it draws by name. */
export interface ComposedPage {
  readonly content: Uint8Array;
  readonly drawn: string;
  /** It lies turned on its sheet, so that a reader on screen has to turn it back. */
  readonly isTurned?: true;
}

/**
 * What one record is composed to. Without a rendition and without faults, no channel was requested.
 */
export interface ComposedDocument {
  readonly print?: ComposedPiece;
  readonly pages: readonly ComposedPage[];
  /** As batches carry them; the primary one first. */
  readonly messages: Readonly<Partial<Record<MessageChannel, Uint8Array>>>;
  /** Why the record is rejected, if it is. */
  readonly faults: readonly Diagnostic[];
}

/** Composes a single record with the run's own code, and keeps the result. */
export function composeDocument(
  composer: DocumentComposer,
  record: CustomerRecord,
): ComposedDocument {
  const kept = new KeptRenditions();
  const faults = [...composer.compose(record, kept)];
  const { print, pages, messages } = kept;
  return { ...(print && { print }), pages, messages, faults };
}

/** Keeps the renditions of one record. */
export class KeptRenditions implements RenditionSink {
  readonly pages: ComposedPage[] = [];
  readonly messages: Partial<Record<MessageChannel, Uint8Array>> = {};
  print: ComposedPiece | undefined;

  beginPrint(): void {
    this.pages.length = 0;
  }

  page(content: Uint8Array, drawn: string, isTurned = false): void {
    this.pages.push({ content: content.slice(), drawn, ...(isTurned && { isTurned }) });
  }

  cancelPrint(): void {
    this.pages.length = 0;
  }

  endPrint(_: CustomerRecord, piece: ComposedPiece): void {
    this.print = piece;
  }

  message(_: CustomerRecord, { channel, bytes }: ComposedMessage): void {
    this.messages[channel] = bytes.slice();
  }

  // There is nothing to keep.
  unrendered(): void {}
}
