import type { GreyImage } from "../../verify/raster/grey-image.ts";
import type { ReadInputBarcodeFormat } from "zxing-wasm/reader";
import type { RasterEyes } from "../../verify/raster/look-at-spool.ts";
import { packageBytes } from "../../run/host/package-bytes.ts";

type Readers = Pick<RasterEyes, "readSymbol" | "readCode">;

let loading: Promise<Readers> | undefined;

/** ZXing as a reader of symbols, started once per thread, when it is first needed. */
export function zxingReaders(): Promise<Readers> {
  loading ??= start();
  return loading;
}

/** Inserters are not set up for white on black, turned or pale symbols. */
const UPRIGHT = {
  tryInvert: false,
  tryRotate: false,
  tryDownscale: false,
  tryHarder: false,
  binarizer: "FixedThreshold",
} as const;

/** By our names of the kinds. */
const FORMATS: Readonly<Record<string, ReadInputBarcodeFormat>> = {
  qr: "QRCode",
  "data-matrix": "DataMatrix",
  pdf417: "PDF417",
  aztec: "Aztec",
  "code-128": "Code128",
  "gs1-128": "Code128",
  "ean-13": "EAN13",
  "ean-8": "EAN8",
  "code-39": "Code39",
  "interleaved-2-of-5": "ITF",
};

async function start(): Promise<Readers> {
  const { prepareZXingModule, readBarcodes } = await import("zxing-wasm/reader");
  // It would fetch its code over the network otherwise.
  const wasmBinary = packageBytes("zxing-wasm/reader/zxing_reader.wasm");
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return {
    readSymbol: async (image) => {
      const found = await readBarcodes(imageData(image), { ...UPRIGHT, formats: ["DataMatrix"] });
      return found.find(({ isValid }) => isValid)?.text;
    },
    readCode: async (image, kind) => {
      const format = FORMATS[kind];
      if (format === undefined) return undefined;
      const found = await readBarcodes(imageData(image), { ...UPRIGHT, formats: [format] });
      const symbol = found.find(({ isValid }) => isValid);
      // What is for people has brackets instead of separators.
      if (kind === "gs1-128" && symbol) return Buffer.from(symbol.bytes).toString("latin1");
      return symbol?.text;
    },
  };
}

/** Pictures in the form that browsers use: four bytes a pixel. */
function imageData({ width, height, pixels }: GreyImage) {
  const words = new Int32Array(width * height);
  fillGrey(words, pixels);
  const data = new Uint8ClampedArray(words.buffer);
  return { data, width, height, colorSpace: "srgb", pixelFormat: "rgba-unorm8" } as const;
}

/** A function of its own, so that V8 has compiled all of it when it comes to the loop's end. */
function fillGrey(words: Int32Array, pixels: Uint8Array): void {
  for (let at = 0; at < words.length; at += 1)
    words[at] = ((pixels[at] as number) * 0x01_01_01) | 0xff_00_00_00;
}
