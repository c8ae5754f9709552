import { deflateSync, inflateSync } from "node:zlib";
import type { OpenFont } from "../../src/compose/type-style.ts";
import type { FontFace } from "../../src/font/font-face.ts";
import { showCodes } from "../../src/font/show-codes.ts";
import { reverseMap } from "../../src/font/to-unicode.ts";
import { moneyPaths } from "../../src/model/data-shape.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { fontObjects } from "../../src/pdf/font-objects.ts";
import { type CodeDecoder, readToUnicode } from "../../src/verify/fonts/to-unicode.ts";

const TO_UNICODE = 4;

/** The map of a font as it is embedded with all its glyphs, read again. */
export function decoderOf(face: FontFace): CodeDecoder {
  const { byteOf, twoByteBase } = showCodes(face);
  const program = {
    ...face,
    name: "ABCDEF+Test",
    file: new Uint8Array(),
    glyphs: [...Array(face.glyphCount).keys()].slice(1),
    codePoints: reverseMap(face),
    codeOf: (glyph: number): number => byteOf[glyph] || glyph + twoByteBase,
  };
  const bodies = fontObjects(program, 2, (bytes) => deflateSync(bytes));
  const body = Buffer.from(bodies[TO_UNICODE] as Uint8Array);
  const map = readToUnicode(inflateSync(body.subarray(body.indexOf("stream\n") + 7)));
  if (map === undefined) throw new Error("the map cannot be read");
  return map;
}

export function decodersOf(fonts: readonly OpenFont[]): ReadonlyMap<string, CodeDecoder> {
  return new Map(fonts.map(({ face }, index) => [`F${index}`, decoderOf(face)] as const));
}

/** Minor units of each field under the layout's `sums`, by its index. */
export function unitsOf(plan: LayoutPlan, values: RawObject): ReadonlyMap<number, bigint> {
  const paths = moneyPaths(plan.shape);
  return new Map(
    (plan.sums ?? []).map((field) => {
      let value: unknown = values;
      for (const name of paths[field] ?? []) value = (value as RawObject)[name];
      return [field, units(value as string, plan.currencyDigits)] as const;
    }),
  );
}

/** A raw decimal string in minor units. */
export function units(raw: string, digits: number): bigint {
  const [whole = "", fraction = ""] = raw.replace("-", "").split(".");
  const size = BigInt(whole + fraction.padEnd(digits, "0"));
  return raw.startsWith("-") ? -size : size;
}
