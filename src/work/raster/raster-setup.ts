import { defined } from "../../base/assert.ts";
import type { Rect } from "../../model/geometry.ts";
import type { RasterPaper, RasterSetup, RasterWindow } from "../../model/raster.ts";
import type { Envelope, Stock } from "../../model/stock.ts";
import type { FrozenRun } from "../../run/folder/frozen-run.ts";

/** What the inspectors of a run's sheets need to know, from what was frozen when it began. */
export function rasterSetup({ job, jobMark, plan }: FrozenRun, root: string): RasterSetup {
  const own = [plan.stock, ...(plan.papers ?? [])];
  const furniture = job.print.furnitureStock ?? defined(own[0], "the first paper");
  const isDuplex = own.some(({ duplex }) => duplex);
  const papers = [...own, furniture].map(rasterPaper);
  const windows = [plan.envelope ?? [], plan.envelopes ?? []].flat().map(rasterWindow);
  const { sender } = plan;
  const setup = { root, jobMark, papers, windows, ...(sender !== undefined && { sender }) };
  return { ...setup, sidesPerSheet: isDuplex ? 2 : 1 };
}

function rasterPaper(stock: Stock): RasterPaper {
  const { name, widthMpt, heightMpt, noPrintEdgeMpt, markStrip } = stock;
  const free = [...holesOf(stock), ...(stock.reserved ?? []).map(({ rect }) => rect)];
  return { stock: name, widthMpt, heightMpt, noPrintEdgeMpt, markStrip, free };
}

function holesOf({ perforation, widthMpt }: Stock): readonly Rect[] {
  if (perforation === undefined) return [];
  const { yMpt, clearMpt } = perforation;
  return [{ xMpt: 0, yMpt: yMpt - clearMpt, widthMpt, heightMpt: 2 * clearMpt }];
}

function rasterWindow({ window, play }: Envelope): RasterWindow {
  return {
    window,
    playLeftMpt: play.leftMpt,
    playRightMpt: play.rightMpt,
    playUpMpt: play.upMpt,
    playDownMpt: play.downMpt,
  };
}
