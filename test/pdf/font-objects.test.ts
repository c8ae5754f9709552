import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { type FontFace, openFontFace } from "../../src/font/font-face.ts";
import { showCodes } from "../../src/font/show-codes.ts";
import { subsetFont, subsetTag } from "../../src/font/subset.ts";
import { reverseMap } from "../../src/font/to-unicode.ts";
import type { Frame } from "../../src/model/frame.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { fontObjects } from "../../src/pdf/font-objects.ts";
import { PdfFile } from "../../src/pdf/pdf-file.ts";
import { asciiBytes } from "../../src/pdf/strings.ts";
import { CFF_PATH, noto, readySubsetter } from "../font/faces.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

function has(program: string): boolean {
  return spawnSync(program, ["-v"]).error === undefined;
}

beforeAll(readySubsetter);

function frameOf(face: FontFace, lines: readonly string[]): Frame {
  const frame = new FrameBuilder();
  frame.reset(400_000, 300_000, -1);
  lines.forEach((line, index) => {
    const start = frame.glyphCount;
    const glyphs = Array.from(line, (character) => face.glyphOf(character.codePointAt(0) ?? 0));
    frame.reserveGlyphs(glyphs.length);
    frame.glyphs.set(glyphs, start);
    frame.kerns.fill(0, start, start + glyphs.length);
    frame.glyphCount += glyphs.length;
    frame.run(20_000, 30_000 + index * 20_000, 0, 12_000, 0, start, frame.mark(0), 0);
  });
  return frame;
}

/** A one-page file that shows lines of text in one font. */
function pageOf(face: FontFace, lines: readonly string[]): Buffer {
  const frame = frameOf(face, lines);
  const glyphs = [...new Set([0, ...frame.glyphs.subarray(0, frame.glyphCount)])].sort(
    (a, b) => a - b,
  );
  const { byteOf, twoByteBase } = showCodes(face);
  const program = {
    ...face,
    name: `${subsetTag(face, glyphs)}+${face.id}`,
    file: subsetFont(face, glyphs),
    glyphs,
    codePoints: reverseMap(face),
    codeOf: (glyph: number): number => byteOf[glyph] || glyph + twoByteBase,
  };
  const objects = fontObjects(program, 2, (bytes) => deflateSync(bytes));
  const bodies = [asciiBytes("<</Font<</F0 2 0 R>>>>"), ...objects];
  const chunks: Uint8Array[] = [];
  const file = new PdfFile((bytes) => chunks.push(bytes.slice()), { bodies, resourcesId: 1 });
  const out = new ByteWriter();
  const painter = new ContentPainter([{ space: "gray", values: [0] }], [showCodes(face)]);
  painter.paintPage(frame, { ordinal: 0, page: 1, pages: 1 }, out);
  const id = file.allocate();
  file.stream(id, "", out.view());
  file.page("400", "300", [id]);
  file.finish("", "", "0".repeat(32));
  return Buffer.concat(chunks);
}

function ask(bytes: Uint8Array, program: string, ...args: string[]): string {
  const folder = temporaryFolder("font");
  try {
    const path = join(folder, "page.pdf");
    writeFileSync(path, bytes);
    const given = args.map((arg) => (arg === "FILE" ? path : arg));
    return execFileSync(program, given, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LINES = [
  "The quick (brown) fox \\ jumps; 0123456789!",
  "caf\u00e9 na\u00efve \u2013 \u20ac100 \u2022\u2022\u2022\u20221234",
  "\u0391\u03b8\u03ae\u03bd\u03b1 \u041c\u043e\u0441\u043a\u0432\u0430 \u0141\u00f3d\u017a",
  " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
];

describe("an embedded font", () => {
  const file = (): Buffer => pageOf(noto(), LINES);

  test.skipIf(!has("pdffonts"))("is embedded, a subset, and has a ToUnicode map", () => {
    const [, , row = ""] = ask(file(), "pdffonts", "FILE").split("\n");
    expect(row).toMatch(/^[A-Z]{6}\+NotoSans-Regular +CID TrueType/);
    expect(row).toMatch(/ yes yes yes +\d+ +0 *$/);
  });

  test.skipIf(!has("pdftotext"))("gives its text back to Poppler", () => {
    const text = ask(file(), "pdftotext", "-layout", "FILE", "-");
    const read = text.split("\n").map((line) => line.trim());
    for (const line of LINES) expect(read).toContain(line.trim());
  });

  test.skipIf(!has("mutool"))("gives its text back to MuPDF", () => {
    const text = ask(file(), "mutool", "draw", "-q", "-F", "txt", "FILE");
    const read = text.split("\n").map((line) => line.trim());
    for (const line of LINES) expect(read).toContain(line.trim());
  });

  test.skipIf(!has("gs"))("gives its text back to Ghostscript", () => {
    const text = ask(
      file(),
      "gs",
      "-q",
      "-dNOPAUSE",
      "-dBATCH",
      "-sDEVICE=txtwrite",
      "-o",
      "-",
      "FILE",
    );
    const read = text.replace(/\s+/g, " ");
    for (const line of LINES) expect(read).toContain(line.trim());
  });

  test("names every code in its W array and nothing twice", () => {
    const text = file().toString("latin1");
    const widths = /\/W\[([^\]]*(?:\][^\]]*)*?)\]\/CIDToGIDMap/.exec(text)?.[1] ?? "";
    const count = [...widths.matchAll(/\[([^\]]*)\]/g)].flatMap(([, run = ""]) => run.split(" "));
    expect(count).toHaveLength(new Set(Array.from(LINES.join(""))).size + 1);
  });
});

describe.skipIf(!existsSync(CFF_PATH))("a CFF font", () => {
  const file = (): Buffer => pageOf(openFontFace(readFileSync(CFF_PATH)), LINES.slice(0, 2));

  test.skipIf(!has("pdffonts"))("is embedded, a subset, and has a ToUnicode map", () => {
    const [, , row = ""] = ask(file(), "pdffonts", "FILE").split("\n");
    expect(row).toMatch(/^[A-Z]{6}\+NimbusSans-Regular +CID Type 0C/);
    expect(row).toMatch(/ yes yes yes +\d+ +0 *$/);
  });

  test.skipIf(!has("pdftotext"))("gives its text back", () => {
    const text = ask(file(), "pdftotext", "-layout", "FILE", "-");
    for (const line of LINES.slice(0, 2)) expect(text).toContain(line);
  });
});
