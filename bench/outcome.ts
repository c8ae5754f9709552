/** A figure that must not be worse than a bound. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly bound: number;
  readonly kind: "at least" | "at most";
  readonly met: boolean;
}

export function atLeast(name: string, value: number, bound: number): Target {
  return { name, value, bound, kind: "at least", met: value >= bound };
}

export function atMost(name: string, value: number, bound: number): Target {
  return { name, value, bound, kind: "at most", met: value <= bound };
}

/** What a subject found. */
export interface SubjectOutcome {
  /** Tables to print, each with a heading. */
  readonly tables: readonly { readonly title: string; readonly text: string }[];
  /** Figures by name, for the history. */
  readonly figures: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly targets: readonly Target[];
}
