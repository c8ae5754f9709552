import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ShowCodes } from "../../src/font/show-codes.ts";
import { MARK_ROLES, RUN_FLAG_ACTUAL_TEXT, RUN_FLAG_KERNS } from "../../src/model/frame.ts";
import { FrameBuilder } from "../../src/rules/frame-builder.ts";
import type { Color } from "../../src/model/geometry.ts";
import { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { textOf } from "../golden/pretty-page.ts";
import { type Operand, type Operation, operationsOf } from "./content-tokens.ts";

const COLORS: readonly Color[] = [
  { space: "gray", values: [0] },
  { space: "rgb", values: [71, 204, 357] },
  { space: "cmyk", values: [1000, 700, 0, 300] },
  { space: "separation", name: "PANTONE 286 C", tint: 850, alternate: [1000, 660, 0, 20] },
];
/** Codes that name every glyph by its id: all values of both bytes come about. */
const IDS: ShowCodes = { byteOf: new Uint8Array(65_536), twoByteBase: 0 };
const painter = new ContentPainter(COLORS, [IDS, IDS]);
const TOKEN = { ordinal: 41, page: 2, pages: 7 };

function frame(): FrameBuilder {
  const builder = new FrameBuilder();
  builder.reset(612_000, 792_000, -1);
  return builder;
}

function addRun(
  builder: FrameBuilder,
  glyphs: readonly number[],
  { kerns = [] as readonly number[], mark = -1, flags = 0, color = 0, font = 0, x = 0, y = 0 } = {},
): void {
  const start = builder.glyphCount;
  builder.reserveGlyphs(glyphs.length);
  builder.glyphs.set(glyphs, start);
  builder.kerns.fill(0, start, start + glyphs.length);
  builder.kerns.set(kerns, start);
  builder.glyphCount += glyphs.length;
  builder.run(x, y, font, 9000, color, start, mark, flags);
}

function painted(builder: FrameBuilder): Operation[] {
  const out = new ByteWriter(16);
  painter.paintPage(builder, TOKEN, out);
  return operationsOf(out.view());
}

function glyphsOf(operand: Operand | undefined): number[] {
  if (operand?.kind === "array") return operand.items.flatMap(glyphsOf);
  if (operand?.kind !== "string") return [];
  const { bytes } = operand;
  expect(bytes.length % 2).toBe(0);
  return Array.from(
    { length: bytes.length / 2 },
    (_, index) => ((bytes[index * 2] as number) << 8) | (bytes[index * 2 + 1] as number),
  );
}

function shows(operations: readonly Operation[]): Operation[] {
  return operations.filter(({ name }) => name === "Tj" || name === "TJ");
}

function numbers(operation: Operation | undefined): number[] {
  return (operation?.operands ?? []).flatMap((operand) =>
    operand.kind === "number" ? [operand.value] : [],
  );
}

describe("shown text", () => {
  test("comes back byte for byte: every glyph id there is, kerned or not", () => {
    const builder = frame();
    const all = Array.from({ length: 65_536 }, (_, glyph) => glyph);
    addRun(builder, all);
    addRun(builder, all, { kerns: all.map((_, at) => (at % 2) * -20), flags: RUN_FLAG_KERNS });
    const [plain, kerned] = shows(painted(builder));
    expect(plain?.name).toBe("Tj");
    expect(glyphsOf(plain?.operands[0])).toEqual(all);
    expect(kerned?.name).toBe("TJ");
    expect(glyphsOf(kerned?.operands[0])).toEqual(all);
  });

  test.each([0x28, 0x29, 0x5c, 0x0d, 0x0a, 0x0d0a, 0x0d0d, 0x5c28, 0x2829, 0x5c6e])(
    "with the bytes %i, which mean something in a string",
    (glyph) => {
      const builder = frame();
      const glyphs = [glyph, glyph, 0x4141, glyph];
      addRun(builder, glyphs);
      expect(glyphsOf(shows(painted(builder))[0]?.operands[0])).toEqual(glyphs);
    },
  );

  test("takes one byte where the font's codes say so", () => {
    const byteOf = new Uint8Array(256);
    byteOf[36] = 0x41;
    byteOf[11] = 0x28;
    const short = new ContentPainter(COLORS, [{ byteOf, twoByteBase: 0x8000 }]);
    const builder = frame();
    addRun(builder, [36, 11, 200, 36]);
    const out = new ByteWriter();
    short.paintPage(builder, TOKEN, out);
    const [operand] = shows(operationsOf(out.view()))[0]?.operands ?? [];
    const bytes = operand?.kind === "string" ? [...operand.bytes] : [];
    expect(bytes).toEqual([0x41, 0x28, 0x80, 200, 0x41]);
  });

  test("is kerned with the other sign, between the glyphs the kern stands between", () => {
    const builder = frame();
    addRun(builder, [1, 2, 3, 4], { kerns: [-80, 0, 15, 0], flags: RUN_FLAG_KERNS });
    const [operand] = shows(painted(builder))[0]?.operands ?? [];
    const items = operand?.kind === "array" ? operand.items : [];
    const read = items.map((item) => (item.kind === "number" ? item.value : glyphsOf(item)));
    expect(read).toEqual([[1], 80, [2, 3], -15, [4]]);
  });

  test("stands where the frame says, y upwards, in hundredths of a point", () => {
    const builder = frame();
    addRun(builder, [1], { x: 72_000, y: 100_000 });
    addRun(builder, [2], { x: 50_004, y: 100_006 });
    let [x, y] = [0, 0];
    const places = painted(builder).flatMap((operation) => {
      if (operation.name !== "Td") return [];
      const [dx = 0, dy = 0] = numbers(operation);
      [x, y] = [x + dx, y + dy];
      return [[x, y]];
    });
    expect(places).toEqual([
      [7200, 69_200],
      [5000, 69_199],
    ]);
  });

  test("that its glyphs do not say is said beside them", () => {
    const builder = frame();
    const said = "\u0645\u0631\u062d\u0628\u0627 (\\)";
    builder.actualTexts.set(0, said);
    addRun(builder, [7, 8], { flags: RUN_FLAG_ACTUAL_TEXT, mark: builder.mark(0) });
    const span = painted(builder).find(({ operands: [first] }) => {
      return first?.kind === "name" && first.value === "Span";
    });
    const properties = span?.operands[1];
    const text =
      properties?.kind === "dictionary" ? properties.entries.get("ActualText") : undefined;
    expect(text?.kind === "string" ? textOf(text.bytes) : "").toBe(said);
  });
});

describe("colours", () => {
  test("of all four spaces set the fill", () => {
    const builder = frame();
    COLORS.forEach((_, color) => builder.rect(0, color * 1000, 500, 500, color));
    const fills = painted(builder).filter(({ name }) => /^(g|rg|k|cs|scn)$/.test(name));
    expect(fills.map((fill) => [fill.name, ...numbers(fill)])).toEqual([
      ["g", 0],
      ["rg", 0.071, 0.204, 0.357],
      ["k", 1, 0.7, 0, 0.3],
      ["cs"],
      ["scn", 0.85],
    ]);
    const space = fills[3]?.operands[0];
    expect(space?.kind === "name" ? space.value : "").toBe("C3");
  });

  test("are set once for neighbours of the same, and again in the text", () => {
    const builder = frame();
    builder.rect(0, 0, 500, 500, 1);
    builder.rect(0, 1000, 500, 500, 1);
    addRun(builder, [1], { color: 1 });
    addRun(builder, [2], { color: 1 });
    addRun(builder, [3], { color: 0 });
    const names = painted(builder).map(({ name }) => name);
    expect(names.filter((name) => name === "rg")).toHaveLength(2);
    expect(names.filter((name) => name === "re")).toHaveLength(2);
    expect(names.filter((name) => name === "f")).toHaveLength(1);
  });
});

describe("masks", () => {
  const bits = fc.oneof(
    fc.uint8Array({ minLength: 8, maxLength: 8 }),
    fc.constantFrom(
      Uint8Array.from(Buffer.from("a EI Q\nb")),
      Uint8Array.from(Buffer.from("EIEI  EI")),
      Uint8Array.from(Buffer.from("\nEI\nEI\n ")),
      Uint8Array.from([0, 0, 0, 0, 0, 0, 0x20, 0x45]),
    ),
  );

  test("keep their bits, whatever these spell, and what follows is still read", () => {
    fc.assert(
      fc.property(bits, (data) => {
        const builder = frame();
        const place = { xMpt: 1000, yMpt: 2000, widthMpt: 8000, heightMpt: 8000 };
        builder.mask({ ...place, columns: 8, rows: 8, bits: data, color: 0 });
        builder.mask({ ...place, columns: 8, rows: 8, bits: new Uint8Array(8), color: 0 });
        const images = painted(builder).filter(({ name }) => name === "EI");
        expect(images).toHaveLength(2);
        const [image] = images;
        const isHex = image?.operands.some(
          (operand) => operand.kind === "name" && operand.value === "AHx",
        );
        const written = Buffer.from(image?.data ?? []);
        const read = isHex
          ? Buffer.from(written.toString("latin1").replace(">", ""), "hex")
          : written;
        expect([...read]).toEqual([...data]);
      }),
      { numRuns: 200 },
    );
  });

  test("are placed by their lower left corner, ink where a bit is 1", () => {
    const builder = frame();
    const place = { xMpt: 10_000, yMpt: 20_000, widthMpt: 30_000, heightMpt: 40_000 };
    builder.mask({ ...place, columns: 9, rows: 2, bits: new Uint8Array(4), color: 0 });
    const operations = painted(builder);
    const at = operations.findIndex(({ name }) => name === "EI");
    expect(numbers(operations[at - 1])).toEqual([3000, 0, 0, 4000, 1000, 73_200]);
    const image = operations[at]?.operands.map((operand) =>
      operand.kind === "array" ? numbers({ name: "", operands: operand.items }) : operand,
    );
    expect(image).toContainEqual([1, 0]);
    expect(image).toContainEqual({ kind: "number", value: 9 });
  });
});

interface Draft {
  readonly kind: "rect" | "image" | "form" | "text" | "furniture" | "mask";
  readonly glyphs: readonly number[];
  readonly kerned: boolean;
  readonly actual: boolean;
  readonly color: number;
  readonly role: number;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  kind: fc.constantFrom("rect", "image", "form", "text", "text", "text", "furniture", "mask"),
  glyphs: fc.array(fc.integer({ min: 0, max: 65_535 }), { maxLength: 6 }),
  kerned: fc.boolean(),
  actual: fc.boolean(),
  color: fc.integer({ min: 0, max: 3 }),
  role: fc.integer({ min: 0, max: MARK_ROLES.length - 2 }),
});

