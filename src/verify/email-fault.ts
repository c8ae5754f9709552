import type { BreachCode } from "../base/breach-code.ts";
import { sha256 } from "../base/hash.ts";
import type { VerifySetup } from "../model/verification.ts";

/** Headers that a message has exactly once, and those that it has at most once (RFC 5322, 3.6). */
const NEEDED = ["date", "from", "to", "message-id", "subject", "mime-version", "content-type"];
const ONCE: ReadonlySet<string> = new Set([...NEEDED, "sender", "reply-to", "cc", "bcc"]);
const LINE_LENGTH_MAX = 998;
const HEADER_LINE = /^([!-9;-~]+):([ -~\t]*)$/;
const FOLDED_LINE = /^[ \t]+[!-~]/;

const ADDRESS = String.raw`[^\s<>@",;:]+@[^\s<>@",;:]+`;
const SENDER = new RegExp(`<(${ADDRESS})>$`);
const ONE_RECIPIENT = new RegExp(`^<${ADDRESS}>$`);
const DATE = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;
const MULTIPART = /^multipart\/(?:alternative|related);.*\bboundary="([^"]+)"/;
const ENCODED_WORD = /=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/g;

/** What is wrong with a message, as a breach says it. */
export interface MessageFault {
  readonly code: BreachCode;
  readonly message: string;
}

/**
 * The first fault of an e-mail (RFC 5322 and 2046), or undefined: its headers must follow the
 * grammar, it must go to one address, be complete to its last boundary, and have the Message-ID
 * that follows from the job, its cycle and the record's key. A test message must say that it is
 * one, reach no customer, and have a Message-ID that differs from that of the production message.
 */
export function emailFault(
  message: Uint8Array,
  key: string,
  { jobName, cycle, mode, testRecipient }: VerifySetup,
): MessageFault | undefined {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  const end = bytes.indexOf("\r\n\r\n");
  const headers = end < 0 ? undefined : headersOf(bytes.toString("latin1", 0, end));
  if (headers === undefined) return damaged("has malformed headers");
  const wrong = wrongHeader(headers);
  if (wrong !== undefined) return damaged(wrong);
  const boundary = MULTIPART.exec(headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined || !isWhole(bytes.subarray(end + 4), boundary))
    return damaged("is truncated: its parts do not end with its boundary");
  const domain = SENDER.exec(headers.get("from") ?? "")?.[1]?.split("@")[1] ?? "";
  const told = mode === "test" ? "SPECIMEN\n" : "";
  const id = sha256(`message ${told}${jobName}\n${cycle}\n${key}`).slice(0, 40);
  if (headers.get("message-id") !== `<${id}@${domain}>`)
    return { code: "verify.message-foreign", message: "The message belongs to another record." };
  return mode === "test" ? testFault(headers, testRecipient.email) : undefined;
}

/** What lets a test message reach a customer, or pass for a production message. */
function testFault(
  headers: ReadonlyMap<string, string>,
  tester: string | undefined,
): MessageFault | undefined {
  if (!decoded(headers.get("subject") ?? "").startsWith("[SPECIMEN] "))
    return {
      code: "verify.no-specimen",
      message: "The test message does not say that it is a test.",
    };
  const to = headers.get("to") ?? "";
  const isHarmless = tester === undefined ? to.endsWith(".invalid>") : to === `<${tester}>`;
  return isHarmless
    ? undefined
    : {
        code: "verify.test-addressed",
        message: "The test message goes to an address that the job does not name for tests.",
      };
}

/** Headers by their names in lower case, unfolded; undefined if they break the grammar. */
function headersOf(text: string): Map<string, string> | undefined {
  const headers = new Map<string, string>();
  let last = "";
  for (const line of text.split("\r\n")) {
    if (line.length > LINE_LENGTH_MAX) return undefined;
    if (last !== "" && FOLDED_LINE.test(line)) {
      headers.set(last, `${headers.get(last) ?? ""}${line}`.trim());
      continue;
    }
    const match = HEADER_LINE.exec(line);
    if (match === null) return undefined;
    last = (match[1] ?? "").toLowerCase();
    if (ONCE.has(last) && headers.has(last)) return undefined;
    headers.set(last, (match[2] ?? "").trim());
  }
  return headers;
}

function wrongHeader(headers: ReadonlyMap<string, string>): string | undefined {
  const absent = NEEDED.find((name) => !headers.has(name));
  if (absent !== undefined) return `has no ${absent} header`;
  if (headers.has("cc") || headers.has("bcc") || !ONE_RECIPIENT.test(headers.get("to") ?? ""))
    return "does not go to exactly one address";
  if (!SENDER.test(headers.get("from") ?? "")) return "has no sender";
  if (!DATE.test(headers.get("date") ?? "")) return "has no valid date";
  return headers.get("mime-version") === "1.0" ? undefined : "has a different MIME version";
}

function isWhole(body: Buffer, boundary: string): boolean {
  const close = `\r\n--${boundary}--\r\n`;
  const closeAt = body.length - close.length;
  return (
    closeAt >= 0 &&
    body.toString("latin1", closeAt) === close &&
    body.toString("latin1", 0, boundary.length + 4) === `--${boundary}\r\n`
  );
}

/** The text of a header, with its encoded words (RFC 2047) decoded. */
function decoded(text: string): string {
  const joined = text.replaceAll(/\?=\s+=\?/g, "?==?");
  return joined.replaceAll(ENCODED_WORD, (_, base64: string) =>
    Buffer.from(base64, "base64").toString("utf8"),
  );
}

function damaged(what: string): MessageFault {
  return { code: "verify.message-damaged", message: `The message ${what}.` };
}
