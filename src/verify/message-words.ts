import { plainWords } from "./content/plain-words.ts";

/** A part of a message that people read: as HTML, or as it is. */
const PART = /^content-type: text\/(html|plain)\b/im;
const BOUNDARY = /\bboundary="([^"]+)"/i;
const HEADERS_END = "\r\n\r\n";
const DEPTH_MAX = 4;

/** Where a link of a plain text leads, behind its words. */
const TARGET = /<(?:https?|mailto|tel):[^>]*>/g;

/** The number of a page of text for braille, on its last line. */
const PAGE_MARK = /\n *\d+\r?\n\f/g;

/** Parts of HTML that nobody sees, and all tags. */
const HIDDEN = /<(style|head|title)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>/gi;
const CODE_POINT_MAX = 0x10ffff;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "\u00ad",
};

/**
 * The words of each readable part of an e-mail (RFC 2045, 2046): of its HTML and of its plain text.
 */
export function emailWords(message: Uint8Array): string[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  return partTexts(bytes.toString("latin1"), 0).map(plainWords);
}

/** The words of a line of an SMS batch. */
export function smsWords(line: Uint8Array): string[] {
  try {
    const { text }: { readonly text?: unknown } = JSON.parse(Buffer.from(line).toString("utf8"));
    return typeof text === "string" ? [plainWords(text)] : [];
  } catch {
    return [];
  }
}

function partTexts(part: string, depth: number): string[] {
  const end = part.indexOf(HEADERS_END);
  if (end < 0 || depth > DEPTH_MAX) return [];
  const headers = part.slice(0, end).replaceAll(/\r\n[ \t]+/g, " ");
  const body = part.slice(end + HEADERS_END.length);
  const boundary = /^content-type: multipart\//im.test(headers) && BOUNDARY.exec(headers)?.[1];
  if (typeof boundary === "string") {
    const inner = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1);
    return inner.flatMap((one) => partTexts(one.replace(/^\r\n/, ""), depth + 1));
  }
  const kind = PART.exec(headers)?.[1]?.toLowerCase();
  if (kind === undefined) return [];
  const text = decodedBody(headers, body);
  return [
    kind === "html" ? textOfHtml(text) : text.replaceAll(PAGE_MARK, "").replaceAll(TARGET, ""),
  ];
}

function decodedBody(headers: string, body: string): string {
  const [, encoding = "8bit"] = /^content-transfer-encoding: *([\w-]+)/im.exec(headers) ?? [];
  if (encoding.toLowerCase() === "base64") return Buffer.from(body, "base64").toString("utf8");
  const bytes = encoding.toLowerCase() === "quoted-printable" ? unquoted(body) : body;
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** RFC 2045, 6.7. */
function unquoted(body: string): string {
  return body
    .replaceAll(/[ \t]*=\r\n/g, "")
    .replaceAll(/=([\dA-F]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
}

function textOfHtml(html: string): string {
  return html.replaceAll(HIDDEN, "").replaceAll(ENTITY, (whole, decimal, hex, name) => {
    if (typeof decimal === "string") return characterAt(Number(decimal));
    if (typeof hex === "string") return characterAt(Number.parseInt(hex, 16));
    return NAMED[String(name).toLowerCase()] ?? String(whole);
  });
}

/** As browsers show what is no character. */
function characterAt(codePoint: number): string {
  return codePoint <= CODE_POINT_MAX ? String.fromCodePoint(codePoint) : "\ufffd";
}
