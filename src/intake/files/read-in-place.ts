import type { DetailSpec, InputSpec } from "../../model/job.ts";
import { isOfLines } from "../fixed/line-form.ts";
import type { InputPart } from "./input-files.ts";

/**
 * Which of an input's files need no work copy though they are in a format of their own: lines of
 * fixed width that need not be sorted, and end with no trailer. `isPacked` says of a part whether
 * a plain copy is made of it; files of a list are read alike.
 */
export function readInPlace(
  input: InputSpec,
  parts: readonly InputPart[],
  isPacked: (index: number) => boolean,
): (of: number) => boolean {
  const specs: readonly (InputSpec | DetailSpec)[] = [input, ...input.details];
  const isJoined = input.details.length > 0;
  const inPlace = specs.map(({ foreign, order }, of) => {
    const own = parts.flatMap((part, index) => (part.of === of ? [index] : []));
    const isSorted = isJoined && (order !== "key" || own.length > 1);
    const isCut = of === 0 && input.expect.trailer !== undefined;
    return isOfLines(foreign) && !isSorted && !isCut && !own.some(isPacked);
  });
  return (of) => inPlace[of] === true;
}
