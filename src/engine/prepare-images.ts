import type { Sharp } from "sharp";
import { assert } from "../base/assert.ts";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import type { ImagePlan, LayoutPlan } from "../model/layout-plan.ts";

/** An image of the layout, ready to be written as an XObject. */
export type PreparedImage =
  | {
      readonly kind: "drawing";
      readonly widthPx: number;
      readonly heightPx: number;
      readonly content: Uint8Array;
    }
  | {
      readonly kind: "jpeg";
      readonly widthPx: number;
      readonly heightPx: number;
      readonly components: number;
      readonly bytes: Uint8Array;
    }
  | {
      readonly kind: "pixels";
      readonly widthPx: number;
      readonly heightPx: number;
      readonly rgb: Uint8Array;
      /** One byte a pixel; undefined where all of it is opaque. */
      readonly alpha: Uint8Array | undefined;
    };

/** Decodes what is painted. Throws a `UsageError` for images that cannot be. */
export function prepareImages(host: Host, plan: LayoutPlan): Promise<readonly PreparedImage[]> {
  return Promise.all(plan.images.map((image) => prepareImage(host, image)));
}

async function prepareImage(host: Host, image: ImagePlan): Promise<PreparedImage> {
  const bytes = host.readFile(image.file);
  try {
    if (image.kind === "svg") return await drawing(bytes, image);
    return image.kind === "jpeg" ? await jpeg(bytes, image) : await pixels(bytes);
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0]?.trim() ?? "";
    const message = `The image \`${image.name}\` cannot be read (${reason}); save it again.`;
    const hint = `it is the file ${image.file}`;
    const code = image.kind === "svg" ? "layout.bad-svg" : "layout.bad-image";
    throw new UsageError([diagnostic(code, message, { hint })]);
  }
}

async function drawing(bytes: Uint8Array, { widthPx, heightPx }: ImagePlan) {
  const { svgOperators } = await import("../paint/pdf/svg-art.ts");
  const content = await svgOperators(new TextDecoder().decode(bytes), widthPx, heightPx);
  return { kind: "drawing", widthPx, heightPx, content } as const;
}

/** A JPEG goes into spools as it is, but what is broken in it must show before a million prints. */
async function jpeg(bytes: Uint8Array, { widthPx, heightPx }: ImagePlan) {
  const image = await opened(bytes);
  const { info } = await image.clone().raw().toBuffer({ resolveWithObject: true });
  assert(info.width === widthPx && info.height === heightPx, "its size is not what its head says");
  const { channels, format } = await image.metadata();
  assert(format === "jpeg", "it is no JPEG");
  assert(channels === 1 || channels === 3 || channels === 4, "it has not 1, 3 or 4 components");
  return { kind: "jpeg", widthPx, heightPx, components: channels, bytes } as const;
}

async function pixels(bytes: Uint8Array) {
  const image = await opened(bytes);
  const { data, info } = await image
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert(info.channels === 4, "pixels were asked for as RGBA");
  const { width: widthPx, height: heightPx } = info;
  return { kind: "pixels", widthPx, heightPx, ...separateAlpha(data) } as const;
}

/**
 * What is truncated or has wrong checksums is refused, and so is what takes too long. The library
 * is loaded by the first image that needs it: that takes as long as hundreds of statements.
 */
async function opened(bytes: Uint8Array): Promise<Sharp> {
  const { default: sharp } = await import("sharp");
  const { imagePixelsMax, imageSecondsMax } = limits;
  const image = sharp(bytes, { limitInputPixels: imagePixelsMax, failOn: "warning" });
  return image.timeout({ seconds: imageSecondsMax });
}

function separateAlpha(rgba: Uint8Array): { rgb: Uint8Array; alpha: Uint8Array | undefined } {
  const count = rgba.length / 4;
  const rgb = new Uint8Array(count * 3);
  const alpha = new Uint8Array(count);
  let opaque = true;
  for (let pixel = 0; pixel < count; pixel += 1) {
    rgb.set(rgba.subarray(pixel * 4, pixel * 4 + 3), pixel * 3);
    const value = rgba[pixel * 4 + 3] as number;
    alpha[pixel] = value;
    if (value !== 255) opaque = false;
  }
  return { rgb, alpha: opaque ? undefined : alpha };
}
