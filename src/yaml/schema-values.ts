import { z } from "zod";
import { limits } from "../base/limits.ts";
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
  "This must be a plain name of letters, digits, dots, hyphens and underscores, without folders: " +
    `at most ${limits.assetNameLengthMax}, no dot at an end, no Windows device name such as con`,
);
const FONT_FILE_FAULT = fault(
  "bad-asset-name",
  "This must be the plain name of a font file, without folders, or a file of a package with its " +
    "path, such as @scope/package/folder/Font.ttf.",
);
const NAME_FAULT = fault(
  "bad-name",
  "This must be a name of lower-case letters, digits and hyphens: " +
    `at most ${limits.nameLengthMax}, and no Windows device name such as con`,
);
const PATH_FAULT = fault(
  "bad-path",
  "This must be the path of a file or folder: " +
    `at most ${limits.pathLengthMax} characters, none that controls a terminal or text direction`,
);
const ADDRESS_FAULT = fault(
  "bad-mail-address",
  "This must be a plain e-mail address, such as tests@example.com.",
);
const NUMBER_FAULT = fault(
  "bad-number",
  'This must be a mobile number in international form, in quotes, such as "+12025550143".',
);
const TEXT_FAULT = fault("wrong-value", "This must be a text.");

/** A text; numbers are taken as they are written, because `heading: 2026` is not a mistake. */
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

/**
 * What Windows takes for a device in any folder and with any extension. Shops keep their spools and
 * layouts on Windows disks, so no file is named so. Written without a flag, because JSON Schema has
 * none.
 */
const NO_DEVICE =
  "(?!(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|[Cc][Oo][Mm][0-9]|[Ll][Pp][Tt][0-9])" +
  String.raw`(?:\.|$))`;
const SIZED = `(?=.{1,${limits.assetNameLengthMax}}$)`;
const ASSET_NAME = new RegExp(`^${NO_DEVICE}${SIZED}[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$`);
const PLAIN_NAME = new RegExp(`^${NO_DEVICE}[a-z0-9][a-z0-9-]{0,${limits.nameLengthMax - 1}}$`);

/** Whether it is the name of a file or folder, and not a path that could lead out of its folder. */
export function isAssetName(name: string): boolean {
  return ASSET_NAME.test(name);
}

export const assetName = z.string().regex(ASSET_NAME, { error: () => ASSET_FAULT });

const SEGMENT = "[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?";
const PACKAGE_FILE = `@${SEGMENT}/${SEGMENT}(?:/${SEGMENT})+`;
const FONT_FILE = new RegExp(
  `${ASSET_NAME.source}|^(?=.{1,${limits.pathLengthMax}}$)${PACKAGE_FILE}$`,
);

/** A font's file: a plain name, or the path of one in an installed package, which begins with @. */
export const fontFile = z.string().regex(FONT_FILE, { error: () => FONT_FILE_FAULT });

/** The name of a job, a shop or the like, which becomes part of file names. */
export const plainName = z.string().regex(PLAIN_NAME, { error: () => NAME_FAULT });

const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const MAIL_ADDRESS = new RegExp(
  `^(?=.{3,254}$)(?=[^@]{1,64}@)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+${LABEL}$`,
);

/** A dot-atom at a domain name, as in a message header. */
export const mailAddress = z.string().regex(MAIL_ADDRESS, { error: () => ADDRESS_FAULT });

export const mobileNumber = z.string().regex(/^\+[1-9]\d{6,14}$/, { error: () => NUMBER_FAULT });

/** Where one of the operator's files is: anywhere, but shown on a console as it is. */
export const filePath = z.string().refine(isPath, { error: () => PATH_FAULT });

/** Control characters, and those that change the text direction. */
const ACTING = /[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

function isPath(text: string): boolean {
  const isSized = text !== "" && text.length <= limits.pathLengthMax;
  return isSized && text.isWellFormed() && !ACTING.test(text);
}

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
