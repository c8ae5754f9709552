import { defined } from "../base/assert.ts";
import { sha256 } from "../base/hash.ts";
import { streamBody } from "./font-objects.ts";
import { type ImportedObject, type ImportedPage, importedText } from "./imported-page.ts";
import { asciiBytes } from "./strings.ts";

/** Opaque pixels, row by row. */
export interface FlatPixels {
  /** 1 if all of them are gray, else 3 for red, green and blue. */
  readonly channels: 1 | 3;
  readonly samples: Uint8Array;
  /** A bit a pixel, rows padded to bytes: 1 if nothing is painted; see `flattenPixels`. */
  readonly mask: Uint8Array | undefined;
}

/** An image of the layout, ready to be written as an XObject; sizes are those of its pixels. */
export type PreparedImage = { readonly widthPx: number; readonly heightPx: number } & (
  | { readonly kind: "drawing"; readonly content: Uint8Array }
  | {
      readonly kind: "jpeg";
      readonly components: number;
      /** See `ImagePlan`. */
      readonly orientation: number;
      readonly isInverted: boolean;
      readonly bytes: Uint8Array;
    }
  | ({ readonly kind: "pixels" } & FlatPixels)
  | { readonly kind: "page"; readonly page: ImportedPage }
);

type Image<Kind extends PreparedImage["kind"]> = Extract<PreparedImage, { kind: Kind }>;

/** Takes the objects of a file: gives each the next number, and packs what is to be packed. */
export interface ObjectSink {
  add(body: Uint8Array): number;
  deflate(bytes: Uint8Array): Uint8Array;
  /** Objects that several pages of a file draw with, by what they say. */
  readonly shared: Map<string, number>;
}

const SPACES: Readonly<Record<number, string>> = { 1: "Gray", 3: "RGB", 4: "CMYK" };

/** Turns of a unit square by Exif orientation, for pictures that do not lie as they are shown. */
export const TURNS: readonly string[] = [
  "1 0 0 1 0 0",
  "-1 0 0 1 1 0",
  "-1 0 0 -1 1 1",
  "1 0 0 -1 0 1",
  "0 -1 -1 0 1 1",
  "0 -1 1 0 0 1",
  "0 1 1 0 0 0",
  "0 1 -1 0 1 0",
];

/** Content operators that draw the image `J` on the unit square under a matrix. */
export type TurnPainter = (matrix: string) => Uint8Array;

/**
 * Adds what draws an image on the unit square (ISO 32000-1, 8.9 and 8.10) and gives its number.
 * Nothing in it is transparent. `paintTurned` draws pictures that do not lie as they are shown.
 */
export function addImageObjects(
  image: PreparedImage,
  sink: ObjectSink,
  paintTurned: TurnPainter,
): number {
  switch (image.kind) {
    case "drawing":
      return addDrawing(image, sink);
    case "jpeg":
      return addJpeg(image, sink, paintTurned);
    case "pixels":
      return addPixels(image, sink);
    case "page":
      return addPage(image.page, sink);
  }
}

/** A drawing as a form of unit size, so that it is placed as an image is. */
function addDrawing({ widthPx, heightPx, content }: Image<"drawing">, sink: ObjectSink): number {
  const scale = (size: number): string => (1 / size).toFixed(8);
  const entries =
    `/Type/XObject/Subtype/Form/BBox[0 0 ${widthPx} ${heightPx}]` +
    `/Matrix[${scale(widthPx)} 0 0 ${scale(heightPx)} 0 0]/Resources<<>>/Filter/FlateDecode`;
  return sink.add(streamBody(entries, sink.deflate(content)));
}

/** A page of another file as a form of unit size, with the objects that it draws with. */
function addPage(page: ImportedPage, sink: ObjectSink): number {
  const ids: number[] = [];
  const idOf = (object: number): string => `${ids[object] ?? 0} 0 R`;
  for (const object of page.objects) {
    const text = importedText(object.value, idOf);
    const key = `${text} ${object.data === undefined ? "" : sha256(object.data)}`;
    const id = sink.shared.get(key) ?? sink.add(importedBody(text, object, sink));
    sink.shared.set(key, id);
    ids.push(id);
  }
  const { widthPt, heightPt, content, resources } = page;
  const scale = (size: number): string => (1 / size).toFixed(8);
  const entries =
    `/Type/XObject/Subtype/Form/BBox[0 0 ${widthPt} ${heightPt}]` +
    `/Matrix[${scale(widthPt)} 0 0 ${scale(heightPt)} 0 0]` +
    `/Resources${importedText(resources, idOf)}/Filter/FlateDecode`;
  return sink.add(streamBody(entries, sink.deflate(content)));
}

function importedBody(
  text: string,
  { data, isJpeg }: ImportedObject,
  sink: ObjectSink,
): Uint8Array {
  if (data === undefined) return asciiBytes(text);
  const filter = `/Filter/${isJpeg === true ? "DCTDecode" : "FlateDecode"}`;
  const entries = `${text.slice(2, -2)}${filter}`;
  return streamBody(entries, isJpeg === true ? data : sink.deflate(data));
}

function addJpeg(image: Image<"jpeg">, sink: ObjectSink, paintTurned: TurnPainter): number {
  const { components, isInverted, orientation, bytes } = image;
  const space = `/ColorSpace/Device${defined(SPACES[components], "a colour space")}`;
  const decode = isInverted ? "/Decode[1 0 1 0 1 0 1 0]" : "";
  const id = sink.add(streamBody(`${head(image, 8)}${space}${decode}/Filter/DCTDecode`, bytes));
  if (orientation === 1) return id;
  const turn = defined(TURNS[orientation - 1], "a turn");
  const form = `/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</J ${id} 0 R>>>>`;
  return sink.add(streamBody(form, paintTurned(turn)));
}

function addPixels(image: Image<"pixels">, sink: ObjectSink): number {
  const { channels, samples, mask } = image;
  const packed = "/Filter/FlateDecode";
  const maskId =
    mask && sink.add(streamBody(`${head(image, 1)}/ImageMask true${packed}`, sink.deflate(mask)));
  const masked = maskId === undefined ? "" : `/Mask ${maskId} 0 R`;
  const space = `/ColorSpace/Device${defined(SPACES[channels], "a colour space")}`;
  return sink.add(streamBody(`${head(image, 8)}${space}${masked}${packed}`, sink.deflate(samples)));
}

function head({ widthPx, heightPx }: PreparedImage, bits: number): string {
  const size = `/Width ${widthPx}/Height ${heightPx}/BitsPerComponent ${bits}`;
  return `/Type/XObject/Subtype/Image${size}`;
}
