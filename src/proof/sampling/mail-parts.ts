import { inlineImages } from "../../paint/html/inline-images.ts";

/** What people see of an e-mail. */
export interface MailParts {
  readonly subject: string;
  readonly text: string;
  /** Its images put in as data. */
  readonly html: string;
}

interface Part {
  readonly type: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
}

const ENCODED_WORD = /=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=/g;

/** The parts of a message as `paint/html` writes them (RFC 2045 to 2047, 2387), read back. */
export function mailParts(message: Uint8Array): MailParts {
  const whole = partOf(Buffer.from(message));
  const leaves = leavesOf(whole);
  const textOf = (type: string): string =>
    leaves
      .find((part) => part.type === type)
      ?.bytes.toString("utf8")
      .replaceAll("\r\n", "\n") ?? "";
  const images = leaves
    .filter(({ type }) => type.startsWith("image/"))
    .map(({ type, headers, bytes }) => {
      const contentId = (headers.get("content-id") ?? "").slice(1, -1);
      return { contentId, mediaType: type, bytes };
    });
  return {
    subject: decodedHeader(whole.headers.get("subject") ?? ""),
    text: textOf("text/plain"),
    html: inlineImages(textOf("text/html"), images),
  };
}

function partOf(source: Buffer): Part {
  const end = source.indexOf("\r\n\r\n");
  const lines = source.toString("latin1", 0, Math.max(end, 0)).replaceAll(/\r\n[ \t]+/g, " ");
  const headers = new Map(
    lines.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const type = (headers.get("content-type") ?? "").toLowerCase().split(";")[0] ?? "";
  const body = source.subarray(end + 4);
  const encoding = headers.get("content-transfer-encoding");
  const bytes =
    encoding === "quoted-printable"
      ? unquoted(body)
      : encoding === "base64"
        ? Buffer.from(body.toString("latin1"), "base64")
        : body;
  return { type, headers, bytes };
}

function leavesOf(part: Part): Part[] {
  const boundary = /boundary="([^"]+)"/.exec(part.headers.get("content-type") ?? "")?.[1];
  if (!part.type.startsWith("multipart/") || boundary === undefined) return [part];
  const body = `\r\n${part.bytes.toString("latin1")}`;
  const pieces = body.split(`\r\n--${boundary}`).slice(1, -1);
  return pieces.flatMap((piece) => leavesOf(partOf(Buffer.from(piece.slice(2), "latin1"))));
}

function unquoted(body: Buffer): Buffer {
  const joined = body.toString("latin1").replaceAll("=\r\n", "");
  const plain = joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(plain, "latin1");
}

/** A header's text, with its encoded words decoded. */
function decodedHeader(text: string): string {
  const joined = text.replaceAll(/\?=\s+=\?/g, "?==?");
  return joined.replaceAll(ENCODED_WORD, (_, base64: string) =>
    Buffer.from(base64, "base64").toString("utf8"),
  );
}
