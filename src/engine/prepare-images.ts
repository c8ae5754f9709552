import sharp from "sharp";
import { assert } from "../base/assert.ts";
import type { Host } from "../base/host.ts";
import type { ImagePlan, LayoutPlan } from "../model/layout-plan.ts";
import { svgOperators } from "../paint/pdf/svg-art.ts";

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

export function prepareImages(host: Host, plan: LayoutPlan): Promise<readonly PreparedImage[]> {
  return Promise.all(plan.images.map((image) => prepareImage(host, image)));
}

async function prepareImage(host: Host, image: ImagePlan): Promise<PreparedImage> {
  const bytes = host.readFile(image.file);
  const { widthPx, heightPx } = image;
  if (image.kind === "svg") {
    const content = await svgOperators(new TextDecoder().decode(bytes), widthPx, heightPx);
    return { kind: "drawing", widthPx, heightPx, content };
  }
  if (image.kind === "jpeg") {
    const { channels } = await sharp(bytes).metadata();
    assert(channels === 1 || channels === 3 || channels === 4, "a JPEG has 1, 3 or 4 components");
    return { kind: "jpeg", widthPx, heightPx, components: channels, bytes };
  }
  const { data, info } = await sharp(bytes)
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert(info.channels === 4, "pixels were asked for as RGBA");
  return { kind: "pixels", widthPx: info.width, heightPx: info.height, ...separateAlpha(data) };
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
