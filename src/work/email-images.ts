import { UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ImagePlan, LayoutPlan } from "../model/layout-plan.ts";
import type { EmailImage } from "../paint/html/mime.ts";
import { placedFaults } from "./placed-faults.ts";
import { imageOrFault } from "./prepare-images.ts";

const WIDTH_MAX_PX = 600;

/**
 * The images that e-mails carry: the logo, as a PNG that every mail program shows. Throws a
 * `UsageError` if it cannot be made.
 */
export async function emailImages(
  host: Host,
  { images, email }: Pick<LayoutPlan, "images" | "email">,
  layoutFolder: string,
): Promise<readonly EmailImage[]> {
  const index = email?.logo ?? -1;
  const image = images[index];
  if (image === undefined) return [];
  const { made, fault } = await imageOrFault(image, () => logoBytes(host, image));
  if (fault !== undefined) throw new UsageError(placedFaults(host, layoutFolder, [fault]));
  if (made === undefined) return [];
  return [{ index, contentId: "logo@nightpress", mediaType: "image/png", bytes: made }];
}

async function logoBytes(host: Host, { file, widthPx }: ImagePlan): Promise<Uint8Array> {
  const { default: sharp } = await import("sharp");
  return sharp(host.readFile(file))
    .autoOrient()
    .toColourspace("srgb")
    .resize({ width: Math.min(WIDTH_MAX_PX, widthPx * 2) })
    .png({ compressionLevel: 9, palette: false })
    .toBuffer();
}
