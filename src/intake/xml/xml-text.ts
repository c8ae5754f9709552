import { isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import type { HostFile } from "../../base/host.ts";

const CHUNK_BYTES = 64 * 1024;
const DECLARATION_BYTES = 256;
const DECLARED = /^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/;
const REPLACEMENT = "\uFFFD";
const UNICODE_BYTES: Readonly<Record<string, number>> = { "utf-16le": 2, "utf-16be": 2 };

/** How the bytes of an XML document become text (XML 1.0, appendix F). */
export interface XmlEncoding {
  readonly name: string;
  readonly bomBytes: number;
}

/** By its byte order mark, else by its declaration, else UTF-8. */
export function xmlEncodingOf(head: Buffer): XmlEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return { name: "utf-8", bomBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { name: "utf-16le", bomBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { name: "utf-16be", bomBytes: 2 };
  if (head[0] === 0x3c && head[1] === 0) return { name: "utf-16le", bomBytes: 0 };
  if (head[0] === 0 && head[1] === 0x3c) return { name: "utf-16be", bomBytes: 0 };
  const declared = DECLARED.exec(head.toString("latin1", 0, DECLARATION_BYTES))?.[1] ?? "utf-8";
  const name = declared.toLowerCase();
  return { name: name === "utf8" || name === "us-ascii" ? "utf-8" : name, bomBytes: 0 };
}

/** What cannot be read as text in the document's encoding; all before it has been given. */
export class XmlBytesError extends Error {}

export function isXmlEncodingKnown({ name }: XmlEncoding): boolean {
  return name === "utf-8" || iconv.encodingExists(name);
}

/** The text of a file, in pieces. Throws an `XmlBytesError` where bytes are not text. */
export function* xmlText(file: HostFile, encoding: XmlEncoding): Generator<string> {
  const decode = decoderOf(encoding.name);
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES + 4);
  let kept = 0;
  for (let position = encoding.bomBytes; ;) {
    const count = file.read(buffer, kept, CHUNK_BYTES, position);
    position += count;
    const bytes = buffer.subarray(0, kept + count);
    const { text, used, isBroken } = decode(bytes, count <= 0);
    if (text !== "") yield text;
    if (isBroken) throw new XmlBytesError();
    if (count <= 0) return;
    kept = bytes.copy(buffer, 0, used);
  }
}

export function readXmlHead(file: HostFile): Buffer {
  const head = Buffer.alloc(DECLARATION_BYTES);
  return head.subarray(0, Math.max(0, file.read(head, 0, head.length, 0)));
}

/** How many bytes a text takes in the file; undefined if that cannot be told from the text. */
export function byteCounterOf({ name }: XmlEncoding): ((text: string) => number) | undefined {
  if (name === "utf-8") return (text) => Buffer.byteLength(text);
  const width = UNICODE_BYTES[name];
  if (width !== undefined) return (text) => text.length * width;
  return /^(iso-?8859|windows-125|cp125|latin|ascii)/.test(name)
    ? (text) => text.length
    : undefined;
}

interface Decoded {
  readonly text: string;
  /** The bytes from here on belong to the next piece. */
  readonly used: number;
  readonly isBroken: boolean;
}

function decoderOf(name: string): (bytes: Buffer, isLast: boolean) => Decoded {
  if (name === "utf-8") return decodeUtf8;
  const decoder = iconv.getDecoder(name, { stripBOM: false });
  return (bytes, isLast) => {
    const text = decoder.write(bytes) + (isLast ? (decoder.end() ?? "") : "");
    const broken = text.indexOf(REPLACEMENT);
    const isBroken = broken >= 0;
    return { text: isBroken ? text.slice(0, broken) : text, used: bytes.length, isBroken };
  };
}

function decodeUtf8(bytes: Buffer, isLast: boolean): Decoded {
  const whole = isLast ? bytes.length : wholeCharacters(bytes);
  if (isUtf8(bytes.subarray(0, whole)))
    return { text: bytes.toString("utf8", 0, whole), used: whole, isBroken: false };
  const valid = validBytes(bytes);
  return { text: bytes.toString("utf8", 0, valid), used: valid, isBroken: true };
}

/** Where the last character begins that the bytes do not hold whole. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes.readUInt8(bytes.length - back);
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return size > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** How many bytes from the front are UTF-8, by halving: each valid prefix of a prefix is valid. */
function validBytes(bytes: Buffer): number {
  let low = 0;
  for (let high = bytes.length; low < high;) {
    const middle = (low + high + 1) >> 1;
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes.subarray(0, middle))))) low = middle;
    else high = middle - 1;
  }
  return wholeCharacters(bytes.subarray(0, low));
}
