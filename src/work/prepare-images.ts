import { counted } from "../base/counted.ts";
import { messageOf } from "../base/error-facts.ts";
import type { Sharp } from "sharp";
import { assert, defined } from "../base/assert.ts";
import { diagnostic } from "../base/diagnostic.ts";
import { type Host, HostError } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { ImagePlan, LayoutPlan } from "../model/layout-plan.ts";
import { type Rgb, toRgb } from "../rules/color-contrast.ts";
import { svgOperators } from "../paint/pdf/svg-art.ts";
import type { ImportedPage } from "../pdf/imported-page.ts";
import type { PreparedImage } from "../pdf/image-objects.ts";
import { ImportFault, importPages, NO_WHOLE_FILE } from "./import-pages.ts";
import { flattenPixels } from "./flatten-pixels.ts";
import { inkedArea } from "./raster/inked-area.ts";
import { type PlanFault, throwFaults } from "./plan-fault.ts";

type PreparedImages = readonly (PreparedImage | undefined)[];

/**
 * Decodes the painted images: by index, undefined for images that print does not draw. Throws a
 * `UsageError` for images that cannot be decoded, printed or not.
 */
export async function prepareImages(
  host: Host,
  plan: Pick<LayoutPlan, "images" | "colors">,
  isPrinted: (index: number) => boolean,
): Promise<PreparedImages> {
  const { images, faults } = await tryImages(host, plan, isPrinted);
  throwFaults(faults);
  return images;
}

/** Like `prepareImages`, but returns the faults of images that cannot be decoded. */
export async function tryImages(
  host: Host,
  plan: Pick<LayoutPlan, "images" | "colors">,
  isPrinted: (index: number) => boolean,
): Promise<{ readonly images: PreparedImages; readonly faults: readonly PlanFault[] }> {
  const files: PdfFiles = new Map();
  const tried = await Promise.all(
    plan.images.map(async (image) => {
      const ground = image.ground === undefined ? undefined : plan.colors[image.ground];
      return imageOrFault(image, () => prepareImage(host, image, ground && toRgb(ground), files));
    }),
  );
  const images = tried.map(({ made }, index) => (isPrinted(index) ? made : undefined));
  return { images, faults: tried.flatMap(({ fault }) => fault ?? []) };
}

/** The prepared image, or its fault, at the place that names its file. */
export async function imageOrFault<T>(
  { name, file, kind }: ImagePlan,
  make: () => Promise<T>,
): Promise<{ readonly made?: T; readonly fault?: PlanFault }> {
  try {
    return { made: await make() };
  } catch (error) {
    if (error instanceof HostError) throw error;
    if (kind === "pdf") return name.endsWith("/1") ? { fault: importFault(name, file, error) } : {};
    const reason = messageOf(error).split("\n")[0]?.trim() ?? "";
    const message = `The image \`${name}\` cannot be read (${reason}); save it again.`;
    const code = kind === "svg" ? "layout.bad-svg" : "layout.bad-image";
    const found = diagnostic(code, message, { hint: `it is the file ${file}` });
    return { fault: { path: ["images", name], found } };
  }
}

/** What the libraries say of a file that they cannot read would tell its owner nothing. */
function importFault(name: string, file: string, error: unknown): PlanFault {
  const [entry = "0"] = name.split("/").slice(1);
  const reason = error instanceof ImportFault ? error.message : NO_WHOLE_FILE;
  const message = `The pages of ${baseName(file)} cannot be appended: ${reason}.`;
  const found = diagnostic("layout.bad-pdf", message, { hint: `it is the file ${file}` });
  return { path: ["append", Number(entry), "file"], found };
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

async function prepareImage(
  host: Host,
  image: ImagePlan,
  ground: Rgb | undefined,
  files: PdfFiles,
): Promise<PreparedImage> {
  const bytes = host.readFile(image.file);
  if (image.kind === "svg") return drawing(image);
  if (image.kind === "pdf") return importedPage(bytes, image, files);
  return image.kind === "jpeg" ? jpeg(bytes, image) : pixels(bytes, ground);
}

function drawing({ widthPx, heightPx, drawing: shown }: ImagePlan): PreparedImage {
  const content = svgOperators(defined(shown, "an SVG's drawing"), heightPx);
  return { kind: "drawing", widthPx, heightPx, content };
}

/** The pages of the files that were read, by their hashes. */
type PdfFiles = Map<string, Promise<readonly ImportedPage[]>>;

/** A file is read once for all of its pages. */
async function pagesOf(
  bytes: Uint8Array,
  { hash, widthPx, heightPx, page }: ImagePlan,
  files: PdfFiles,
): Promise<readonly ImportedPage[]> {
  const known = files.get(hash);
  if (known !== undefined) return known;
  const read = importPages(bytes, { widthPt: widthPx, heightPt: heightPx }).then(async (pages) => {
    const inked = await inkedArea(bytes, page?.clear ?? []);
    if (inked === undefined) return pages;
    throw new ImportFault(`page ${inked.page} has something in ${inked.area}; keep that free`);
  });
  files.set(hash, read);
  return read;
}

/** A page of a PDF, which is as large as the paper. */
async function importedPage(
  bytes: Uint8Array,
  image: ImagePlan,
  files: PdfFiles,
): Promise<PreparedImage> {
  const { number, of } = defined(image.page, "the page of a PDF");
  const { widthPx, heightPx } = image;
  const pages = await pagesOf(bytes, image, files);
  const page = pages[number - 1];
  if (page === undefined || pages.length !== of)
    throw new ImportFault(`it has ${pagesText(pages.length)}, and the layout says ${of}`);
  return { kind: "page", widthPx, heightPx, page };
}

function pagesText(count: number): string {
  return counted(count, "page");
}

/** A JPEG goes into spools unchanged, but its faults must show before a million prints. */
async function jpeg(bytes: Uint8Array, plan: ImagePlan): Promise<PreparedImage> {
  const image = await opened(bytes);
  const { info } = await image.clone().raw().toBuffer({ resolveWithObject: true });
  const { orientation = 1, isInverted = false } = plan;
  const [shownWidthPx, shownHeightPx] =
    orientation >= 5 ? [info.height, info.width] : [info.width, info.height];
  const isSame = shownWidthPx === plan.widthPx && shownHeightPx === plan.heightPx;
  assert(isSame, "its size does not match its header");
  const { channels, format } = await image.metadata();
  assert(format === "jpeg", "it is not a JPEG");
  assert(
    channels === 1 || channels === 3 || channels === 4,
    "it does not have 1, 3 or 4 components",
  );
  const { width: widthPx, height: heightPx } = info;
  const shape = { widthPx, heightPx, components: channels, orientation, isInverted };
  return { kind: "jpeg", ...shape, bytes };
}

async function pixels(bytes: Uint8Array, ground: Rgb | undefined): Promise<PreparedImage> {
  const image = await opened(bytes);
  const { data, info } = await image
    .autoOrient()
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert(info.channels === 4, "pixels were asked for as RGBA");
  const { width: widthPx, height: heightPx } = info;
  return { kind: "pixels", widthPx, heightPx, ...flattenPixels(data, widthPx, ground) };
}

/**
 * Refuses files that are truncated, have wrong checksums or take too long. The library is loaded by
 * the first image that needs it: that takes as long as hundreds of statements.
 */
async function opened(bytes: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  const { imagePixelsMax, imageSecondsMax } = limits;
  const image = sharp(bytes, { limitInputPixels: imagePixelsMax, failOn: "warning" });
  return image.timeout({ seconds: imageSecondsMax });
}
