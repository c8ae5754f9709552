/** Serials `first` to `first + count - 1`. */
export interface Span {
  readonly first: number;
  readonly count: number;
}

/** The spans from 1 to `last` that none of `taken` has; `taken` is in the order of `first`. */
export function gapsBetween(taken: readonly Span[], last: number): Span[] {
  const gaps: Span[] = [];
  let next = 1;
  for (const { first, count } of taken) {
    if (first > next) gaps.push({ first: next, count: first - next });
    next = Math.max(next, first + count);
  }
  if (next <= last) gaps.push({ first: next, count: last - next + 1 });
  return gaps;
}