function add(builder: FrameBuilder, { kind, glyphs, kerned, actual, color, role }: Draft): void {
  if (kind === "rect") builder.rect(1000, 1000, 5000, 5000, color);
  else if (kind === "image") builder.image(0, 0, 0, 9000, 9000, builder.mark(role));
  else if (kind === "form") builder.form(1, 0, 0, 9000, 9000, builder.mark(role));
  else if (kind === "mask") {
    const place = { xMpt: 0, yMpt: 0, widthMpt: 8000, heightMpt: 8000 };
    builder.mask({ ...place, columns: 8, rows: 1, bits: new Uint8Array([0xaa]), color });
  } else {
    if (actual) builder.actualTexts.set(builder.runCount, "x(");
    addRun(builder, glyphs, {
      kerns: glyphs.map((glyph) => (glyph % 200) - 100),
      flags: (kerned ? RUN_FLAG_KERNS : 0) | (actual ? RUN_FLAG_ACTUAL_TEXT : 0),
      color,
      font: color % 2,
      mark: kind === "furniture" ? -1 : builder.mark(role),
    });
  }
}

const OPENERS: Readonly<Record<string, string>> = { Q: "q", ET: "BT", EMC: "mark" };

/** Checks that what is opened is closed, innermost first; what nests where it may not. */
function checkBalance(operations: readonly Operation[]): void {
  const open: string[] = [];
  for (const { name } of operations) {
    if (name === "q" || name === "BT") {
      expect(open).not.toContain("BT");
      open.push(name);
    } else if (name === "BDC" || name === "BMC") open.push("mark");
    else if (OPENERS[name] !== undefined) expect(open.pop()).toBe(OPENERS[name]);
    else if (/^(Td|Tj|TJ)$/.test(name)) expect(open).toContain("BT");
    else if (/^(re|f|cm|Do|EI)$/.test(name)) expect(open).not.toContain("BT");
  }
  expect(open).toEqual([]);
}

