import { gsmSeptets } from "./gsm-alphabet.ts";

export interface SmsSize {
  readonly encoding: "gsm-7" | "ucs-2";
  readonly segments: number;
}

interface Room {
  readonly single: number;
  /** What a segment holds beside the six octets that tie it to the others (TS 23.040, 9.2.3.24). */
  readonly joined: number;
}

const GSM_ROOM: Room = { single: 160, joined: 153 };
const UCS2_ROOM: Room = { single: 70, joined: 67 };

/**
 * How a text is sent: in the GSM alphabet where all of it is in there, else in UCS-2; and in how
 * many segments, none of which ends within an escaped character or a surrogate pair.
 */
export function smsSize(text: string): SmsSize {
  const gsm = widths(text, gsmSeptets);
  if (gsm !== undefined) return { encoding: "gsm-7", segments: countSegments(gsm, GSM_ROOM) };
  const units = Array.from(text, (character) => character.length);
  return { encoding: "ucs-2", segments: countSegments(units, UCS2_ROOM) };
}

function widths(text: string, widthOf: (unit: number) => number): number[] | undefined {
  const found: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const width = widthOf(text.charCodeAt(index));
    if (width === 0) return undefined;
    found.push(width);
  }
  return found;
}

function countSegments(characters: readonly number[], room: Room): number {
  const total = characters.reduce((sum, width) => sum + width, 0);
  if (total <= room.single) return 1;
  let segments = 1;
  let used = 0;
  for (const width of characters) {
    if (used + width > room.joined) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}
