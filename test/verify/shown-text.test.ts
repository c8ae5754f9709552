import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type FontFace, openFontFace } from "../../src/font/font-face.ts";
import { showCodes } from "../../src/font/show-codes.ts";
import { reverseMap } from "../../src/font/to-unicode.ts";
import { RUN_FLAG_KERNS } from "../../src/model/frame.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { ContentScanner } from "../../src/verify/content/content-scanner.ts";
import { shownText, textLines } from "../../src/verify/content/shown-text.ts";
import { type CodeDecoder, NO_TEXT, readToUnicode } from "../../src/verify/fonts/to-unicode.ts";
import { CFF_PATH, hasCff, noto } from "../font/faces.ts";
import { decoderOf } from "./page-money.ts";

const faces: [string, FontFace][] = [
  ["TrueType", noto("NotoSans-Regular")],
  ...(hasCff ? [["CFF", openFontFace(readFileSync(CFF_PATH))] as [string, FontFace]] : []),
];

/** Characters that come back from their glyph as they are. */
function charactersOf(face: FontFace): string[] {
  const back = reverseMap(face);
  return [...face.codePoints]
    .filter((codePoint) => codePoint > 0 && back[face.glyphOf(codePoint)] === codePoint)
    .map((codePoint) => String.fromCodePoint(codePoint));
}

function painted(face: FontFace, lines: readonly string[]): Uint8Array {
  const frame = new FrameBuilder();
  frame.reset(400_000, 300_000, -1);
  lines.forEach((line, index) => {
    const start = frame.glyphCount;
    const glyphs = Array.from(line, (character) => face.glyphOf(character.codePointAt(0) ?? 0));
    frame.reserveGlyphs(glyphs.length);
    frame.glyphs.set(glyphs, start);
    frame.kerns.set(
      glyphs.map((_, at) => (at % 3 === 0 ? -20 : 0)),
      start,
    );
    frame.glyphCount += glyphs.length;
    const flags = index % 2 === 0 ? 0 : RUN_FLAG_KERNS;
    frame.run(20_000, 30_000 + index * 20_000, 0, 12_000, 0, start, frame.mark(8), flags);
  });
  const out = new ByteWriter();
  new ContentPainter([{ space: "gray", values: [0] }], [showCodes(face)]).paintPage(
    frame,
    { ordinal: 0, page: 1, pages: 1 },
    out,
  );
  return out.view();
}