function markIds(operations: readonly Operation[]): number[] {
  return operations.flatMap(({ name, operands: [, properties] }) => {
    if (name !== "BDC" || properties?.kind !== "dictionary") return [];
    const id = properties.entries.get("MCID");
    return id?.kind === "number" ? [id.value] : [];
  });
}

describe("any frame", () => {
  test("gives a balanced stream with each mark once, and nothing unmarked", () => {
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 30 }), (drafts) => {
        const builder = frame();
        for (const each of drafts) add(builder, each);
        const operations = painted(builder);
        expect(operations[0]?.name).toBe("q");
        checkBalance(operations);
        const ids = markIds(operations).sort((a, b) => a - b);
        expect(ids).toEqual(Array.from({ length: builder.markCount }, (_, id) => id));
        const texts = drafts.filter(({ kind }) => kind === "text" || kind === "furniture");
        expect(shows(operations).map(({ operands: [shown] }) => glyphsOf(shown))).toEqual(
          texts.map(({ glyphs }) => glyphs),
        );
        let depth = 0;
        for (const { name } of operations) {
          if (/^B[DM]C$/.test(name)) depth += 1;
          if (name === "EMC") depth -= 1;
          if (/^(Tj|TJ|f)$/.test(name)) expect(depth).toBeGreaterThan(0);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("as an overlay is one artifact, without marks", () => {
    fc.assert(
      fc.property(fc.array(draft, { maxLength: 20 }), (drafts) => {
        const builder = frame();
        for (const each of drafts.filter(({ kind }) => !/image|form/.test(kind)))
          add(builder, { ...each, kind: each.kind === "text" ? "furniture" : each.kind });
        const out = new ByteWriter();
        painter.paintArtifact(builder, out);
        const operations = operationsOf(out.view());
        checkBalance(operations);
        expect(markIds(operations)).toEqual([]);
        expect(operations.filter(({ name }) => name === "BMC")).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  test("says whose page it is, and draws its master's art first, as an artifact", () => {
    const builder = frame();
    builder.nextPage(612_000, 792_000, 3);
    const operations = painted(builder);
    const point = operations.find(({ name }) => name === "DP")?.operands[1];
    const entries = point?.kind === "dictionary" ? [...point.entries] : [];
    expect(entries.map(([key, value]) => [key, value.kind === "number" && value.value])).toEqual([
      ["O", 41],
      ["I", 2],
      ["N", 7],
    ]);
    const at = operations.findIndex(({ name }) => name === "Do");
    expect(operations[at]?.operands).toEqual([{ kind: "name", value: "A3" }]);
    expect(operations[at - 1]?.name).toBe("BMC");
    expect(operations[at + 1]?.name).toBe("EMC");
  });

  test("painted twice into one buffer gives twice the same bytes", () => {
    const builder = frame();
    addRun(builder, [1, 2, 3], { mark: builder.mark(0) });
    builder.rect(0, 0, 100, 100, 3);
    const out = new ByteWriter();
    painter.paintPage(builder, TOKEN, out);
    const { length } = out;
    painter.paintPage(builder, TOKEN, out);
    const bytes = Buffer.from(out.view());
    expect(bytes.subarray(length)).toEqual(bytes.subarray(0, length));
  });
});
