import type { GreyImage } from "../../verify/raster/grey-image.ts";
import type { SymbolReader } from "../../verify/raster/page-view.ts";
import { packageBytes } from "../../run/host/package-bytes.ts";

let loading: Promise<SymbolReader> | undefined;

/** ZXing as a reader of Data Matrix symbols, started once per thread, when it is first needed. */
export function zxingReader(): Promise<SymbolReader> {
  loading ??= start();
  return loading;
}

async function start(): Promise<SymbolReader> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  // It would fetch its code over the network otherwise.
  const wasmBinary = packageBytes("zxing-wasm/reader/zxing_reader.wasm");
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return async (image) => {
    // Inserters are not set up for white on black, turned or pale symbols.
    const found = await readBarcodes(imageData(image), {
      formats: ["DataMatrix"],
      tryInvert: false,
      tryRotate: false,
      tryDownscale: false,
      tryHarder: false,
      binarizer: "FixedThreshold",
    });
    return found.find(({ isValid }) => isValid)?.text;
  };
}

/** Pictures in the form that browsers use: four bytes a pixel. */
function imageData({ width, height, pixels }: GreyImage) {
  const words = new Int32Array(width * height);
  for (let at = 0; at < words.length; at += 1)
    words[at] = ((pixels[at] as number) * 0x01_01_01) | 0xff_00_00_00;
  const data = new Uint8ClampedArray(words.buffer);
  return { data, width, height, colorSpace: "srgb", pixelFormat: "rgba-unorm8" } as const;
}
