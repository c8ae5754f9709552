import { z } from "zod";

/** The encodings that a text file may be in; all but the first two are turned into UTF-8. */
export const ENCODINGS = [
  "utf-8",
  "windows-1252",
  "utf-16",
  "utf-16le",
  "utf-16be",
  "utf-32",
  "utf-32le",
  "utf-32be",
  "us-ascii",
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15, 16].map((part) => `iso-8859-${part}` as const),
  ...[1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258].map((page) => `windows-${page}` as const),
  ...[437, 850, 852, 855, 857, 858, 866].map((page) => `ibm${page}` as const),
  "macintosh",
  "koi8-r",
  "koi8-u",
  "shift_jis",
  "euc-jp",
  "gbk",
  "gb18030",
  "big5",
  "euc-kr",
] as const;

export const encodingSchema = z.enum(ENCODINGS).describe("of the file's text");

/** What a file's text is read in, and what it has to be turned from. */
export function encodingOf(written: string = "utf-8"): {
  readonly encoding: "utf-8" | "windows-1252";
  readonly recode?: string;
} {
  if (written === "utf-8" || written === "windows-1252") return { encoding: written };
  return { encoding: "utf-8", recode: written };
}
