import type { Diagnostic } from "../../base/diagnostic.ts";
import { diagnostic } from "../../base/diagnostic.ts";
import type { SmsRendition } from "../../model/rendition.ts";
import { plainTypography } from "./gsm-alphabet.ts";
import { smsSize } from "./sms-segments.ts";

export interface SmsOptions {
  readonly segmentsMax: number;
  /** Replaces typographic quotes, dashes and spaces by plain ones, which halves many messages. */
  readonly plainTypography?: boolean;
}

export interface PaintedSms {
  /** Absent if there is an error among the diagnostics. */
  readonly rendition?: SmsRendition;
  readonly diagnostics: readonly Diagnostic[];
  /** Characters that were replaced by plain ones. */
  readonly changes: readonly string[];
}

/** E.164: a plus, a country code that does not begin with 0, at most fifteen digits. */
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** Line ends of all systems, and Unicode's own separators of lines and paragraphs. */
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
/** Soft hyphens, zero-width spaces, byte order marks: unseen, and in UCS-2 alone. */
const UNSEEN = /[\u00ad\u200b\ufeff]/g;
// A line break is all the control an SMS may hold; the other controls are not text.
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f\ue000\ue001]/g;

/** An SMS with its encoding and segments counted; too long a text is an error, never cut. */
export function paintSms(to: string, text: string, options: SmsOptions): PaintedSms {
  const diagnostics: Diagnostic[] = [];
  if (!NUMBER.test(to)) diagnostics.push(badNumber());
  const clean = normalized(text);
  const plain = options.plainTypography === true ? plainTypography(clean) : unchanged(clean);
  if (plain.text === "") diagnostics.push(emptyText());
  const size = smsSize(plain.text);
  if (size.segments > options.segmentsMax)
    diagnostics.push(tooLong(size.segments, options.segmentsMax));
  if (diagnostics.length > 0) return { diagnostics, changes: plain.changes };
  return { rendition: { to, text: plain.text, ...size }, diagnostics, changes: plain.changes };
}

/**
 * The same text to a reader, in as few characters of the GSM alphabet as can be: an accent that
 * stands behind its letter would send the whole message in UCS-2.
 */
function normalized(text: string): string {
  const composed = text.normalize("NFC").replace(LINE_ENDS, "\n").replace(UNSEEN, "");
  return composed.replace(CONTROLS, " ").trim();
}

function unchanged(text: string): { text: string; changes: readonly string[] } {
  return { text, changes: [] };
}

function badNumber(): Diagnostic {
  const message = "the mobile number is not in the international form; correct it in the data";
  return diagnostic("sms.bad-number", message, { hint: "such as +12025550143" });
}

function emptyText(): Diagnostic {
  return diagnostic("sms.empty", "the SMS has no text; give the layout's sms one");
}

function tooLong(segments: number, segmentsMax: number): Diagnostic {
  const sizes = `${segments} segments and may take ${segmentsMax}`;
  const message = `the SMS takes ${sizes}; shorten its text`;
  const hint = "one character outside the GSM alphabet more than halves what a segment holds";
  return diagnostic("sms.too-long", message, { hint });
}
