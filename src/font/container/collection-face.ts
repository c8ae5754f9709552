import { suggest } from "../../base/nearest-name.ts";
import { FontError } from "../font-error.ts";
import { openHarfbuzz } from "../harfbuzz-font.ts";
import { sfntFile, type SfntTable } from "./sfnt-file.ts";

const HEADER_BYTES = 12;
const RECORD_BYTES = 16;
/** No collection in use has near as many; a damaged count must not make us read for long. */
const FACES_MAX = 256;

const NAME_FULL = 4;
const NAME_POSTSCRIPT = 6;

/**
 * One font of a collection (OpenType 1.9, "Font Collections"), as a file of its own: the `face`th,
 * from 1, or the one with that full or PostScript name. A collection of one needs no `face`.
 * Throws a `FontError`.
 */
export function collectionFace(bytes: Uint8Array, face?: number | string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.byteLength < HEADER_BYTES ? 0 : view.getUint32(8);
  if (count === 0 || count > FACES_MAX || HEADER_BYTES + 4 * count > view.byteLength)
    throw truncated();
  if (typeof face === "number" || (face === undefined && count === 1)) {
    const number = face ?? 1;
    if (!(number >= 1 && number <= count)) throw noFace(`number ${number}`, count);
    return faceAt(bytes, view, number - 1);
  }
  const fonts = Array.from({ length: count }, (_, index) => faceAt(bytes, view, index));
  const names = fonts.map(namesOf);
  const found = names.findIndex((some) => face !== undefined && some.includes(face));
  const all = names.map(([postScript]) => postScript ?? "");
  if (face === undefined) throw whichFace(all);
  if (found === -1) throw noFace(`called ${face}`, count, suggest(face, names.flat()));
  return fonts[found] as Uint8Array;
}

function faceAt(bytes: Uint8Array, view: DataView, index: number): Uint8Array {
  const at = view.getUint32(HEADER_BYTES + 4 * index);
  if (at + HEADER_BYTES > view.byteLength) throw truncated();
  const count = view.getUint16(at + 4);
  if (at + HEADER_BYTES + RECORD_BYTES * count > view.byteLength) throw truncated();
  const tables = Array.from({ length: count }, (_, table): SfntTable => {
    const record = at + HEADER_BYTES + RECORD_BYTES * table;
    const [offset, length] = [view.getUint32(record + 8), view.getUint32(record + 12)];
    if (offset + length > view.byteLength) throw truncated();
    const tag = String.fromCharCode(...bytes.subarray(record, record + 4));
    const part = bytes.subarray(offset, offset + length);
    return { tag, bytes: part, checksum: view.getUint32(record + 4) };
  });
  return sfntFile(view.getUint32(at), tables);
}

/** The PostScript name, then the full name. */
function namesOf(font: Uint8Array): readonly string[] {
  const { face } = openHarfbuzz(font);
  return [NAME_POSTSCRIPT, NAME_FULL].map((id) => face.getName(id, "en"));
}

function truncated(): FontError {
  return new FontError("font.truncated", "The font collection is truncated: copy it again.");
}

function whichFace(names: readonly string[]): FontError {
  const listed = names.map((name, index) => `${index + 1} (${name})`).join(", ");
  return new FontError(
    "font.face",
    `The file has ${names.length} fonts: say which with \`face:\`, one of ${listed}.`,
  );
}

function noFace(which: string, count: number, hint?: string): FontError {
  const message = `The file has ${count} fonts, none of them ${which}`;
  return new FontError("font.face", hint === undefined ? `${message}.` : `${message}; ${hint}`);
}
