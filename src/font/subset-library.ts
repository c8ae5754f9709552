import { assert } from "../base/assert.ts";
import { FontError } from "./font-error.ts";

const MEMORY_WRITABLE = 2;

/** The part of HarfBuzz's subsetter that we use, as its WebAssembly build exports it. */
export interface SubsetLibrary {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(sizeBytes: number): number;
  hb_blob_create(data: number, length: number, mode: number, user: number, free: number): number;
  hb_blob_get_data(blob: number, lengthOut: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_set_clear(set: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_glyph_set(input: number): number;
  hb_subset_input_set(input: number, kind: number): number;
  hb_subset_input_set_flags(input: number, flags: number): void;
  hb_subset_input_keep_everything(input: number): void;
  /** 0 if the face has no such axis. */
  hb_subset_input_pin_axis_location(input: number, face: number, tag: number, at: number): number;
  hb_subset_or_fail(face: number, input: number): number;
}

/** The file to hand to `installSubsetter`: it is beside the main module of its library. */
export const SUBSETTER_PLACE = { library: "harfbuzzjs", file: "harfbuzz-subset.wasm" } as const;

let compiled: WebAssembly.Module | undefined;

/**
 * Compiles the subsetter, once per thread that makes subsets. harfbuzzjs ships it beside its main
 * build without loading it, and this floor reads no files, so the caller passes in the bytes found
 * at `SUBSETTER_PLACE`.
 */
export function installSubsetter(wasm: Uint8Array): void {
  compiled ??= new WebAssembly.Module(wasm);
}

/** A fresh instance; it needs nothing from outside. Throws a `FontError` before the install. */
export function openSubsetter(): SubsetLibrary {
  if (compiled === undefined)
    throw new FontError(
      "font.no-subsetter",
      `Call installSubsetter with the bytes of ${SUBSETTER_PLACE.library} before making subsets.`,
    );
  const library = new WebAssembly.Instance(compiled).exports as unknown as SubsetLibrary;
  library._initialize();
  return library;
}

/** The bytes, copied into the library's memory, as a blob of it. */
export function blobOf(library: SubsetLibrary, bytes: Uint8Array): number {
  const pointer = library.malloc(bytes.length);
  assert(pointer !== 0, "out of memory for a font subset");
  new Uint8Array(library.memory.buffer).set(bytes, pointer);
  return library.hb_blob_create(pointer, bytes.length, MEMORY_WRITABLE, 0, 0);
}

/** A copy of a blob's bytes. */
export function bytesOf(library: SubsetLibrary, blob: number): Uint8Array {
  const start = library.hb_blob_get_data(blob, 0);
  const length = library.hb_blob_get_length(blob);
  return new Uint8Array(library.memory.buffer).slice(start, start + length);
}

/** A tag of four letters as the number that stands for it. */
export function tagNumber(tag: string): number {
  let value = 0;
  for (let index = 0; index < 4; index += 1) value = value * 256 + tag.charCodeAt(index);
  return value;
}
