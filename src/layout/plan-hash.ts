import { hashValue } from "../base/hash.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";

/** The hash of everything in a plan; fonts and images count by their bytes, not by their places. */
export function planHash({ hash: _hash, places: _places, ...plan }: LayoutPlan): string {
  const fonts = plan.fonts.map(({ file: _file, plain: _plain, ...font }) => font);
  const images = plan.images.map(({ file: _file, ...image }) => image);
  const sources = plan.sources?.map(({ hash }) => hash);
  return hashValue({ ...plan, fonts, images, ...(sources && { sources }) });
}
