import { assert } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import type { EmailRendition } from "../../model/rendition.ts";
import { ByteSink } from "./byte-sink.ts";
import { isMailAddress } from "./mail-address.ts";
import { displayName, headerLine, headerText } from "./mail-header.ts";
import { writeQuotedPrintable } from "./quoted-printable.ts";

export interface MimeImage {
  readonly contentId: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** An image as a message carries it: `index` is its place in the plan. */
export interface EmailImage extends MimeImage {
  readonly index: number;
}

/** All that a message is made of. */
export interface MimeMessage extends EmailRendition {
  readonly from: string;
  readonly fromName: string;
  /** Message-ID and boundaries follow from it: the same seed gives the same bytes. */
  readonly messageIdSeed: string;
  /** Such as `Sat, 31 Oct 2026 06:00:00 +0000`. */
  readonly dateRfc5322: string;
  readonly images: readonly MimeImage[];
  /** For mail that can be unsubscribed from (RFC 2369, RFC 8058), in this order. */
  readonly unsubscribe?: { readonly https?: string; readonly mailto?: string };
  /** Further headers; values must be printable ASCII. */
  readonly headers?: Readonly<Record<string, string>>;
}

const DATE = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;
const CONTENT_ID = /^[A-Za-z0-9._@-]+$/;
const MEDIA_TYPE = /^image\/[a-z0-9.+-]+$/;
const BASE64_LINE_LENGTH = 76;

/** Of all messages, one after the other. */
const sink = new ByteSink();

/**
 * A complete message (RFC 5322, RFC 2045 to 2047, RFC 2387): text and HTML as alternatives, with
 * the images the HTML shows; of a message without HTML, the text alone. CRLF line ends, no line
 * over 78 characters but a long link's. Addresses must have passed the painter's check: that is
 * asserted.
 */
export function writeMime(message: MimeMessage): Uint8Array {
  assert(isMailAddress(message.to), "the recipient's address was checked");
  assert(isMailAddress(message.from), "the sender's address was checked");
  assert(DATE.test(message.dateRfc5322), "the date has the form of RFC 5322");
  sink.clear();
  writeHeaders(message);
  if (message.images.length === 0) writeAlternatives(message);
  else writeRelated(message);
  return sink.take();
}

function writeHeaders(message: MimeMessage): void {
  const domain = message.from.slice(message.from.indexOf("@") + 1);
  const id = sha256(`message ${message.messageIdSeed}`).slice(0, 40);
  const lines = [
    headerLine("Date", message.dateRfc5322),
    headerLine("From", `${displayName(message.fromName)} <${message.from}>`),
    headerLine("To", `<${message.to}>`),
    headerLine("Message-ID", `<${id}@${domain}>`),
    headerLine("Subject", headerText(message.subject)),
    ...unsubscribeLines(message),
    ...Object.entries(message.headers ?? {}).map(([name, value]) => headerLine(name, value)),
    headerLine("MIME-Version", "1.0"),
  ];
  sink.text(lines.join(""));
}

function unsubscribeLines({ unsubscribe }: MimeMessage): string[] {
  if (unsubscribe === undefined) return [];
  const { https, mailto } = unsubscribe;
  const targets = [https, mailto].filter((target) => target !== undefined);
  const lines = [headerLine("List-Unsubscribe", targets.map((each) => `<${each}>`).join(", "))];
  // One click needs a page that takes the request (RFC 8058, 3.1).
  if (https !== undefined)
    lines.push(headerLine("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
  return lines;
}

/** A line that separates parts: `=_` cannot stand in quoted-printable or Base64. */
function boundaryOf(message: MimeMessage, name: string): string {
  return `=_${name}_${sha256(`${name} ${message.messageIdSeed}`).slice(0, 32)}`;
}

function writeRelated(message: MimeMessage): void {
  const boundary = boundaryOf(message, "related");
  const type = `multipart/related; type="multipart/alternative"; boundary="${boundary}"`;
  sink.text(`${headerLine("Content-Type", type)}\r\n--${boundary}\r\n`);
  writeAlternatives(message);
  for (const image of message.images) {
    sink.text(`\r\n--${boundary}\r\n`);
    writeImage(image);
  }
  sink.text(`\r\n--${boundary}--\r\n`);
}

function writeAlternatives(message: MimeMessage): void {
  const boundary = boundaryOf(message, "alternative");
  sink.text(headerLine("Content-Type", `multipart/alternative; boundary="${boundary}"`));
  sink.text(`\r\n--${boundary}\r\n`);
  writeText("text/plain", message.text);
  if (message.html !== "") {
    sink.text(`\r\n--${boundary}\r\n`);
    writeText("text/html", message.html);
  }
  sink.text(`\r\n--${boundary}--\r\n`);
}

function writeText(mediaType: string, text: string): void {
  sink.text(headerLine("Content-Type", `${mediaType}; charset=utf-8`));
  sink.text(`${headerLine("Content-Transfer-Encoding", "quoted-printable")}\r\n`);
  writeQuotedPrintable(sink, text);
}

function writeImage(image: MimeImage): void {
  let part = imageParts.get(image);
  if (part === undefined) imageParts.set(image, (part = imagePart(image)));
  sink.bytes(part);
}

/** Each message of a run carries the same images, encoded once. */
const imageParts = new WeakMap<MimeImage, Uint8Array>();

function imagePart(image: MimeImage): Uint8Array {
  const part = new ByteSink();
  assert(CONTENT_ID.test(image.contentId), "a content id is plain ASCII");
  assert(MEDIA_TYPE.test(image.mediaType), "an image has an image's media type");
  part.text(headerLine("Content-Type", image.mediaType));
  part.text(headerLine("Content-ID", `<${image.contentId}>`));
  part.text(headerLine("Content-Disposition", "inline"));
  part.text(`${headerLine("Content-Transfer-Encoding", "base64")}\r\n`);
  const base64 = Buffer.from(image.bytes).toString("base64");
  for (let start = 0; start < base64.length; start += BASE64_LINE_LENGTH)
    part.text(`${base64.slice(start, start + BASE64_LINE_LENGTH)}\r\n`);
  return part.take();
}
