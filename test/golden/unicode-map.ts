import { inflateSync } from "node:zlib";
import type { ResourceChunk } from "../../src/pdf/pdf-file.ts";

/** A font's ToUnicode map as a reader applies it: bytes of a string to text. */
export interface UnicodeMap {
  readonly fontName: string;
  /** The codes of a string, each as hex, by the longest code space it lies in. */
  codes(bytes: Uint8Array): string[];
  /** The text of a code; undefined where the map has none. */
  text(code: string): string | undefined;
}

/** The maps of a file's fonts by resource name, such as `F0`, read from the objects themselves. */
export function unicodeMaps({ bodies }: ResourceChunk): ReadonlyMap<string, UnicodeMap> {
  const dictionaries = bodies.map((body) => Buffer.from(body).toString("latin1"));
  const fonts = dictionaries.find((body) => /^<<\/F\d+ \d+ 0 R/.test(body)) ?? "";
  return new Map(
    [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id]) => {
      const font = dictionaries[Number(id) - 1] ?? "";
      const mapId = Number(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1]);
      const fontName = /\/BaseFont\/(?:[A-Z]{6}\+)?([^/]+)/.exec(font)?.[1] ?? "";
      const stream = streamOf(bodies[mapId - 1] as Uint8Array);
      return [name, readMap(fontName, stream)] as const;
    }),
  );
}

function streamOf(body: Uint8Array): string {
  const text = Buffer.from(body).toString("latin1");
  const start = text.indexOf("stream\n") + "stream\n".length;
  const end = text.lastIndexOf("\nendstream");
  return inflateSync(body.subarray(start, end)).toString("latin1");
}

interface CodeSpace {
  readonly low: string;
  readonly high: string;
}

function readMap(fontName: string, cmap: string): UnicodeMap {
  const spaces: CodeSpace[] = section(cmap, "codespacerange").flatMap((body) =>
    pairs(body).map(([low, high]) => ({ low, high })),
  );
  const texts = new Map(
    section(cmap, "bfchar").flatMap((body) =>
      pairs(body).map(([code, text]) => [code, utf16(text)] as const),
    ),
  );
  return {
    fontName,
    codes: (bytes) => codesOf(Buffer.from(bytes).toString("hex").toUpperCase(), spaces),
    text: (code) => texts.get(code),
  };
}

function section(cmap: string, kind: string): string[] {
  return [...cmap.matchAll(new RegExp(`begin${kind}\\n([\\s\\S]*?)end${kind}`, "g"))].map(
    ([, body = ""]) => body,
  );
}

function pairs(body: string): [string, string][] {
  return [...body.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>/g)].map(([, a = "", b = ""]) => [a, b]);
}

/** A code lies in a space where each of its bytes lies between those of its ends (9.7.6.2). */
function codesOf(hex: string, spaces: readonly CodeSpace[]): string[] {
  const codes: string[] = [];
  for (let at = 0; at < hex.length;) {
    const space = spaces.find(({ low, high }) => {
      const code = hex.slice(at, at + low.length);
      if (code.length < low.length) return false;
      for (let byte = 0; byte < low.length; byte += 2) {
        const value = code.slice(byte, byte + 2);
        if (value < low.slice(byte, byte + 2) || value > high.slice(byte, byte + 2)) return false;
      }
      return true;
    });
    if (space === undefined) throw new Error(`no code space holds ${hex.slice(at, at + 4)}`);
    codes.push(hex.slice(at, at + space.low.length));
    at += space.low.length;
  }
  return codes;
}

function utf16(hex: string): string {
  return Buffer.from(hex, "hex").swap16().toString("utf16le");
}
