import { RUN_FLAG_TURNED_DOWN, RUN_FLAG_TURNED_HALF } from "../../model/frame.ts";
import { asciiBytes } from "../../pdf/strings.ts";

const TURN_UP = asciiBytes("0 1 -1 0 ");
const TURN_HALF = asciiBytes("-1 0 0 -1 ");
const TURN_DOWN = asciiBytes("0 -1 1 0 ");

/** How the matrix of a turned run begins, by its flags. */
export function turnOf(flags: number): Uint8Array {
  if ((flags & RUN_FLAG_TURNED_HALF) !== 0) return TURN_HALF;
  return (flags & RUN_FLAG_TURNED_DOWN) === 0 ? TURN_UP : TURN_DOWN;
}
