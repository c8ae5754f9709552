import { assert } from "../base/assert.ts";
import { FontError } from "./font-error.ts";

const MEMORY_WRITABLE = 2;

/** The part of HarfBuzz's subsetter that we use, as its WebAssembly build exports it. */
export interface SubsetLibrary {
  readonly memory: { readonly buffer: ArrayBuffer };
  _initialize(): void;
  malloc(sizeBytes: number): number;
  free(pointer: number): void;
  hb_blob_create(data: number, length: number, mode: number, user: number, free: number): number;
  hb_blob_destroy(blob: number): void;
  hb_blob_get_data(blob: number, lengthOut: number): number;
  hb_blob_get_length(blob: number): number;
  hb_face_create(blob: number, index: number): number;
  hb_face_destroy(face: number): void;
  hb_face_reference_blob(face: number): number;
  hb_set_add(set: number, value: number): void;
  hb_set_clear(set: number): void;
  hb_subset_input_create_or_fail(): number;
  hb_subset_input_destroy(input: number): void;
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
let opened: SubsetLibrary | undefined;

/**
 * Compiles the subsetter, once per thread that makes subsets. harfbuzzjs ships it beside its main
 * build without loading it, and this floor reads no files, so the caller passes in the bytes found
 * at `SUBSETTER_PLACE`.
 */
export function installSubsetter(wasm: Uint8Array): void {
  compiled ??= new WebAssembly.Module(wasm);
}

/** The instance of this thread; it needs nothing else. Throws a `FontError` before the install. */
function openSubsetter(): SubsetLibrary {
  if (opened !== undefined) return opened;
  if (compiled === undefined)
    throw new FontError(
      "font.no-subsetter",
      `Call installSubsetter with the bytes of ${SUBSETTER_PLACE.library} before making subsets.`,
    );
  const library = new WebAssembly.Instance(compiled).exports as unknown as SubsetLibrary;
  library._initialize();
  opened = library;
  return library;
}

/**
 * A new font file made of one of the library's faces as `describe` says; undefined if that cannot
 * be done. All goes through one instance in each thread, and nothing is left there: an instance
 * holds 68 MB from its start, and a few of them make V8 collect all of its garbage again and again.
 */
export function remakeFont(
  bytes: Uint8Array,
  describe: (library: SubsetLibrary, input: number, face: number) => void,
): Uint8Array | undefined {
  const library = openSubsetter();
  const undo: (() => void)[] = [];
  try {
    return remade(library, undo, bytes, describe);
  } catch (error) {
    // After a trap its memory is in no known state.
    if (!(error instanceof FontError)) opened = undefined;
    throw error;
  } finally {
    if (opened === library) for (const step of undo.toReversed()) step();
  }
}

function remade(
  library: SubsetLibrary,
  undo: (() => void)[],
  bytes: Uint8Array,
  describe: (library: SubsetLibrary, input: number, face: number) => void,
): Uint8Array | undefined {
  const pointer = library.malloc(bytes.length);
  assert(pointer !== 0, "out of memory for a font");
  undo.push(() => library.free(pointer));
  new Uint8Array(library.memory.buffer).set(bytes, pointer);
  const blob = library.hb_blob_create(pointer, bytes.length, MEMORY_WRITABLE, 0, 0);
  undo.push(() => library.hb_blob_destroy(blob));
  const face = library.hb_face_create(blob, 0);
  undo.push(() => library.hb_face_destroy(face));
  const input = library.hb_subset_input_create_or_fail();
  assert(input !== 0, "out of memory for a font subset");
  undo.push(() => library.hb_subset_input_destroy(input));
  describe(library, input, face);
  const made = library.hb_subset_or_fail(face, input);
  if (made === 0) return undefined;
  undo.push(() => library.hb_face_destroy(made));
  const file = library.hb_face_reference_blob(made);
  undo.push(() => library.hb_blob_destroy(file));
  const start = library.hb_blob_get_data(file, 0);
  return new Uint8Array(library.memory.buffer).slice(
    start,
    start + library.hb_blob_get_length(file),
  );
}

/** A tag of four letters as the number that stands for it. */
export function tagNumber(tag: string): number {
  let value = 0;
  for (let index = 0; index < 4; index += 1) value = value * 256 + tag.charCodeAt(index);
  return value;
}