describe.each(faces)("text shown in a %s font", (_, face) => {
  const all = charactersOf(face);
  const decoders = new Map([["F0", decoderOf(face)]]);

  test("comes back from what the painter wrote, run by run, in its marks", () => {
    const line = fc
      .array(fc.constantFrom(...all), { minLength: 1, maxLength: 40 })
      .map((characters) => characters.join(""));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const { runs, damage } = shownText(painted(face, lines), decoders);
        expect(damage).toBeUndefined();
        expect(runs.map(({ text }) => text)).toEqual(lines);
        expect(runs.map(({ tag, properties }) => [tag, properties.get("MCID")])).toEqual(
          lines.map((_line, index) => ["TD", index]),
        );
      }),
    );
  });

  test("is cut short, never thrown at, where bytes are damaged", () => {
    const whole = painted(face, [all.slice(0, 90).join(""), "Ending balance", "(1,234.50)"]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(whole.length),
        (changes, length) => {
          const bytes = whole.slice(0, length);
          for (const [at, byte] of changes) if (at < length) bytes[at] = byte;
          const { runs } = shownText(bytes, decoders);
          expect(runs.length).toBeLessThanOrEqual(bytes.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

const ascii = readToUnicode(
  Buffer.from(
    "1 begincodespacerange <20><7E> endcodespacerange 1 beginbfrange <20><7E><0020> endbfrange",
  ),
) as CodeDecoder;
const plain = new Map([["F0", ascii]]);

function read(content: string): ReturnType<typeof shownText> {
  return shownText(Buffer.from(content, "latin1"), plain);
}

describe("a content stream", () => {
  test("shows literal and hex strings, escapes, arrays and the line operators", () => {
    const { runs, damage } = read(
      "BT /F0 9 Tf 10 TL 5 700 Td (a\\(b\\)\\\\(c)\\101\\\nd) Tj " +
        "T* [(on)-120<65 2>] TJ (x) ' 1 2 (y) \" ET % (no text) Tj\n",
    );
    expect(damage).toBeUndefined();
    expect(runs.map(({ text, x, y }) => [text, x, y])).toEqual([
      ["a(b)\\(c)Ad", 5, 700],
      ["one ", 5, 690],
      ["x", 5, 680],
      ["y", 5, 670],
    ]);
  });

  test("has ActualText instead of what is shown in its span, in the mark around it", () => {
    const { runs } = read(
      "BT /F0 9 Tf /P<</MCID 0>>BDC /Span<</ActualText<FEFF00E9>>>BDC 1 2 Td (e)Tj (')Tj EMC " +
        "/Span<</ActualText(x)>>BDC (y)Tj EMC EMC ET",
    );
    expect(runs.map(({ text, tag, x, y }) => [text, tag, x, y])).toEqual([
      ["é", "P", 1, 2],
      ["x", "P", 1, 2],
    ]);
  });

  test("gives fonts back with Q, and says where one is unknown", () => {
    const { runs } = read("q /F0 9 Tf q /F9 9 Tf (a)Tj Q (b)Tj Q (c)Tj");
    expect(runs.map(({ text }) => text)).toEqual([NO_TEXT, "b", NO_TEXT]);
  });

  test("has inline images skipped by their size, whatever their bytes are", () => {
    const image = "q BI/IM true/D[1 0]/W 12/H 2 ID EI(Q\nEI Q ";
    const scanner = new ContentScanner(Buffer.from(image, "latin1"));
    expect([scanner.next(), scanner.next(), scanner.next()]).toEqual(["q", "EI", "Q"]);
    expect(Buffer.from(scanner.image?.data ?? []).toString()).toBe("EI(Q");
    const hex = read(`${image} BI/IM true/W 8/H 1/F/AHx ID 4549>\nEI /F0 9 Tf (a)Tj`);
    expect(hex.damage).toBeUndefined();
    expect(hex.runs.map(({ text }) => text)).toEqual(["a"]);
  });

  test.each([
    ["(never ended", "a string without an end"],
    ["<41zz> Tj", "a string of other than hex digits"],
    ["/P BMC", "marked content is never ended"],
    ["EMC", "EMC ends no marked content"],
    ["Q", "Q restores nothing"],
    ["1 2", "operands without an operator"],
    [">> Tj", "a stray delimiter"],
    ["[ [ (a) ] Tj", "an operator within an operand"],
    ["1-2 Td", "a number that is none"],
    ["[".repeat(100), "too deep a nest"],
    ["BI/W 8/H 900/IM true ID x", "an image without an end"],
    ["1 ".repeat(300), "too many operands"],
    ["/P BMC ".repeat(100), "marked content is nested too deep"],
  ])("that is damaged says so: %s", (content, message) => {
    expect(read(content).damage).toContain(message);
  });

  test("is read in lines by its baselines", () => {
    const shown = read("/F0 9 Tf 0 9 Td (Pieces)Tj 40 0 Td (1 to 9)Tj -40 -9 Td (next )Tj (one)Tj");
    expect(textLines(shown)).toEqual(["Pieces 1 to 9", "next one"]);
  });
});

describe("a ToUnicode map", () => {
  const spaces = "2 begincodespacerange\n<20><7E>\n<8000><FFFF>\nendcodespacerange\n";

  test("has ranges that count up or list texts, and codes of two lengths", () => {
    const map = readToUnicode(
      Buffer.from(
        `${spaces}2 beginbfrange\n<41><43><0061>\n<8001> <8002> [<0066> <D83DDE00>]\nendbfrange\n` +
          "1 beginbfchar\n<7E><0066006C>\nendbfchar",
      ),
    );
    const bytes = Buffer.from("424180027e80018009", "hex");
    expect(map?.text(bytes)).toBe(`ba😀flf${NO_TEXT}`);
    expect(map?.text(Buffer.from([0x41, 0x10, 0x80]))).toBe(`a${NO_TEXT}${NO_TEXT}`);
  });

  test.each([
    ["nothing", ""],
    [
      "code spaces that share a first byte",
      "begincodespacerange <20><7E> <2000><20FF> endcodespacerange",
    ],
    ["ranges without bounds", `${spaces} beginbfrange <00000000><FFFFFFFF><0041> endbfrange`],
    ["a range that runs backwards", `${spaces} beginbfrange <43><41><0041> endbfrange`],
  ])("is refused where it holds %s", (_, map) => {
    expect(readToUnicode(Buffer.from(map))).toBeUndefined();
  });
});
