/** A part of a message that people read. */
export interface MessagePart {
  readonly isHtml: boolean;
  readonly text: string;
}

/** Its type: HTML, or text as it is. */
const PART = /^content-type: text\/(html|plain)\b/im;
const BOUNDARY = /\bboundary="([^"]+)"/i;
const HEADERS_END = "\r\n\r\n";
const DEPTH_MAX = 4;

/** The readable parts of an e-mail (RFC 2045, 2046), decoded. */
export function readableParts(message: Uint8Array): MessagePart[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  return partsOf(bytes.toString("latin1"), 0);
}

function partsOf(part: string, depth: number): MessagePart[] {
  const end = part.indexOf(HEADERS_END);
  if (end < 0 || depth > DEPTH_MAX) return [];
  const headers = part.slice(0, end).replaceAll(/\r\n[ \t]+/g, " ");
  const body = part.slice(end + HEADERS_END.length);
  const boundary = /^content-type: multipart\//im.test(headers) && BOUNDARY.exec(headers)?.[1];
  if (typeof boundary === "string") {
    const inner = `\r\n${body}`.split(`\r\n--${boundary}`).slice(1, -1);
    return inner.flatMap((one) => partsOf(one.replace(/^\r\n/, ""), depth + 1));
  }
  const kind = PART.exec(headers)?.[1]?.toLowerCase();
  if (kind === undefined) return [];
  return [{ isHtml: kind === "html", text: decodedBody(headers, body) }];
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
