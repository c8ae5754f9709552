import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ComposedForm,
  composedFaultAt,
  composedForm,
} from "../../src/verify/content/composed-grammar.ts";
import { ShownCodes } from "../../src/verify/content/shown-codes.ts";
import { CodeDecoder, readToUnicode } from "../../src/verify/fonts/to-unicode.ts";

const HEAD = "q\n.01 0 0 .01 0 0 cm\n/NPdoc<</O 17/I 1/N 1>>DP\nBT\n/P<</MCID 0>>BDC\n";
const FIRST = "/F0 900 Tf\n0 g\n0 0 Td(A)Tj\n";
const TAIL = "EMC\nET\nQ\n";

function decoders(): Map<string, CodeDecoder> {
  const map = "2 begincodespacerange <20> <7E> <8000> <FFFF> endcodespacerange";
  const names = ["F0", "F1", "F12"];
  return new Map(names.map((name) => [name, readToUnicode(Buffer.from(map)) as CodeDecoder]));
}

function page(runs: string): Buffer {
  return Buffer.from(`${HEAD}${FIRST}${runs}${TAIL}`, "latin1");
}

function formOf(content: Buffer): ComposedForm | undefined {
  return composedForm(content.toString("latin1"));
}

/** By font, the codes that are noted. */
function noted(content: Buffer, isPaired: boolean): Record<string, number[]> {
  const fonts = decoders();
  new ShownCodes(fonts, true).note(content, isPaired);
  return Object.fromEntries([...fonts].map(([name, { used }]) => [name, codesIn(used)]));
}

function codesIn(used: Uint8Array): number[] {
  const codes: number[] = [];
  for (let code = used.indexOf(1, 0x100); code >= 0; code = used.indexOf(1, code + 1))
    codes.push(code);
  return codes;
}

const escaped = (byte: number): string => {
  const character = String.fromCharCode(byte);
  if (byte === 0x0d) return String.raw`\r`;
  return "()\\".includes(character) ? `\\${character}` : character;
};
const short = fc.integer({ min: 0x20, max: 0x7e }).map(escaped);
const long = fc
  .tuple(fc.integer({ min: 0x80, max: 0xff }), fc.nat(255))
  .map(([lead, byte]) => String.fromCharCode(lead) + escaped(byte));
const string = fc
  .array(fc.oneof({ weight: 4, arbitrary: short }, long), { maxLength: 12 })
  .map((codes) => `(${codes.join("")})`);
const shown = fc.oneof(
  string.map((one) => `${one}Tj\n`),
  fc.array(string, { minLength: 1, maxLength: 4 }).map((all) => `[${all.join("-20")}]TJ\n`),
);
const run = fc
  .tuple(fc.constantFrom("", "/F0 850 Tf\n", "/F1 700 Tf\n", "/F12 1 Tf\n"), shown)
  .map(([font, words]) => `${font}7 -1200 Td${words}`);
const runs = fc.array(run, { maxLength: 6 }).map((all) => all.join(""));

describe("codes of two bytes beside ASCII", () => {
  it("are noted the same whether strings are read or only these bytes", () => {
    fc.assert(
      fc.property(runs, fc.nat(7), (words, shift) => {
        const content = page(words);
        expect(formOf(content)).toBe("paired");
        // Where a page begins in memory must not matter.
        const moved = Buffer.alloc(content.length + shift).subarray(shift);
        content.copy(moved);
        expect(noted(moved, true)).toEqual(noted(content, false));
      }),
      { numRuns: 200 },
    );
  });

  it("are those of the font that was set last, also behind what looks like an operator", () => {
    const words =
      "0 0 Td(/F1 9 Tf)Tj\n/F12 9 Tf\n0 0 Td(\u0080\n\u0081\\r)Tj\n0 0 Td(\u00ff\\))Tj\n";
    const codes = { F0: [], F1: [], F12: [0x800a, 0x810d, 0xff29] };
    for (const isPaired of [true, false]) expect(noted(page(words), isPaired)).toEqual(codes);
  });
});

describe("a page whose strings are not whole codes", () => {
  const any = (words: string): unknown => formOf(page(`0 0 Td${words}`));

  it("keeps to the grammar, and has its strings read", () => {
    expect(any("(\u0080)Tj\n")).toBe("any");
    expect(any("(a\nb)Tj\n")).toBe("any");
    expect(any("(/F1 9 Tf\n)Tj\n")).toBe("any");
    expect(any("(\u0001b)Tj\n")).toBe("any");
    expect(any(String.raw`(a\rb)Tj` + "\n")).toBe("any");
    expect(any("/Span<</ActualText(x)>>BDC\n(x)Tj\nEMC\n")).toBe("any");
    expect(noted(page("0 0 Td(a\u0080)Tj\n"), false).F0).toEqual([0x8000]);
  });

  it("is no page where a word is broken by one byte", () => {
    const words =
      "1 0 0 rg\n0 0 Td[(a)-5(b\u0080c)]TJ\n.5 g\n0 0 Td(d)Tj\n/C1 cs 1 scn\n0 0 Td(e)Tj\n";
    const whole = page(words);
    expect(formOf(whole)).toBe("paired");
    for (const [from, to] of [
      ["1 0 0 rg", "1 0 2 rg"],
      ["1 0 0 rg", "1 0 rg"],
      ["1 0 0 rg", "1 0 0 0 rg"],
      [".5 g", "5 g"],
      [".5 g", ".5 G"],
      ["1 scn", "1 0 scn"],
      ["[(a)-5(", "[(a)-05("],
      ["]TJ", "] TJ"],
      ["/F0 900 Tf\n0 g\n", "/F0 900 Tf\n"],
      ["/MCID 0", "/MCID "],
      ["(d)Tj", "(d)'"],
      ["ET\n", ""],
    ] as const) {
      const broken = Buffer.from(whole.toString("latin1").replace(from, to), "latin1");
      expect(formOf(broken), to).toBeUndefined();
      expect(composedFaultAt(broken.toString("latin1")), to).toBeGreaterThan(0);
    }
  });
});
