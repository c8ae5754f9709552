import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { turnedImage } from "../../src/paint/pdf/turned-image.ts";
import { addImageObjects } from "../../src/pdf/image-objects.ts";
import { prepareImages } from "../../src/work/prepare-images.ts";
import type { PreparedImage } from "../../src/pdf/image-objects.ts";
import { readImages } from "../../src/layout/art/images.ts";
import { YamlSource } from "../../src/yaml/yaml-source.ts";
import type { Color } from "../../src/model/geometry.ts";
import type { ImagePlan } from "../../src/model/layout-plan.ts";
import { PdfFile } from "../../src/pdf/pdf-file.ts";
import { asciiBytes } from "../../src/pdf/strings.ts";
import { shared } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("images");
mkdirSync(join(folder, "images"));
const host = new NodeHost();
const RED = [255, 0, 0];
const GREEN = [0, 128, 0];
const BLUE = [0, 0, 255];
const YELLOW = [255, 255, 0];
const [WIDTH, HEIGHT] = [48, 32];

/** A picture with a colour in each corner: red and green above, blue and yellow below. */
const corners = sharp(
  Buffer.from(
    `<svg width="${WIDTH}" height="${HEIGHT}"><rect width="24" height="16" fill="red"/>` +
      '<rect x="24" width="24" height="16" fill="green"/>' +
      '<rect y="16" width="24" height="16" fill="blue"/>' +
      '<rect x="24" y="16" width="24" height="16" fill="yellow"/></svg>',
  ),
);
const png = await corners.clone().png().toBuffer();

/** The plan of an image file and what is made of it for print. */
async function prepared(name: string, bytes: Uint8Array, ground?: Color) {
  writeFileSync(join(folder, "images", name), bytes);
  const files = { ...shared, host, folder };
  const source = new YamlSource("layout.yaml", `images: { logo: ${name} }\n`, "layout");
  const { items } = readImages(source, files, { logo: name });
  expect(source.diagnostics).toEqual([]);
  const plan = items[0] as ImagePlan;
  const colors = ground === undefined ? [] : [ground];
  const image = { ...plan, ...(ground && { ground: 0 }) };
  const [made] = await prepareImages(host, { images: [image], colors }, () => true);
  return { plan, made: made as PreparedImage };
}

/** The objects of an image; the last is what pages draw. */
function objectsOf(image: PreparedImage): Uint8Array[] {
  const bodies: Uint8Array[] = [];
  const sink = {
    add: (body: Uint8Array) => bodies.push(body) + 1,
    deflate: (bytes: Uint8Array) => deflateSync(bytes),
    shared: new Map<string, number>(),
  };
  const id = addImageObjects(image, sink, turnedImage);
  expect(id).toBe(bodies.length + 1);
  return bodies;
}

function textOf(image: PreparedImage): string {
  return objectsOf(image)
    .map((body) => Buffer.from(body).toString("latin1"))
    .join("\n");
}

/** A page that the image fills, on a ground that is painted before. */
function pageOf(image: PreparedImage, [widthPt, heightPt]: number[], ground = ""): Buffer {
  const bodies = objectsOf(image);
  const resources = asciiBytes(`<</XObject<</I0 ${bodies.length + 1} 0 R>>>>`);
  const chunks: Uint8Array[] = [];
  const file = new PdfFile((bytes) => chunks.push(bytes.slice()), {
    bodies: [resources, ...bodies],
    resourcesId: 1,
  });
  const content = file.allocate();
  const drawn = `q ${ground} ${widthPt} 0 0 ${heightPt} 0 0 cm /I0 Do Q`;
  file.stream(content, "", asciiBytes(drawn));
  file.page(String(widthPt), String(heightPt), [content], "");
  file.finish("/Lang(en)", "/Title(x)", "0123456789ABCDEF0123456789ABCDEF");
  return Buffer.concat(chunks);
}

type Renderer = readonly [name: string, args: (file: string) => string[]];
const RENDERERS: readonly Renderer[] = [
  ["pdftoppm", (file) => ["-png", "-r", "72", "-singlefile", file]],
  ["mutool", (file) => ["draw", "-q", "-r", "72", "-F", "png", "-o", "-", file]],
  ["gs", (file) => ["-q", "-sDEVICE=png16m", "-r72", "-o", "-", file]],
];
const installed = RENDERERS.filter(([name]) => spawnSync(name, ["-v"]).error === undefined);

/** The colours in the middle of the four quarters of a page, as each renderer draws them. */
async function quarters(file: Buffer): Promise<number[][][]> {
  const path = join(folder, "page.pdf");
  writeFileSync(path, file);
  return Promise.all(
    installed.map(async ([name, args]) => {
      const page = sharp(execFileSync(name, args(path), { stdio: "pipe" })).removeAlpha();
      const { data, info } = await page.raw().toBuffer({ resolveWithObject: true });
      const at = (x: number, y: number): number[] => {
        const pixel = Math.floor(y * info.height) * info.width + Math.floor(x * info.width);
        return [...data.subarray(pixel * 3, pixel * 3 + 3)];
      };
      return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
    }),
  );
}

