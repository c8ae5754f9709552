import type { Ordinal } from "../base/units.ts";
import type { SmsRendition } from "../model/rendition.ts";

/** A message as a line of an SMS batch: JSON with ordinal, to, text, encoding and segments. */
export function smsLine(ordinal: Ordinal, rendition: SmsRendition): Uint8Array {
  const { to, text, encoding, segments } = rendition;
  return new TextEncoder().encode(`${JSON.stringify({ ordinal, to, text, encoding, segments })}\n`);
}
