import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ObjectSkeleton, ObjectSkeletons } from "../../src/verify/file/object-skeleton.ts";
import { type PdfDictionary, PdfReference, PdfSyntax } from "../../src/verify/file/pdf-syntax.ts";

const BOX = "/MediaBox[0 0 612 792]";
const PAGE = `12 0 obj\n<</Type/Page/Parent 3 0 R${BOX}/Contents[4 0 R 5 0 R ]>>\nendobj\n`;
const STREAM = "7 0 obj\n<</Filter/FlateDecode/Length 2408>>stream\n";

/** What an object's dictionary says, and where it or its stream's keyword ends. */
function read(text: string): { id: number; value: PdfDictionary; end: number } | undefined {
  const syntax = new PdfSyntax();
  syntax.open(Buffer.from(text, "latin1"));
  const id = syntax.whole();
  if (syntax.whole() !== 0 || !syntax.takes("obj")) return undefined;
  const value = syntax.value();
  if (syntax.failed || !(value instanceof Map)) return undefined;
  if (!syntax.takes("endobj\n") && !syntax.takes("stream\n")) return undefined;
  return { id, value, end: syntax.at };
}

function learn(skeletons: ObjectSkeletons, text: string): ObjectSkeleton | undefined {
  const { id = 0, value = new Map(), end = 0 } = read(text) ?? {};
  return skeletons.learn(id, Buffer.from(text.slice(0, end), "latin1"), value);
}

/** The numbers of references and of a length, as they are read one by one. */
function numbersIn(value: PdfDictionary): number[] {
  return [...value].flatMap(([key, one]) => {
    const items = Array.isArray(one) ? (one as readonly unknown[]) : [one];
    const ids = items.flatMap((item) => (item instanceof PdfReference ? [item.id] : []));
    return key === "Length" ? [...ids, Number(one)] : ids;
  });
}

describe("the skeleton of an object", () => {
  it("is that of all that differ in their numbers alone, and says where these are", () => {
    const skeletons = new ObjectSkeletons();
    const page = learn(skeletons, PAGE);
    learn(skeletons, STREAM);
    const other = PAGE.replace("12 0", "1300 0")
      .replace("3 0 R", "77 0 R")
      .replace("5 0 R", "9 0 R");
    expect(skeletons.find(Buffer.from(`${other}more`))).toBe(page);
    expect(page?.numbers).toEqual([1300, 77, 4, 9]);
    expect(page?.places("Parent")).toEqual({ start: 1, end: 2 });
    expect(page?.places("Contents")).toEqual({ start: 2, end: 4 });
    expect(page?.end).toBe(other.length);
    const stream = skeletons.find(Buffer.from(STREAM.replace("2408", "1").replace("7 0", "8 0")));
    expect(stream?.numbers).toEqual([8, 1]);
    expect(stream?.lengthAt).toBe(1);
  });

  it.each([
    ["612", "613"],
    ["3 0 R", "03 0 R"],
    ["3 0 R", "0 0 R"],
    ["3 0 R", "3 1 R"],
    ["3 0 R", "-3 0 R"],
    ["3 0 R", "3.0 R"],
    ["3 0 R", "12345678901 0 R"],
    ["5 0 R ]", "5 0 R 6 0 R ]"],
    [">>\nendobj\n", "/Rotate 90>>\nendobj\n"],
    ["endobj\n", "endob"],
  ])("is not that of one with %j as %j", (from, to) => {
    const skeletons = new ObjectSkeletons();
    learn(skeletons, PAGE);
    expect(skeletons.find(Buffer.from(PAGE.replace(from, to)))).toBeUndefined();
  });

  it.each([
    "12 0 obj\n<</Type/Page/NPtray(3 0 R)/Parent  3 0 R>>\nendobj\n",
    "12 0 obj\n<</NPtray(3 0 R)/Parent 3 0 R>>\nendobj\n",
    "12 0 obj\n<</Parent 3 1 R>>\nendobj\n",
    "12 0 obj\n<</Parent 03 0 R>>\nendobj\n",
  ])("is not kept where numbers cannot be told: %j", (text) => {
    expect(read(text)).toBeDefined();
    expect(learn(new ObjectSkeletons(), text)).toBeUndefined();
  });

  it("takes only what reads the same, whichever byte is changed", () => {
    const byte = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
    const kinds = fc.constantFrom(PAGE, STREAM);
    fc.assert(
      fc.property(kinds, fc.nat(120), fc.nat(2), byte, (kind, at, cut, put) => {
        const skeletons = new ObjectSkeletons();
        const skeleton = learn(skeletons, kind);
        const changed = kind.slice(0, at) + put + kind.slice(at + cut);
        if (skeletons.find(Buffer.from(changed, "latin1")) === undefined) return;
        const own = read(changed);
        expect(skeleton?.numbers).toEqual([own?.id, ...numbersIn(own?.value ?? new Map())]);
        expect(skeleton?.end).toBe(own?.end);
        expect([...(own?.value.keys() ?? [])]).toEqual([...(skeleton?.value.keys() ?? [])]);
      }),
      { numRuns: 3000 },
    );
  });
});
