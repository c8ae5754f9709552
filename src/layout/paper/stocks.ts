import { posix } from "node:path";
import type { NamedKind } from "../../base/yaml-code.ts";
import { z } from "zod";
import { type Envelope, type Perforation, POSTS, type Stock } from "../../model/stock.ts";
import type { Rect } from "../../model/geometry.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { isMapping } from "../data-declaration.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { reportSecretValues } from "../../yaml/secret-scan.ts";
import { assetName, isAssetName, length, lengthMpt, rect } from "../../yaml/schema-values.ts";
import { nameHint } from "../../yaml/suggest.ts";
import { type Path, readYaml, type YamlSource } from "../../yaml/yaml-source.ts";

export const stockSchema = z.strictObject({
  stock: assetName,
  width: length,
  height: length,
  duplex: z.boolean(),
  weight: z.number().min(40).max(400).describe("grams per square metre"),
  thickness: z.number().min(40).max(500).describe("micrometres"),
  "no-print-edge": length,
  "mark-strip": rect.describe("where the Data Matrix and the page token are printed"),
  tray: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .describe("what the press calls it; its name by default"),
  perforation: z
    .union([
      z.strictObject({ "from-top": length, clear: length }),
      z.strictObject({ "from-bottom": length, clear: length }),
    ])
    .optional()
    .describe("a line of holes across the sheet, and how far nothing is printed on each side"),
  underlay: assetName
    .optional()
    .describe("what is printed on it already: an image or a PDF in `images`, shown by letters"),
  reserved: z
    .array(z.strictObject({ name: z.string().min(1).max(60), at: rect }))
    .max(16)
    .optional()
    .describe("areas that no layout may print on"),
});

export const envelopeSchema = z.strictObject({
  envelope: assetName,
  window: rect.describe("on the folded sheet, in its nominal position"),
  "play-up": length.describe("how far the insert can move from its nominal position"),
  "play-down": length,
  "play-left": length,
  "play-right": length,
  "clear-top": length.describe("free space required at the window's edges, in every position"),
  "clear-bottom": length,
  "clear-left": length,
  "clear-right": length,
  "sheets-max": z.number().int().min(1).max(500),
  post: z.enum(POSTS).optional().describe("whose rules the window keeps; usps by default"),
  folds: z.array(length).min(1).max(5).optional().describe("from the sheet's top; else it is flat"),
  weight: z.number().min(0).max(500).optional().describe("grams, empty"),
  thickness: z.number().min(0).max(5000).optional().describe("micrometres, empty"),
  "weight-max": z.number().min(1).max(2000).optional().describe("grams, of a whole piece"),
  "thickness-max": z.number().min(100).max(50_000).optional().describe("micrometres, of a piece"),
});

/** The stock called `name`; undefined, and reported, if there is none or its file is faulty. */
export function readStock(
  source: YamlSource,
  files: LayoutFiles,
  path: Path,
  name: string,
): Stock | undefined {
  const own = readShared(source, files, path, name, "stock", stockSchema);
  if (own === undefined) return undefined;
  return stockOf(own);
}

/** A stock as its file describes it. */
function stockOf(own: z.output<typeof stockSchema>): Stock {
  const heightMpt = lengthMpt(own.height);
  const { perforation, reserved, tray, underlay } = own;
  return {
    name: own.stock,
    widthMpt: lengthMpt(own.width),
    heightMpt,
    duplex: own.duplex,
    weightGsm: own.weight,
    thicknessMicrons: own.thickness,
    noPrintEdgeMpt: lengthMpt(own["no-print-edge"]),
    markStrip: rectOf(own["mark-strip"]),
    ...(tray !== undefined && { tray }),
    ...(underlay !== undefined && { underlay }),
    ...(perforation && { perforation: perforationOf(perforation, heightMpt) }),
    ...(reserved && { reserved: reserved.map(({ name, at }) => ({ name, rect: rectOf(at) })) }),
  };
}

