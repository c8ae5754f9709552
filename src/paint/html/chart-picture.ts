import type { BoundChart } from "../../model/bound-chart.ts";
import { escapeHtml } from "./escape-html.ts";
import type { MimeImage } from "./mime.ts";

/** A chart as a message carries it: for light screens and for dark ones. */
export interface ChartPicture {
  readonly light: MimeImage;
  readonly dark: MimeImage;
  /** How wide it is shown where there is room. */
  readonly widthPx: number;
}

/** Draws charts of documents in a locale; undefined for one that cannot be drawn. */
export type DrawChart = (bound: BoundChart, locale: string) => ChartPicture | undefined;

/** Programs that know no choice of pictures show the light one, on a light ground of its own. */
export function pictureHtml({ light, dark, widthPx }: ChartPicture, alt: string): string {
  const css = "display:inline-block;border:0;width:100%;height:auto";
  const source = `media="(prefers-color-scheme:dark)" srcset="cid:${escapeHtml(dark.contentId)}"`;
  const image = `src="cid:${escapeHtml(light.contentId)}" alt="${escapeHtml(alt)}"`;
  return (
    `<picture><source ${source}>` +
    `<img ${image} width="${widthPx}" style="${css};max-width:${widthPx}px"></picture>`
  );
}
