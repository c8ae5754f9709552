import type { Prng } from "../../src/base/prng.ts";

/** Numbers at which programs trip, as bytes, in both orders. */
const TELLING_NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0xffff_ffff];

/** Spoils bytes at one to `timesMax` places without knowing what they mean. */
export function mutateBytes(prng: Prng, seed: Uint8Array, timesMax = 6): Uint8Array {
  let bytes = Buffer.from(seed);
  const times = prng.between(1, timesMax);
  for (let time = 0; time < times; time += 1) bytes = spoilOnce(prng, bytes);
  return bytes;
}

function spoilOnce(prng: Prng, bytes: Buffer): Buffer<ArrayBuffer> {
  const at = prng.below(bytes.length + 1);
  const length = prng.chance(0.8) ? prng.between(1, 16) : prng.between(1, 4000);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (prng.below(8)) {
    case 0:
      return flipped(prng, bytes, at);
    case 1:
      return replaced(prng, bytes, at);
    case 2:
      return Buffer.concat([head, tail.subarray(length)]);
    case 3:
      return Buffer.concat([head, randomBytes(prng, length), tail]);
    case 4:
      return Buffer.concat([head, head.subarray(Math.max(0, at - length)), tail]);
    case 5:
      return Buffer.concat([head, stretch(prng, bytes, length), tail.subarray(length)]);
    case 6:
      return prng.chance(0.2) ? Buffer.from(head) : numberPut(prng, bytes, at);
    default:
      return numberPut(prng, bytes, at);
  }
}

function flipped(prng: Prng, bytes: Buffer, at: number): Buffer<ArrayBuffer> {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = (copy[at] as number) ^ (1 << prng.below(8));
  return copy;
}

function replaced(prng: Prng, bytes: Buffer, at: number): Buffer<ArrayBuffer> {
  const copy = Buffer.from(bytes);
  if (at < copy.length) copy[at] = prng.below(256);
  return copy;
}

function numberPut(prng: Prng, bytes: Buffer, at: number): Buffer<ArrayBuffer> {
  const copy = Buffer.from(bytes);
  const width = prng.pick([1, 2, 4] as const);
  if (at + width > copy.length) return copy;
  const bits = 2 ** (8 * width);
  const value = prng.chance(0.7) ? prng.pick(TELLING_NUMBERS) : prng.uint32();
  if (prng.chance(0.5)) copy.writeUIntBE(value % bits, at, width);
  else copy.writeUIntLE(value % bits, at, width);
  return copy;
}

function stretch(prng: Prng, bytes: Buffer, length: number): Buffer {
  const from = prng.below(bytes.length + 1);
  return bytes.subarray(from, from + length);
}

export function randomBytes(prng: Prng, length: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) bytes[at] = prng.below(256);
  return bytes;
}
