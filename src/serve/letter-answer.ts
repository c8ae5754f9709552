import type { Diagnostic } from "../base/diagnostic.ts";
import { inlineImages } from "../paint/html/inline-images.ts";
import type { HandedLetter } from "../proof/letter-calls.ts";
import { type Format, FORMATS } from "./answer-format.ts";
import { type Answer, HttpFault, jsonAnswer } from "./route.ts";

/** Status of a record that is well-formed and cannot be composed as it was asked for. */
const REFUSED = 422;

/**
 * Styles and pictures of a message, and nothing else: it may come to a browser that is logged in
 * somewhere.
 */
const HTML_POLICY = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** A letter in the form that was asked for; an `HttpFault` if it could not be sent in it. */
export function letterAnswer(letter: HandedLetter, format: Format, showsFaults: boolean): Answer {
  if (!letter.isComposed) throw new HttpFault(unreadStatus(letter), letter.diagnostics);
  if (format === "json") return wholeAnswer(letter);
  const faults = faultsOf(letter, format);
  const body = bodyOf(letter, format);
  if (faults.length > 0 && (!showsFaults || body === undefined))
    throw new HttpFault(REFUSED, faults);
  return {
    status: faults.length > 0 ? REFUSED : 200,
    headers: headersOf(letter, format),
    body: body ?? "",
    noted: [
      ...(format === "pdf" ? [`${letter.pages} pages`] : []),
      ...faults.map(({ code }) => code),
    ],
  };
}

/** What is no JSON is a bad request; what is JSON and no such record is refused. */
function unreadStatus({ diagnostics }: HandedLetter): number {
  const isUnread = diagnostics.some(
    ({ code }) => code === "data.json-syntax" || code === "data.bad-utf8",
  );
  return isUnread ? 400 : REFUSED;
}

function faultsOf(letter: HandedLetter, format: Format): readonly Diagnostic[] {
  if (format === "pdf") return letter.diagnostics;
  const message = messageOf(letter, format);
  return message?.diagnostics ?? letter.diagnostics;
}

function messageOf({ messages }: HandedLetter, format: Format): HandedLetter["messages"]["email"] {
  const { channel } = FORMATS[format];
  return channel === undefined || channel === "print" ? undefined : messages[channel];
}

function bodyOf(letter: HandedLetter, format: Format): string | Uint8Array | undefined {
  if (format === "pdf") return letter.pdf;
  const message = messageOf(letter, format);
  if (format !== "html") return message?.text;
  return message?.html && inlineImages(message.html, message.images ?? []);
}

function headersOf(letter: HandedLetter, format: Format): Readonly<Record<string, string>> {
  const { mediaType } = FORMATS[format];
  if (format === "pdf") return { "Content-Type": mediaType, "Nightpress-Pages": `${letter.pages}` };
  const type = format === "sms" ? "text/plain" : mediaType;
  const policy = format === "html" ? { "Content-Security-Policy": HTML_POLICY } : {};
  return { "Content-Type": `${type}; charset=utf-8`, ...policy };
}

/** All channels at once; a message that cannot be sent says so itself. */
function wholeAnswer(letter: HandedLetter): Answer {
  const { pdf, pages, html, images, text, sms, diagnostics, messages } = letter;
  const base64 = (bytes: Uint8Array | undefined): string | undefined =>
    bytes && Buffer.from(bytes).toString("base64");
  const said = Object.entries(messages).map(([channel, message]) => {
    const { to, subject, segments, diagnostics: found } = message;
    return [channel, { to, subject, segments, diagnostics: found }] as const;
  });
  const value = {
    pages,
    pdf: base64(pdf),
    html,
    images: images?.map(({ contentId, mediaType, bytes }) => {
      return { contentId, mediaType, bytes: base64(bytes) };
    }),
    text,
    sms,
    messages: Object.fromEntries(said),
    diagnostics,
  };
  const noted = [`${pages} pages`, ...diagnostics.map(({ code }) => code)];
  return { ...jsonAnswer(diagnostics.length > 0 ? REFUSED : 200, value), noted };
}