function perforationOf(
  own: NonNullable<z.output<typeof stockSchema>["perforation"]>,
  heightMpt: number,
): Perforation {
  const yMpt =
    "from-top" in own ? lengthMpt(own["from-top"]) : heightMpt - lengthMpt(own["from-bottom"]);
  return { yMpt, clearMpt: lengthMpt(own.clear) };
}

/** The envelope called `name`; undefined, and reported, as for `readStock`. */
export function readEnvelope(
  source: YamlSource,
  files: LayoutFiles,
  path: Path,
  name: string,
): Envelope | undefined {
  const own = readShared(source, files, path, name, "envelope", envelopeSchema);
  if (own === undefined) return undefined;
  return {
    name: own.envelope,
    window: rectOf(own.window),
    play: {
      upMpt: lengthMpt(own["play-up"]),
      downMpt: lengthMpt(own["play-down"]),
      leftMpt: lengthMpt(own["play-left"]),
      rightMpt: lengthMpt(own["play-right"]),
    },
    clear: {
      topMpt: lengthMpt(own["clear-top"]),
      bottomMpt: lengthMpt(own["clear-bottom"]),
      leftMpt: lengthMpt(own["clear-left"]),
      rightMpt: lengthMpt(own["clear-right"]),
    },
    sheetsMax: own["sheets-max"],
    ...(own.post !== undefined && own.post !== "usps" && { post: own.post }),
    ...(own.folds && { foldsMpt: own.folds.map(lengthMpt) }),
    ...(own.weight !== undefined && { weightMg: milligrams(own.weight) }),
    ...(own.thickness !== undefined && { thicknessMicrons: Math.round(own.thickness) }),
    ...(own["weight-max"] !== undefined && { weightMaxMg: milligrams(own["weight-max"]) }),
    ...(own["thickness-max"] !== undefined && {
      thicknessMaxMicrons: Math.round(own["thickness-max"]),
    }),
  };
}

function milligrams(grams: number): number {
  return Math.round(grams * 1000);
}

/** A rectangle's four lengths, already checked. */
export function rectOf(value: readonly (string | number)[]): Rect {
  const [xMpt = 0, yMpt = 0, widthMpt = 0, heightMpt = 0] = value.map(lengthMpt);
  return { xMpt, yMpt, widthMpt, heightMpt };
}

/**
 * Folders of stocks or envelopes in the order they are looked through: beside the file that names
 * one and the parts of its layout, in the folder around those, which is the shop's, and last the
 * shipped one.
 */
function paperFolders(source: YamlSource, files: LayoutFiles, path: Path, what: NamedKind) {
  const own = posix.dirname(source.place(path).file);
  const beside = [own, ...(files.folders ?? [files.folder])].filter((folder) => folder !== "");
  const around = [...beside, ...beside.map((folder) => posix.dirname(folder))];
  const shipped = `${posix.dirname(files.stocksFolder)}/${what}s`;
  return [...new Set([...around.map((folder) => `${folder}/${what}s`), shipped])];
}

function readShared<T extends z.ZodType>(
  source: YamlSource,
  files: LayoutFiles,
  path: Path,
  name: string,
  what: NamedKind,
  schema: T,
): z.output<T> | undefined {
  const folders = paperFolders(source, files, path, what).filter((one) => files.host.exists(one));
  const folder = folders.find((one) => files.host.exists(`${one}/${name}.yaml`));
  if (folder === undefined || !isAssetName(name)) {
    const names = folders.flatMap((one) => files.host.list(one));
    const known = [...new Set(names.map((file) => file.replace(/\.yaml$/, "")))];
    const message = `There is no ${what} \`${name}\`; name an existing one.`;
    source.report(`unknown-${what}`, path, message, { hint: nameHint(name, `${what}s`, known) });
    return undefined;
  }
  const shared = readYaml(files.host, `${folder}/${name}.yaml`, "layout");
  const value = isMapping(shared.value) ? shared.value : {};
  const isReadable = shared.diagnostics.length === 0;
  const own = isReadable ? checkAgainst(shared, [], schema, value) : undefined;
  reportSecretValues(shared);
  source.diagnostics.push(...shared.diagnostics);
  return own;
}
