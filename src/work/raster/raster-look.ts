import type { Host } from "../../base/host.ts";
import type { RasterVerdict, SpoolSample } from "../../model/raster.ts";
import { lookAtSpool, type RasterEyes } from "../../verify/raster/look-at-spool.ts";
import { DrawingFailed } from "../../verify/raster/page-view.ts";
import type { FrozenRun } from "../../run/folder/frozen-run.ts";
import { forgetPdfium } from "./pdfium.ts";
import { pdfiumRenderer } from "./pdfium-renderer.ts";
import { rasterSetup } from "./raster-setup.ts";
import { zxingReaders } from "./zxing-reader.ts";

/** Inspects samples of spools, in one worker. */
export async function lookAtSamples(
  host: Host,
  frozen: FrozenRun,
  root: string,
  samples: readonly SpoolSample[],
): Promise<readonly RasterVerdict[]> {
  const setup = rasterSetup(frozen, root);
  const verdicts: RasterVerdict[] = [];
  for (const sample of samples) {
    const eyes: RasterEyes = { renderer: await pdfiumRenderer(), ...(await zxingReaders()) };
    verdicts.push(await lookAtSpool(host, setup, sample, enduring(eyes)));
  }
  return verdicts;
}

/** A renderer that crashes on a page must not be used again; the crash is not our fault. */
function enduring({ renderer, ...readers }: RasterEyes): RasterEyes {
  const views = (pdf: Uint8Array) => {
    const open = atRisk(() => renderer.open(pdf));
    return {
      count: open.count,
      view: async <T>(page: number, look: Parameters<typeof open.view<T>>[1]): Promise<T> =>
        open.view(page, look).catch((error: unknown) => {
          throw drawingFailed(error);
        }),
      close: () => atRisk(() => open.close()),
    };
  };
  return { renderer: { open: views }, ...readers };
}

function atRisk<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw drawingFailed(error);
  }
}

/** The errors of WebAssembly that cannot continue; other errors stay as they are. */
function drawingFailed(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== "RuntimeError") return error;
  forgetPdfium();
  return new DrawingFailed(`PDFium failed with "${error.message}"`);
}
