/**
 * A length in integer millipoints (1/1000 of a PostScript point, 1/72000 inch). All layout
 * arithmetic is done in these; there is no epsilon anywhere.
 */
export type Mpt = number;

/** Content streams are written in hundredths of a point, so that coordinates are short integers. */
export const MPT_PER_CPT = 10;

const MPT_PER_UNIT = { pt: 1000, in: 72_000, mm: 72_000 / 25.4, cm: 72_000 / 2.54 } as const;
const LENGTH = /^(-?\d+(?:\.\d+)?)\s*(pt|in|mm|cm)?$/;

/**
 * A length such as `12pt`, `0.5in`, `10mm` or a bare number of points, as millipoints rounded to
 * the nearest integer; undefined where the text is not a length.
 */
export function parseLength(text: string | number): Mpt | undefined {
  const match = LENGTH.exec(String(text).trim());
  if (match === null) return undefined;
  const unit = (match[2] ?? "pt") as keyof typeof MPT_PER_UNIT;
  return Math.round(Number(match[1]) * MPT_PER_UNIT[unit]);
}

export function inches(count: number): Mpt {
  return Math.round(count * MPT_PER_UNIT.in);
}

export function points(count: number): Mpt {
  return Math.round(count * MPT_PER_UNIT.pt);
}

export function mm(count: number): Mpt {
  return Math.round(count * MPT_PER_UNIT.mm);
}
