import { utf8Text } from "../base/utf8-text.ts";
import type { VerifySetup } from "../model/verification.ts";
import type { MessageFault } from "./email-fault.ts";

/** The GSM 7 bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1). */
const SEPTET = /[\w@£$¥èéùìòÇ\nØø\rÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà]/;
const TWO_SEPTETS = /[\f^{}\\[~\]|€]/;
/** For a single message, and for each part of a concatenated one (3GPP TS 23.040, 9.2.3.24). */
const SEPTETS = { alone: 160, joined: 153 };
const UNITS = { alone: 70, joined: 67 };
const NUMBER = /^\+[1-9]\d{6,14}$/;
const FIELDS = "ordinal,to,text,encoding,segments";

/**
 * The first fault of a line of an SMS batch, or undefined: it must be JSON with the document's
 * ordinal, a number in the form of E.164, a text, and the encoding and segments that the text
 * takes. A test message must say that it is one, and have the tester's number or none.
 */
export function smsFault(
  line: Uint8Array,
  ordinal: number,
  { mode, testRecipient }: VerifySetup,
): MessageFault | undefined {
  const text = utf8Text(line);
  const message = text.indexOf("\n") === text.length - 1 ? parsed(text) : undefined;
  if (message === undefined) return damaged("is not a line of JSON with the required fields");
  if (message["ordinal"] !== ordinal)
    return { code: "verify.message-foreign", message: "The message belongs to another record." };
  const { to, text: said } = message;
  const isToNobody = mode === "test" && testRecipient.sms === undefined && to === "";
  if (!isToNobody && (typeof to !== "string" || !NUMBER.test(to))) return damaged("has no number");
  if (mode === "test" && !isToNobody && to !== testRecipient.sms)
    return {
      code: "verify.test-addressed",
      message: "The test message goes to a number that the job does not name for tests.",
    };
  if (typeof said !== "string" || said === "") return damaged("has no text");
  const [encoding, segments] = sizeOf(said);
  if (message["encoding"] !== encoding || message["segments"] !== segments)
    return damaged(`states a wrong count: it takes ${segments} segments in ${encoding}`);
  return mode === "test" && !said.startsWith("SPECIMEN ")
    ? { code: "verify.no-specimen", message: "The test message does not say that it is a test." }
    : undefined;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    return Object.keys(value).join() === FIELDS ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function sizeOf(text: string): [encoding: string, segments: number] {
  const septets = Array.from(text, (character) =>
    SEPTET.test(character) ? 1 : TWO_SEPTETS.test(character) ? 2 : 0,
  );
  if (!septets.includes(0)) return ["gsm-7", segmentsOf(septets, SEPTETS)];
  const units = Array.from(text, (character) => character.length);
  return ["ucs-2", segmentsOf(units, UNITS)];
}

/** No segment ends within a character. */
function segmentsOf(widths: readonly number[], { alone, joined }: typeof SEPTETS): number {
  let [segments, room, total] = [1, joined, 0];
  for (const width of widths) {
    total += width;
    if (width > room) [segments, room] = [segments + 1, joined];
    room -= width;
  }
  return total <= alone ? 1 : segments;
}

function damaged(what: string): MessageFault {
  return { code: "verify.message-damaged", message: `The message ${what}.` };
}
