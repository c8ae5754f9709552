const CACHE_MAX = 2000;

interface TallyBy {
  /** What values have in common that have the same forms. */
  readonly shapeOf?: (value: string) => string;
  /** What forms have in common that are no different reading. */
  readonly same?: (form: string) => string;
}

const itself = (text: string): string => text;

/** Which forms the values of a column fit, and which values fit only some of them. */
export class FormTally {
  readonly #formsOf: (value: string) => readonly string[];
  readonly #shapeOf: (value: string) => string;
  readonly #same: (form: string) => string;
  readonly #cache = new Map<string, readonly string[]>();
  readonly #counts = new Map<string, number>();
  /** Values that fit a form and not another, and the line of the first, by both forms. */
  readonly #only = new Map<string, { count: number; line: number }>();

  constructor(formsOf: (value: string) => readonly string[], how: TallyBy = {}) {
    this.#formsOf = formsOf;
    this.#shapeOf = how.shapeOf ?? itself;
    this.#same = how.same ?? itself;
  }

  add(value: string, line: number): void {
    const forms = this.#known(value);
    const isDecided = new Set(forms.map(this.#same)).size === 1;
    for (const form of forms) {
      this.#counts.set(form, (this.#counts.get(form) ?? 0) + 1);
      if (isDecided) this.#note(form, line);
    }
  }

  /** Forms with the number of values that fit them, the most frequent first. */
  get forms(): readonly (readonly [form: string, count: number])[] {
    return [...this.#counts].sort((a, b) => b[1] - a[1]);
  }

  /** Values that fit this form alone, and where the first of them is. */
  decided(form: string): { readonly count: number; readonly line: number } {
    return this.#only.get(form) ?? { count: 0, line: 0 };
  }

  #note(form: string, line: number): void {
    const known = this.#only.get(form);
    if (known === undefined) this.#only.set(form, { count: 1, line });
    else known.count += 1;
  }

  #known(value: string): readonly string[] {
    const shape = this.#shapeOf(value);
    const known = this.#cache.get(shape);
    if (known !== undefined) return known;
    const forms = this.#formsOf(value);
    if (this.#cache.size < CACHE_MAX) this.#cache.set(shape, forms);
    return forms;
  }
}
