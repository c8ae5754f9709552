import type { DiagnosticCode } from "../../src/base/diagnostic-code.ts";
import { deflateSync } from "node:zlib";
import type { Host } from "../../src/base/host.ts";
import { ADDRESS_CLASSES } from "../../src/model/piece.ts";
import type { AddressClass, PieceFacts } from "../../src/model/piece.ts";
import type { Reject } from "../../src/model/reject.ts";
import type { FragmentSummary, PrintEntry } from "../../src/spool/fragment-facts.ts";
import { FragmentWriter } from "../../src/spool/fragment-writer.ts";
import { smsLine } from "../../src/spool/sms-line.ts";

/** What a test wants of one document. */
export interface SampleDocument {
  readonly ordinal: number;
  readonly pages: number;
  readonly postalKey: number;
  readonly addressClass?: AddressClass;
  readonly duplex?: boolean;
}

/** A composed page that says whose it is and which. */
export function pageText(ordinal: number, pageIndex: number): string {
  return `q % document ${ordinal} page ${pageIndex + 1}\nQ\n`;
}

export function samplePage(ordinal: number, pageIndex: number): Uint8Array {
  return deflateSync(pageText(ordinal, pageIndex));
}

export function sampleFacts(document: SampleDocument): PieceFacts {
  const { ordinal, pages, addressClass = "automation", duplex = true } = document;
  return {
    ordinal,
    key: `NB${ordinal}`,
    address: { lines: [`José Nº ${ordinal}`, "SPRINGFIELD IL"], zip: "62704" },
    addressClass,
    routing: addressClass === "automation" ? "62704123412" : "",
    pages,
    sheets: duplex ? Math.ceil(pages / 2) : pages,
  };
}

export function sampleEntry(document: SampleDocument): PrintEntry {
  const { ordinal, postalKey } = document;
  return {
    facts: sampleFacts(document),
    place: { file: 0, line: ordinal + 2, byteOffset: ordinal * 100, sizeBytes: 100 },
    keyHashHigh: 0xf0000000 + ordinal,
    keyHashLow: 7 * ordinal,
    postalKey,
    isPrimary: true,
  };
}

/** First pages draw art and an image, the others nothing. */
export function sampleDrawn(pageIndex: number): string {
  return pageIndex === 0 ? "A0 I1" : "";
}

export function addSamplePrint(writer: FragmentWriter, document: SampleDocument): void {
  writer.beginPrint();
  const scratch = new Uint8Array(1000);
  for (let pageIndex = 0; pageIndex < document.pages; pageIndex += 1) {
    const page = samplePage(document.ordinal, pageIndex);
    scratch.set(page);
    writer.page(scratch.subarray(0, page.length), sampleDrawn(pageIndex));
    scratch.fill(0xee);
  }
  writer.endPrint(sampleEntry(document));
}

export function sampleReject(ordinal: number, code: DiagnosticCode = "data.missing-key"): Reject {
  return {
    ordinal,
    key: "",
    file: "customers.csv",
    line: ordinal + 2,
    byteOffset: ordinal * 100,
    field: "account.id",
    code,
    reason: "The key is empty; give every record one.",
    diagnostics: [],
    raw: "LCwsLA==",
    rawTruncated: false,
  };
}

export function sampleMessage(ordinal: number): Uint8Array {
  return new TextEncoder().encode(`Subject: Statement ${ordinal}\r\n\r\nGrüße\r\n`);
}

/** Every kind of thing: prints in all classes, messages, rejects, glyphs and sums. */
export function writeMixedFragment(
  host: Host,
  path: string,
  shardIndex = 3,
  writer = new FragmentWriter(),
): FragmentSummary {
  writer.begin(shardIndex);
  let ordinal = 100 * shardIndex;
  for (const pages of [1, 3, 2, 5, 2, 4]) {
    const addressClass = ADDRESS_CLASSES[ordinal % 4] as AddressClass;
    addSamplePrint(writer, { ordinal, pages, postalKey: 1000 - (ordinal % 3), addressClass });
    ordinal += 1;
  }
  for (let message = 0; message < 3; message += 1) {
    const { place, keyHashHigh, keyHashLow } = sampleEntry({ ordinal, pages: 1, postalKey: 0 });
    const entry = { ordinal, key: `NB${ordinal}`, place, keyHashHigh, keyHashLow };
    writer.addRendition("email", { ...entry, isPrimary: true }, sampleMessage(ordinal));
    const sms = { to: "+12025550143", text: "¡Hola!", encoding: "gsm-7", segments: 1 } as const;
    writer.addRendition("sms", { ...entry, isPrimary: false }, smsLine(ordinal, sms));
    ordinal += 1;
  }
  writer.addReject(sampleReject(ordinal));
  writer.addReject(sampleReject(ordinal + 1));
  writer.setGlyphUsage(2, Uint8Array.of(1, 2, 3));
  writer.setGlyphUsage(0, Uint8Array.of(255));
  writer.setSums({ opening: "-12", closing: "123456789012345678901234567890" });
  return writer.commit(host, path);
}
