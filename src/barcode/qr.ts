import type { QrLevel, SymbolModules } from "../model/barcode.ts";
import { byteAt, wordAt } from "./cells.ts";
import { qrSegment, qrVersionFor, writeQrData } from "./qr-data.ts";
import { type QrFrame, qrFrame, qrMasks } from "./qr-frame.ts";
import { qrPenalty } from "./qr-penalty.ts";
import { qrBlocks, qrCodewords, qrDataCodewords } from "./qr-sizes.ts";
import { exchanged, setModule, stripWord } from "./qr-strips.ts";
import { QR_FIELD, ReedSolomon } from "./reed-solomon.ts";

export interface QrOptions {
  readonly level: QrLevel;
  /** Text in bytes even where another mode is denser, as payment slips ask. */
  readonly bytesOnly?: boolean;
  readonly versionMax?: number;
}

const CODEWORDS_MAX = 3706;
const BLOCK_MAX = 255;

// A thread encodes one symbol at a time, so its working memory is kept.
const data = new Uint8Array(CODEWORDS_MAX);
const dealt = new Uint8Array(CODEWORDS_MAX);
const block = new Uint8Array(BLOCK_MAX);
const correctors = new Map<number, ReedSolomon>();

/**
 * A text as a QR code (ISO/IEC 18004) of the smallest version that holds it, or undefined if none
 * does. Characters beyond ASCII are UTF-8.
 */
export function encodeQr(text: string, options: QrOptions): SymbolModules | undefined {
  const { level, bytesOnly = false, versionMax = 40 } = options;
  const segment = qrSegment(text, bytesOnly);
  const version = qrVersionFor(segment, level);
  if (version === undefined || version > versionMax) return undefined;
  writeQrData(segment, version, data.subarray(0, qrDataCodewords(version, level)));
  dealOut(version, level);
  const frame = qrFrame(version);
  return modulesOf(frame, bestMasked(frame, version, level));
}

function corrector(checkCodewords: number): ReedSolomon {
  let made = correctors.get(checkCodewords);
  if (made === undefined)
    correctors.set(checkCodewords, (made = new ReedSolomon(checkCodewords, QR_FIELD)));
  return made;
}

/** Cuts the data into blocks, checks each and deals all out codeword by codeword (7.6). */
function dealOut(version: number, level: QrLevel): void {
  const { checkCodewords, count } = qrBlocks(version, level);
  const total = qrDataCodewords(version, level);
  const shortLength = Math.floor(total / count);
  const shortCount = count - (total % count);
  const reedSolomon = corrector(checkCodewords);
  let start = 0;
  for (let index = 0; index < count; index += 1) {
    const length = index < shortCount ? shortLength : shortLength + 1;
    block.set(data.subarray(start, start + length));
    reedSolomon.writeChecks(block, 0, length, 1);
    for (let at = 0; at < shortLength; at += 1) dealt[at * count + index] = byteAt(block, at);
    if (length > shortLength)
      dealt[shortLength * count + index - shortCount] = byteAt(block, shortLength);
    for (let at = 0; at < checkCodewords; at += 1)
      dealt[total + at * count + index] = byteAt(block, length + at);
    start += length;
  }
}

/** The symbol under the mask with the lowest penalty, the first of those that are equal. */
function bestMasked(frame: QrFrame, version: number, level: QrLevel): Int32Array {
  const across = withCodewords(frame, qrCodewords(version));
  const down = exchanged(across, frame.side);
  const triedAcross = new Int32Array(across.length);
  const triedDown = new Int32Array(down.length);
  let lowest = Number.POSITIVE_INFINITY;
  let best = triedAcross;
  for (const mask of qrMasks(version, level)) {
    for (let at = 0; at < across.length; at += 1) {
      triedAcross[at] = wordAt(across, at) ^ wordAt(mask.across, at);
      triedDown[at] = wordAt(down, at) ^ wordAt(mask.down, at);
    }
    const penalty = qrPenalty(triedAcross, triedDown, frame.side);
    if (penalty >= lowest) continue;
    lowest = penalty;
    best = triedAcross.slice();
  }
  return best;
}

/** The function patterns with what has been dealt out: from dark bit to dark bit. */
function withCodewords(frame: QrFrame, codewords: number): Int32Array {
  const { places } = frame;
  const modules = frame.modules.slice();
  for (let index = 0; index < codewords; index += 1)
    for (let rest = byteAt(dealt, index) << 24; rest !== 0;) {
      const bit = Math.clz32(rest);
      rest ^= 0x80000000 >>> bit;
      setModule(modules, places[index * 8 + bit] ?? 0);
    }
  return modules;
}

/** Words have their leftmost module in the lowest bit, masks in the highest. */
function modulesOf({ side }: QrFrame, modules: Int32Array): SymbolModules {
  const rowBytes = (side + 7) >> 3;
  const bits = new Uint8Array(rowBytes * side);
  for (let byte = 0; byte < rowBytes; byte += 1) {
    const first = stripWord(side, byte * 8, 0);
    const shift = (byte & 3) * 8;
    for (let row = 0; row < side; row += 1)
      bits[row * rowBytes + byte] = byteAt(
        REVERSED,
        (wordAt(modules, first + row) >>> shift) & 0xff,
      );
  }
  return { columns: side, rows: side, bits };
}

const REVERSED = Uint8Array.from({ length: 256 }, (_, byte) => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
});
