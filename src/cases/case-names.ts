/**
 * Gives cases names of their own: they are told apart by letters and digits alone, as they are
 * names of files and places on a page, too.
 */
export class CaseNames {
  readonly #counts = new Map<string, number>();

  /** The case, under another name if one before it has its own. */
  apart<T extends { readonly name: string }>(one: T): T {
    const count = (this.#counts.get(one.name) ?? 0) + 1;
    this.#counts.set(one.name, count);
    return count === 1 ? one : { ...one, name: `${one.name}--${count}` };
  }
}
