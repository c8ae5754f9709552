import { FontError } from "../font-error.ts";
import { remakeFont, tagNumber } from "../subset-library.ts";

/**
 * The static instance of a variable font at the given values of all of its axes, with all of its
 * characters and layout. The same input gives the same bytes. `installSubsetter` must have been
 * called in this thread. Throws a `FontError` if the font has no such instance.
 */
export function pinAxes(bytes: Uint8Array, values: ReadonlyMap<string, number>): Uint8Array {
  const made = remakeFont(bytes, (library, input, face) => {
    library.hb_subset_input_keep_everything(input);
    for (const [tag, value] of values) {
      const number = tagNumber(tag);
      if (library.hb_subset_input_pin_axis_location(input, face, number, value) === 0)
        throw noInstance();
    }
  });
  if (made === undefined) throw noInstance();
  return made;
}

function noInstance(): FontError {
  return new FontError(
    "font.variable",
    "No static instance of the variable font can be made: use one from its maker.",
  );
}
