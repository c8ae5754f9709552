import { assert } from "../../base/assert.ts";
import { FontError } from "../font-error.ts";
import { blobOf, bytesOf, openSubsetter, tagNumber } from "../subset-library.ts";

/**
 * The static instance of a variable font at the given values of all of its axes, with all of its
 * characters and layout. The same input gives the same bytes. `installSubsetter` must have been
 * called in this thread. Throws a `FontError` if the font has no such instance.
 */
export function pinAxes(bytes: Uint8Array, values: ReadonlyMap<string, number>): Uint8Array {
  // A separate library for each call: its memory goes with it, and nothing is carried over.
  const library = openSubsetter();
  const face = library.hb_face_create(blobOf(library, bytes), 0);
  const input = library.hb_subset_input_create_or_fail();
  assert(input !== 0, "out of memory for an instance of a font");
  library.hb_subset_input_keep_everything(input);
  for (const [tag, value] of values) {
    const isPinned = library.hb_subset_input_pin_axis_location(input, face, tagNumber(tag), value);
    if (isPinned === 0) throw noInstance();
  }
  const result = library.hb_subset_or_fail(face, input);
  if (result === 0) throw noInstance();
  return bytesOf(library, library.hb_face_reference_blob(result));
}

function noInstance(): FontError {
  return new FontError(
    "font.variable",
    "No static instance of the variable font can be made: use one from its maker.",
  );
}
