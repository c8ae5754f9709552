import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { prepareImages } from "../../src/work/prepare-images.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";

const folder = temporaryFolder("resources");
const host = new NodeHost();

const made = sharp({ create: { width: 64, height: 48, channels: 3, background: "#468" } });
const noisy = made.composite([
  { input: Buffer.from('<svg width="64" height="48"><circle cx="30" cy="20" r="19"/></svg>') },
]);
const png = await noisy.clone().png().toBuffer();
const jpeg = await noisy.clone().jpeg().toBuffer();

async function codesOf(kind: "png" | "jpeg", bytes: Uint8Array): Promise<string[]> {
  const file = join(folder, `image.${kind}`);
  writeFileSync(file, bytes);
  const image = { name: "logo", file, hash: "", kind, widthPx: 64, heightPx: 48 };
  return laterRefusedCodes(prepareImages(host, { images: [image], colors: [] }, () => true));
}

/** The PNG with one byte of its pixels changed, its checksum right again or not. */
function changedPng(isResealed: boolean): Buffer {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf("IDAT") - 4;
  const length = bytes.readUInt32BE(at);
  const middle = at + 8 + (length >> 1);
  bytes[middle] = (bytes[middle] as number) ^ 0xff;
  if (isResealed)
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, at + 8 + length)), at + 8 + length);
  return bytes;
}

test("whole images are taken, and each broken one is the user's fault with a code", async () => {
  expect(await codesOf("png", png)).toEqual([]);
  expect(await codesOf("jpeg", jpeg)).toEqual([]);
  const bad = ["layout.bad-image"];
  expect(await codesOf("png", png.subarray(0, png.length >> 1))).toEqual(bad);
  expect(await codesOf("png", changedPng(false))).toEqual(bad);
  expect(await codesOf("png", changedPng(true))).toEqual(bad);
  expect(await codesOf("jpeg", jpeg.subarray(0, jpeg.length >> 1))).toEqual(bad);
  expect(await codesOf("jpeg", png)).toEqual(bad);
});

test("a JPEG whose head was read as another size than it has is refused", async () => {
  const other = await sharp(png).resize(32, 48).jpeg().toBuffer();
  expect(await codesOf("jpeg", other)).toEqual(["layout.bad-image"]);
});

test("a font that cannot be used is the user's fault, with the file's name in the hint", () => {
  const font = readFileSync(new URL("../../fonts/NotoSans-Regular.ttf", import.meta.url));
  font[font.length >> 1] = (font[font.length >> 1] as number) ^ 1;
  const file = join(folder, "Broken.ttf");
  writeFileSync(file, font);
  const plan = { fonts: [{ id: "regular", file, hash: "", fallbacks: [] }] };
  const open = (): unknown => openFonts(host, plan as unknown as LayoutPlan);
  expect(open).toThrow(UsageError);
  expect(open).toThrow(/checksum/);
});
