import { sha256 } from "../base/hash.ts";
import { limits } from "../base/limits.ts";
import type { ImagePlan } from "../model/layout-plan.ts";
import { findAsset } from "./assets.ts";
import { jpegSize, type PixelSize, pngSize } from "./image-size.ts";
import type { LayoutFiles } from "./layout-check.ts";
import { NameTable } from "./name-table.ts";
import { checkAgainst } from "./schema-issues.ts";
import { assetName } from "./schema-values.ts";
import { checkSvg } from "./svg-check.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** Reads the `images:` section; the files lie in the layout's `images` folder. */
export function readImages(
  source: YamlSource,
  files: LayoutFiles,
  section: Readonly<Record<string, unknown>>,
): NameTable<ImagePlan> {
  const images = new NameTable<ImagePlan>("image");
  for (const [name, value] of Object.entries(section)) {
    const path = ["images", name];
    const fileName = checkAgainst(source, path, assetName, value);
    const image =
      fileName === undefined ? undefined : readImage(source, files, path, name, fileName);
    if (image === undefined) images.addFaulty(name);
    else images.add(name, image);
  }
  return images;
}

function readImage(
  source: YamlSource,
  files: LayoutFiles,
  path: Path,
  name: string,
  fileName: string,
): ImagePlan | undefined {
  const folders = [`${files.folder}/images`];
  const asset = findAsset(source, files.host, path, fileName, folders, "image");
  if (asset === undefined) return undefined;
  const kind = kindOf(fileName);
  if (kind === undefined) {
    source.report("bad-image", path, `\`${fileName}\` must be a .png, .jpg or .svg file.`);
    return undefined;
  }
  const size = sizeOf(source, path, kind, asset.bytes);
  return size && { name, file: asset.file, hash: sha256(asset.bytes), kind, ...size };
}

function kindOf(fileName: string): ImagePlan["kind"] | undefined {
  const ending = /\.([a-z]+)$/.exec(fileName.toLowerCase())?.[1];
  if (ending === "png" || ending === "svg") return ending;
  return ending === "jpg" || ending === "jpeg" ? "jpeg" : undefined;
}

function sizeOf(
  source: YamlSource,
  path: Path,
  kind: ImagePlan["kind"],
  bytes: Uint8Array,
): PixelSize | undefined {
  if (kind === "svg") {
    const { size, faults } = checkSvg(new TextDecoder().decode(bytes));
    const hint = "draw it with filled paths, rectangles, circles and polygons alone";
    for (const fault of faults)
      source.report("bad-svg", path, `This SVG cannot be drawn. ${fault}`, { hint });
    return faults.length === 0 ? size : undefined;
  }
  const size = kind === "png" ? pngSize(bytes) : jpegSize(bytes);
  const message =
    size === undefined
      ? `The file is not a whole ${kind.toUpperCase()}; save it again.`
      : size.widthPx * size.heightPx > limits.imagePixelsMax
        ? `The image has more than ${limits.imagePixelsMax / 1e6} million pixels; make it smaller.`
        : undefined;
  if (message === undefined) return size;
  source.report("bad-image", path, message);
  return undefined;
}
