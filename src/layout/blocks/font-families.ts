import type { z } from "zod";
import { sha256 } from "../../base/hash.ts";
import { containerOf } from "../../font/container/plain-font.ts";
import type { FontPlan } from "../../model/layout-plan.ts";
import { findFont } from "./find-font.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { fontSchema, type packedFontSchema } from "../layout-schema.ts";
import { NameTable } from "../name-table.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import type { FaceName } from "./style-table.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";

/** A family's faces as indices into `LayoutPlan.fonts`. */
export interface FontFamily {
  readonly name: string;
  readonly faces: Readonly<Partial<Record<FaceName, number>>>;
}

const FACES: readonly FaceName[] = ["regular", "bold", "italic", "bold-italic"];

interface DeclaredFamily {
  readonly name: string;
  readonly fallback: readonly string[];
}

/** Reads the `fonts:` section: its families, and one font for each face of each. */
export function readFonts(
  source: YamlSource,
  files: LayoutFiles,
  section: Readonly<Record<string, unknown>>,
): { families: NameTable<FontFamily>; fonts: FontPlan[] } {
  const families = new NameTable<FontFamily>("font");
  const declared: DeclaredFamily[] = [];
  const fonts: { -readonly [K in keyof FontPlan]: FontPlan[K] }[] = [];
  for (const [name, value] of Object.entries(section)) {
    const parsed = checkAgainst(source, ["fonts", name], fontSchema, value);
    if (parsed === undefined) {
      families.addFaulty(name);
      continue;
    }
    const { fallback = [], ...faceFiles } = parsed;
    const faces: Partial<Record<FaceName, number>> = {};
    for (const face of FACES) {
      const file = faceFiles[face];
      if (file === undefined) continue;
      const font = readFont(source, files, ["fonts", name, face], file);
      const id = face === "regular" ? name : `${name}/${face}`;
      faces[face] = fonts.push({ id, fallbacks: [], ...font }) - 1;
    }
    declared.push({ name, fallback });
    families.add(name, { name, faces });
  }
  for (const family of declared) linkFallbacks(source, families, fonts, family);
  return { families, fonts };
}

/** A font as a face of a family names it: a file, or what is meant of one. */
type FontName = string | z.infer<typeof packedFontSchema>;

const NO_PICK = { face: undefined, axes: undefined };

function readFont(
  source: YamlSource,
  files: LayoutFiles,
  path: readonly string[],
  named: FontName,
): Pick<FontPlan, "file" | "hash" | "packed"> {
  const {
    file: name,
    face,
    axes,
  } = typeof named === "string" ? { ...NO_PICK, file: named } : named;
  const place = typeof named === "string" ? path : [...path, "file"];
  const asset = findFont(source, files, place, name);
  if (asset === undefined) return { file: "", hash: "" };
  const { bytes, file } = asset;
  if (!isFont(bytes)) {
    const message = `\`${name}\` is not a font; use a .ttf, .otf, .ttc, .woff or .woff2 file.`;
    source.report("bad-font", place, message);
  }
  const isPlain = typeof named === "string" && isStaticFont(bytes);
  const packed = { ...(face !== undefined && { face }), ...(axes && { axes }) };
  return { file, hash: sha256(bytes), ...(!isPlain && { packed }) };
}

const PLAIN_FONT_TAGS = ["\u0000\u0001\u0000\u0000", "OTTO", "true"];

/** OpenType 1.9, "Font Tables": the sfnt version of a font with TrueType or CFF outlines. */
function isFont(bytes: Uint8Array): boolean {
  return PLAIN_FONT_TAGS.includes(tagAt(bytes, 0)) || containerOf(bytes) !== undefined;
}

/** Whether the file is used as it is: its table directory names no axes. */
function isStaticFont(bytes: Uint8Array): boolean {
  if (!PLAIN_FONT_TAGS.includes(tagAt(bytes, 0))) return false;
  const count = ((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0);
  const tags = Array.from({ length: count }, (_, index) => tagAt(bytes, 12 + 16 * index));
  return !tags.includes("fvar");
}

function tagAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** A face falls back to the same face of the other families, or else to their regular face. */
function linkFallbacks(
  source: YamlSource,
  families: NameTable<FontFamily>,
  fonts: { fallbacks: readonly number[] }[],
  family: DeclaredFamily,
): void {
  const own = families.items.find((item) => item.name === family.name);
  const others = family.fallback.map((name, index) => {
    const found = families.indexOf(source, ["fonts", family.name, "fallback", index], name);
    return families.items[found];
  });
  for (const face of FACES) {
    const font = fonts[own?.faces[face] ?? -1];
    if (font === undefined) continue;
    const indices = others.map((other) => other?.faces[face] ?? other?.faces.regular);
    font.fallbacks = indices.filter((index) => index !== undefined);
  }
}
