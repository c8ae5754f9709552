import { z } from "zod";
import { parseLength } from "../base/units.ts";
import { fault } from "./schema-issues.ts";

const LENGTH_FAULT = fault(
  "bad-length",
  "This must be a length: a number with pt, in, mm or cm, such as 12pt or 0.5in.",
);
const RECT_FAULT = fault(
  "bad-rect",
  "This must be a rectangle of four lengths: [left, top, width, height].",
);
const COLOR_FAULT = fault(
  "bad-color",
  'This must be a colour: "#rrggbb", { gray: 0-100 }, { rgb: [0-255, ...] }, ' +
    "{ cmyk: [0-100, ...] } or { separation: { name, tint, cmyk } }.",
);
const ASSET_FAULT = fault(
  "bad-asset-name",
  "This must be a plain name of letters, digits, dots, hyphens and underscores, without folders.",
);
const TEXT_FAULT = fault("wrong-value", "This must be a text.");

/** A text; numbers are taken as they are written, since `heading: 2026` is no mistake. */
export const text = z.union([z.string(), z.number()], { error: () => TEXT_FAULT });
export const expression = z.union([z.string(), z.boolean()], { error: () => TEXT_FAULT });
const lengthText = z.string().regex(/^-?\d+(\.\d+)?\s*(pt|in|mm|cm)?$/, {
  error: () => LENGTH_FAULT,
});
export const length = z.union([lengthText, z.number()], {
  error: () => LENGTH_FAULT,
});
export const rect = z.tuple([length, length, length, length], {
  error: () => RECT_FAULT,
});

/** The name of a file or folder: never a path, so that nothing outside its folder is reached. */
export const assetName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, {
  error: () => ASSET_FAULT,
});

const percent = z.number().min(0).max(100);
const cmyk = z.tuple([percent, percent, percent, percent]);
const byte = z.number().int().min(0).max(255);

export const color = z.union(
  [
    z.string().regex(/^#[0-9a-fA-F]{6}$/, { error: () => COLOR_FAULT }),
    z.strictObject({ gray: percent }),
    z.strictObject({ rgb: z.tuple([byte, byte, byte]) }),
    z.strictObject({ cmyk }),
    z.strictObject({
      separation: z.strictObject({ name: z.string().min(1), tint: percent.optional(), cmyk }),
    }),
  ],
  { error: () => COLOR_FAULT },
);
export type ColorValue = z.output<typeof color>;

/** The millipoints of a value that the schema let through as a length. */
export function lengthMpt(value: string | number): number {
  return parseLength(value) ?? 0;
}
