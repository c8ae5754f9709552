import { sha256 } from "../../base/hash.ts";
import { limits } from "../../base/limits.ts";
import type { ImagePlan } from "../../model/layout-plan.ts";
import { assetFolders, findAsset } from "./assets.ts";
import { isOnItsSide } from "./exif-orientation.ts";
import { type ImageHead, jpegHead, pngHead } from "./image-head.ts";
import type { LayoutFiles } from "../layout-files.ts";
import { isMapping } from "../data-declaration.ts";
import { imageFolderSchema } from "../layout-schema.ts";
import { NameTable } from "../name-table.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { assetName } from "../../yaml/schema-values.ts";
import { checkSvg } from "./svg-check.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

const FOLDER_IMAGES_MAX = 200;

/** Reads the `images:` section; the files are in the layout's `images` folder. */
export function readImages(
  source: YamlSource,
  files: LayoutFiles,
  section: Readonly<Record<string, unknown>>,
): NameTable<ImagePlan> {
  const images = new NameTable<ImagePlan>("image");
  for (const [name, value] of Object.entries(section)) {
    const path = ["images", name];
    if (isMapping(value)) {
      addFolder(source, files, images, path, name, value);
      continue;
    }
    const fileName = checkAgainst(source, path, assetName, value);
    const image =
      fileName === undefined ? undefined : readImage(source, files, path, name, fileName);
    if (image === undefined) images.addFaulty(name);
    else images.add(name, image);
  }
  return images;
}

/** Images of a folder are `name/file`; data choose among them. */
function addFolder(
  source: YamlSource,
  files: LayoutFiles,
  images: NameTable<ImagePlan>,
  path: Path,
  name: string,
  value: unknown,
): void {
  const own = checkAgainst(source, path, imageFolderSchema, value);
  if (own === undefined) return;
  const { host } = files;
  const folders = assetFolders(source, files, path, "images").map(
    (each) => `${each}/${own.folder}`,
  );
  const folder = folders.find((each) => host.exists(each));
  const names = folder === undefined ? [] : host.list(folder).filter((each) => kindOf(each));
  if (folder === undefined || names.length === 0) {
    const message = `There are no images in \`images/${own.folder}\`; add some.`;
    return source.report("missing-image", [...path, "folder"], message);
  }
  for (const file of names.sort().slice(0, FOLDER_IMAGES_MAX)) {
    const inner = `${name}/${file.replace(/\.[^.]*$/, "")}`;
    const image = readImage(source, files, path, inner, file, [folder]);
    if (image !== undefined) images.add(inner, image);
    images.used.add(inner);
  }
}

/** An image of the layout by its file; undefined, and reported, if it cannot be used. */
export function readImage(
  source: YamlSource,
  files: LayoutFiles,
  path: Path,
  name: string,
  fileName: string,
  folders = assetFolders(source, files, path, "images"),
): ImagePlan | undefined {
  const asset = findAsset(source, files.host, path, fileName, folders, "image");
  if (asset === undefined) return undefined;
  const kind = kindOf(fileName);
  if (kind === undefined) {
    source.report("bad-image", path, `\`${fileName}\` must be a .png, .jpg or .svg file.`);
    return undefined;
  }
  const shape = shapeOf(source, path, kind, asset.bytes);
  return shape && { name, file: asset.file, hash: sha256(asset.bytes), kind, ...shape };
}

function kindOf(fileName: string): ImagePlan["kind"] | undefined {
  const ending = /\.([a-z]+)$/.exec(fileName.toLowerCase())?.[1];
  if (ending === "png" || ending === "svg") return ending;
  return ending === "jpg" || ending === "jpeg" ? "jpeg" : undefined;
}

type ImageShape = Omit<ImagePlan, "name" | "file" | "hash" | "kind">;

function shapeOf(
  source: YamlSource,
  path: Path,
  kind: ImagePlan["kind"],
  bytes: Uint8Array,
): ImageShape | undefined {
  if (kind === "svg") {
    const { size, drawing, faults } = checkSvg(new TextDecoder().decode(bytes));
    const hint = "draw it with filled paths, rectangles, circles and polygons only";
    for (const fault of faults)
      source.report("bad-svg", path, `This SVG cannot be drawn. ${fault}`, { hint });
    return size && drawing && { ...size, drawing };
  }
  const head = kind === "png" ? pngHead(bytes) : jpegHead(bytes);
  const message =
    head === undefined
      ? `The file is not a complete ${kind.toUpperCase()}; save it again.`
      : head.widthPx * head.heightPx > limits.imagePixelsMax
        ? `The image has more than ${limits.imagePixelsMax / 1e6} million pixels; make it smaller.`
        : undefined;
  if (message !== undefined) source.report("bad-image", path, message);
  return message === undefined ? head && shownShape(head) : undefined;
}

/** Width and height are those of the picture as displayed. */
function shownShape({ widthPx, heightPx, orientation, isInverted }: ImageHead): ImageShape {
  const size = isOnItsSide(orientation)
    ? { widthPx: heightPx, heightPx: widthPx }
    : { widthPx, heightPx };
  return {
    ...size,
    ...(orientation > 1 && { orientation }),
    ...(isInverted && { isInverted }),
  };
}

/**
 * The image as drawn on a background: a PNG may be transparent, but spools are not, so it is
 * flattened onto the colour behind it (an index into the layout's colours, -1 for the paper).
 */
export function imageOnGround(images: NameTable<ImagePlan>, index: number, ground: number): number {
  const image = images.items[index];
  if (image?.kind !== "png" || ground < 0) return index;
  const isThere = (other: ImagePlan): boolean =>
    other.name === image.name && other.ground === ground;
  const known = images.items.findIndex(isThere);
  return known >= 0 ? known : images.addUnnamed({ ...image, ground });
}
