import type { RasterSampling, SampledSpool } from "../model/raster.ts";
import { countText, grouped } from "./figures.ts";

const SHEETS_SHOWN = 12;

/** What was read from pixels, in one line. */
export function rasterText(raster: RasterSampling | undefined): string {
  if (raster === undefined || raster.sheets === 0) return "no sheet was drawn";
  const { sheets, spools, imbs, matrices, addresses, codes = 0 } = raster;
  const read =
    `${countText(imbs, "IMb")}, ${grouped(matrices)} Data Matrix` +
    `${codes === 0 ? "" : `, ${countText(codes, "barcode")}`} and ` +
    `${countText(addresses, "address", "addresses")} read`;
  return `${countText(sheets, "sheet")} of ${countText(spools.length, "spool")} drawn: ${read}`;
}

/** Which sheets of a spool were looked at, by number. */
export function sampledText(spool: SampledSpool): string {
  return `${spool.file}: ${sheetsText(spool)}`;
}

export function sheetsText({ sheets, of }: SampledSpool): string {
  if (sheets.length === of) return `all ${grouped(of)}`;
  const shown = sheets.slice(0, SHEETS_SHOWN).map(({ sheet, piece }) => {
    return piece === undefined ? String(sheet) : `${sheet} (piece ${piece})`;
  });
  const hidden = sheets.length - shown.length;
  const more = hidden > 0 ? ` and ${grouped(hidden)} more` : "";
  return `${shown.join(", ")}${more} of ${grouped(of)}`;
}
