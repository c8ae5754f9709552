import { asPieceNumber } from "../../src/base/units.ts";
import { writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/base/hash.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { checkCharacter } from "../../src/mail/check-character.ts";
import {
  dataMatrixText,
  furnitureMarkText,
  pageTokenText,
  parseFurnitureMarkText,
} from "../../src/mail/marks.ts";
import { BreachList } from "../../src/verify/file/breach-list.ts";
import { composedFaultAt } from "../../src/verify/content/composed-grammar.ts";
import { documentToken } from "../../src/verify/content/document-token.ts";
import { HashedFile } from "../../src/verify/file/hashed-file.ts";
import { Inflater } from "../../src/verify/file/inflater.ts";
import { LineFile } from "../../src/verify/file/line-file.ts";
import * as marks from "../../src/verify/marks/mark-texts.ts";
import { scanOverlay } from "../../src/verify/content/overlay-scan.ts";
import { PdfName, PdfReference, PdfSyntax } from "../../src/verify/file/pdf-syntax.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("reading");
const host = new NodeHost();

function parsed(text: string): { value: unknown; failed: boolean } {
  const syntax = new PdfSyntax();
  syntax.open(Buffer.from(text, "latin1"));
  const value = syntax.value();
  return { value, failed: syntax.failed };
}

describe("PDF syntax", () => {
  it("reads every kind of object", () => {
    const text = "<</A 1/B -.5/C[1 2 R 3 0 R(x\\)(y))<6162>]/D/N#20x/E true/F null/G<</H 12 >> >>";
    const { value, failed } = parsed(text);
    expect(failed).toBe(false);
    const map = value as ReadonlyMap<string, unknown>;
    expect(map.get("A")).toBe(1);
    expect(map.get("B")).toBe(-0.5);
    const list = map.get("C") as unknown[];
    expect(list).toEqual([new PdfReference(1, 2), new PdfReference(3, 0), "x)(y)", "ab"]);
    expect(map.get("D")).toEqual(new PdfName("N x"));
    expect([map.get("E"), map.get("F")]).toEqual([true, null]);
    expect(map.get("G")).toEqual(new Map([["H", 12]]));
  });

  it("fails where an object is cut or broken, and never throws", () => {
    for (const text of ["", "<<", "<</A", "[1", "(a", "<6", "<</A 1/A 2>>", "<<1 2>>", "x", "1-2"])
      expect(parsed(text).failed, text).toBe(true);
    expect(parsed("[".repeat(10_000)).failed).toBe(true);
    const noise = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
    const tokens = fc.constantFrom(
      "<<",
      ">>",
      "[",
      "]",
      "(",
      ")",
      "/A",
      " 1",
      " R",
      "<",
      "%",
      "\\",
    );
    const texts = fc.array(tokens).map((parts) => Buffer.from(parts.join("")));
    fc.assert(
      fc.property(fc.oneof(noise, texts), (bytes) => {
        const syntax = new PdfSyntax();
        syntax.open(bytes);
        syntax.value();
        expect(syntax.at).toBeLessThanOrEqual(bytes.length + 1);
      }),
    );
  });
});

describe("a file that is read once and hashed on the way", () => {
  it("gives any bytes, in order and beside it, and the hash of all", () => {
    const bytes = Buffer.alloc(7_000_003);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = (at * 31 + (at >> 9)) & 0xff;
    writeFileSync(`${folder}/large`, bytes);
    const read = new HashedFile(host, `${folder}/large`);
    for (let at = 0; at < bytes.length; at += 90_001) {
      const wanted = bytes.subarray(at, at + 100_000);
      expect(read.onward(at, 100_000).equals(wanted)).toBe(true);
      const back = Math.max(0, at - 4_000_000);
      expect(read.onward(back, 99).equals(bytes.subarray(back, back + 99))).toBe(true);
      expect(read.beside(bytes.length - 50, 99)).toHaveLength(50);
    }
    expect(read.onward(6_000_000, 3_000_000).equals(bytes.subarray(6_000_000))).toBe(true);
    expect(read.finish()).toBe(sha256(bytes));
    read.close();
  });

  it("has the hash also where nothing was read before, or all beyond its end", () => {
    writeFileSync(`${folder}/small`, "abc");
    const read = new HashedFile(host, `${folder}/small`);
    expect(read.onward(99, 10)).toHaveLength(0);
    expect(read.beside(99, 10)).toHaveLength(0);
    expect(read.finish()).toBe(sha256("abc"));
    read.close();
  });
});

describe("inflating with one stream", () => {
  it("gives back what was deflated, after failures too, and no more than it may", () => {
    const inflater = new Inflater(2_000_000);
    const text = Buffer.from("statement ".repeat(90_000));
    const packed = deflateSync(text);
    for (let turn = 0; turn < 3; turn += 1) {
      expect(inflater.inflate(packed)?.equals(text)).toBe(true);
      expect(inflater.inflate(packed.subarray(0, -5))).toBeUndefined();
      expect(inflater.inflate(Buffer.concat([packed, Buffer.from("x")]))).toBeUndefined();
      expect(inflater.inflate(Buffer.from("no stream"))).toBeUndefined();
      expect(inflater.inflate(Buffer.alloc(0))).toBeUndefined();
      expect(inflater.inflate(deflateSync(Buffer.alloc(2_000_001)))).toBeUndefined();
    }
    inflater.close();
  });
});

describe("a document's token", () => {
  const head = "q\n.01 0 0 .01 0 0 cm\n";
  const token = "/NPdoc<</O 17/I 2/N 3>>DP\n";
  const read = (text: string): unknown => documentToken(Buffer.from(text, "latin1"));

  it("stands once, before all else", () => {
    expect(read(`${head}${token}BT\nET\nQ\n`)).toEqual({ ordinal: 17, page: 2, pages: 3 });
    expect(read(`${head}BT\nET\nQ\n`)).toBe("none");
    expect(read(`${head}BT\nET\n${token}Q\n`)).toBe("wrong");
    expect(composedFaultAt(`${head}${token}Q\n`)).toBeUndefined();
    const first = `${head}${token}`;
    expect(composedFaultAt(`${first}${token}Q\n`)).toBe(first.length);
    expect(read(`${head}/NPdoc<</O 17/I 4/N 3>>DP\n`)).toBe("wrong");
    expect(read(`${head}/NPdoc<</O 17/I 0/N 3>>DP\n`)).toBe("wrong");
  });

  it("is not taken from what customers write", () => {
    const text = `BT\n/F0 900 Tf\n0 0 Td(/NPdoc<</O 5/I 1/N 1>>DP)Tj\nET\nQ\n`;
    expect(read(`${head}${token}${text}`)).toEqual({ ordinal: 17, page: 2, pages: 3 });
    expect(read(`${head}${text}`)).toBe("none");
  });
});

describe("texts of marks", () => {
  it("are those that are printed", () => {
    const numbers = fc.record({
      jobMark: fc.stringMatching(/^[A-Z0-9]{1,8}$/),
      pieceNumber: fc.integer({ min: 0, max: 999_999_999 }).map(asPieceNumber),
      generation: fc.integer({ min: 0, max: 9 }),
      sheets: fc.integer({ min: 1, max: 9999 }),
      isFront: fc.boolean(),
    });
    fc.assert(
      fc.property(numbers, ({ jobMark, pieceNumber, generation, sheets, isFront }) => {
        const sheet = 1 + (pieceNumber % sheets);
        const own = { jobMark, piece: pieceNumber, generation, sheet, sheets, isFront };
        const side = isFront ? "front" : "back";
        const printed = pageTokenText({ jobMark, pieceNumber, generation, sheet, sheets, side });
        expect(marks.sideNameText(own)).toBe(printed);
        expect(marks.readSideName(printed)).toEqual(own);
        const matrix = dataMatrixText(jobMark, pieceNumber, sheet, sheets, generation);
        expect(marks.pieceMatrixText(own)).toBe(matrix);
        expect(marks.readFurnitureMatrix(matrix)).toBeUndefined();
        expect(marks.checkCharacter(matrix)).toBe(checkCharacter(matrix));
      }),
    );
  });

  it("of furniture are those that are printed", () => {
    for (const kind of ["header", "set-up", "pattern", "break", "trailer"] as const) {
      const printed = furnitureMarkText({ jobMark: "AB12", kind, spoolNumber: 7, number: 3 });
      expect(marks.furnitureMatrixText("AB12", kind, 7, 3)).toBe(printed);
      const { number = 1 } = parseFurnitureMarkText(printed) ?? {};
      expect(marks.readFurnitureMatrix(printed)).toEqual({ kind, number });
    }
  });
});

describe("an overlay", () => {
  it("is read to its end or to where it is damaged, whatever it holds", () => {
    const parts = fc.constantFrom(
      ..."BT|ET|Tj|TJ|(a|)|[|]|<</ActualText|>>BDC|<61>|EMC|/F0 900 Tf|BI/W 8/H 1/IM true".split(
        "|",
      ),
      "/D[1 0] ID x\nEI",
      " 12 ",
      "\\",
      "Q",
      "<<",
      "/Artifact BMC",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 40 }), (words) => {
        const overlay = scanOverlay(Buffer.from(words.join(" ")), new Map());
        expect(overlay.masks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});

describe("a text file read line by line", () => {
  it("gives whole lines, and tells of what is no line", () => {
    const long = "x".repeat(300_000);
    writeFileSync(`${folder}/lines`, `a\r\n\r\nß\r\n${"b\r\n".repeat(200_000)}rest`);
    const file = new LineFile(host, `${folder}/lines`, "\r\n");
    expect([file.next(), file.next(), file.next()]).toEqual(["a", "", "ß"]);
    let count = 0;
    while (file.next() === "b") count += 1;
    expect([count, file.line, file.hasRest()]).toEqual([200_000, 200_003, true]);
    file.close();
    writeFileSync(`${folder}/long`, `${long}\r\n`);
    const other = new LineFile(host, `${folder}/long`, "\r\n");
    expect([other.next(), other.hasRest()]).toEqual([undefined, true]);
    other.close();
  });
});

describe("a list of breaches", () => {
  it("counts all, and keeps some of every kind", () => {
    const list = new BreachList("a.pdf");
    for (let at = 0; at < 5000; at += 1) list.add("verify.money", "One.");
    list.add("verify.tray", "Two.", { page: 3 });
    expect(list.count).toBe(5001);
    expect(list.found).toHaveLength(26);
    expect(list.found.at(-1)).toEqual({
      code: "verify.tray",
      message: "Two.",
      file: "a.pdf",
      page: 3,
    });
  });
});