/** Printers' inks and screens differ: a colour is another one when a channel is far off. */
function expectNear(found: readonly number[][], expected: readonly number[][]): void {
  const far = found.flatMap((color, quarter) =>
    color.some((value, channel) => Math.abs(value - (expected[quarter]?.[channel] ?? -1e9)) > 90)
      ? [`quarter ${quarter} is ${color.join()}, not ${expected[quarter]?.join()}`]
      : [],
  );
  expect(far).toEqual([]);
}

/** The corners of the picture as it is shown, by Exif orientation. */
const SHOWN: readonly (readonly number[][])[] = [
  [RED, GREEN, BLUE, YELLOW],
  [GREEN, RED, YELLOW, BLUE],
  [YELLOW, BLUE, GREEN, RED],
  [BLUE, YELLOW, RED, GREEN],
  [RED, BLUE, GREEN, YELLOW],
  [BLUE, RED, YELLOW, GREEN],
  [YELLOW, GREEN, BLUE, RED],
  [GREEN, YELLOW, RED, BLUE],
];

describe.skipIf(installed.length === 0)("an image on a page", () => {
  test.each(SHOWN.map((colors, index) => [index + 1, colors] as const))(
    "stands as its Exif orientation %d says, JPEG and PNG",
    async (orientation, colors) => {
      const size = orientation >= 5 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
      const turned = corners.clone().withMetadata({ orientation });
      const jpeg = await turned.clone().jpeg({ quality: 95 }).toBuffer();
      const photo = await prepared("photo.jpg", jpeg);
      expect([photo.plan.widthPx, photo.plan.heightPx]).toEqual(size);
      for (const found of await quarters(pageOf(photo.made, size))) expectNear(found, colors);
      const other = await prepared("photo.png", await turned.clone().png().toBuffer());
      expect([other.plan.widthPx, other.plan.heightPx]).toEqual(size);
      for (const found of await quarters(pageOf(other.made, size))) expectNear(found, colors);
    },
  );

  test("of four inks is not inverted, with Adobe's marker or without", async () => {
    const cmyk = await corners.clone().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
    const marker = cmyk.indexOf("Adobe");
    expect(marker).toBeGreaterThan(0);
    const { made } = await prepared("inks.jpg", cmyk);
    expect(textOf(made)).toContain("/ColorSpace/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]");
    for (const found of await quarters(pageOf(made, [WIDTH, HEIGHT])))
      expectNear(found, SHOWN[0] as number[][]);
    // Without the marker the same numbers are inks, not their inverse.
    const bare = Buffer.concat([cmyk.subarray(0, marker - 4), cmyk.subarray(marker + 12)]);
    expect(textOf((await prepared("bare.jpg", bare)).made)).not.toContain("/Decode");
  });

  test("shows the ground through its holes and mixes with it at its edges", async () => {
    const half = { r: 255, g: 0, b: 0, alpha: 0.5 };
    const quarter = sharp({ create: { width: 24, height: 16, channels: 4, background: half } });
    const canvas = { width: WIDTH, height: HEIGHT, channels: 4, background: "#0000" } as const;
    const seen = await sharp({ create: canvas })
      .composite([{ input: await quarter.png().toBuffer(), left: 0, top: 0 }])
      .png()
      .toBuffer();
    const cyan: Color = { space: "rgb", values: [0, 1000, 1000] };
    const { made } = await prepared("seen.png", seen, cyan);
    const ground = `0 1 1 rg 0 0 ${WIDTH} ${HEIGHT} re f`;
    const mixed = [128, 128, 128];
    const [zero, full] = [0, 255];
    const open = [zero, full, full];
    for (const found of await quarters(pageOf(made, [WIDTH, HEIGHT], ground)))
      expectNear(found, [mixed, open, open, open]);
    expect(textOf(made)).toContain("/ImageMask true");
    expect(textOf(made)).not.toContain("/SMask");
    // On paper there is nothing to show through.
    const onPaper = textOf((await prepared("seen.png", seen)).made);
    expect(onPaper).not.toMatch(/Mask/);
  });
});

describe("an image's objects", () => {
  test("are gray where the picture is", async () => {
    const gray = corners.clone().greyscale();
    for (const bytes of [
      await gray.clone().png().toBuffer(),
      await gray.toColourspace("srgb").png().toBuffer(),
    ])
      expect(textOf((await prepared("gray.png", bytes)).made)).toContain(
        "/ColorSpace/DeviceGray/Filter",
      );
    expect(textOf((await prepared("colour.png", png)).made)).toContain(
      "/ColorSpace/DeviceRGB/Filter",
    );
  });

  test("are left out where print does not draw it, but it is decoded all the same", async () => {
    const { plan: image } = await prepared("logo.png", png);
    const only = (bytes: Uint8Array) => {
      writeFileSync(image.file, bytes);
      return prepareImages(host, { images: [image], colors: [] }, () => false);
    };
    expect(await only(png)).toEqual([undefined]);
    await expect(only(png.subarray(0, png.length >> 1))).rejects.toThrow(/cannot be read/);
  });
});
