import type { NamedKind } from "../base/yaml-code.ts";
import { suggest } from "../base/nearest-name.ts";
import { listHint } from "../yaml/suggest.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

/**
 * Things that a layout declares by name, in order. A name whose declaration is faulty is recorded
 * as such, so that its uses are not reported too.
 */
export class NameTable<T> {
  readonly items: T[];
  /** The names that something uses. */
  readonly used = new Set<string>();
  readonly #indexByName: Map<string, number>;
  /** What messages call one of them, such as `style`. */
  readonly #what: NamedKind;

  /** With another table, its items are the same list, to which both may add. */
  constructor(what: NamedKind, other?: NameTable<T>) {
    this.#what = what;
    this.items = other === undefined ? [] : other.items;
    this.#indexByName = new Map(other === undefined ? [] : other.#indexByName);
  }

  add(name: string, item: T): number {
    this.#indexByName.set(name, this.items.push(item) - 1);
    return this.items.length - 1;
  }

  /** Adds what no name leads to, such as a variant of an item. */
  addUnnamed(item: T): number {
    return this.items.push(item) - 1;
  }

  addFaulty(name: string): void {
    this.#indexByName.set(name, -1);
  }

  get names(): string[] {
    return [...this.#indexByName.keys()];
  }

  has(name: string): boolean {
    return this.#indexByName.has(name);
  }

  /** The index of a name used at `path`; -1, and reported, if there is no such name. */
  indexOf(source: YamlSource, path: Path, name: string, offset?: number): number {
    const index = this.#indexByName.get(name);
    this.used.add(name);
    if (index !== undefined) return index;
    const what = this.#what;
    const hint = suggest(name, this.names) ?? listHint(`${what}s`, this.names);
    const message = `There is no ${what} \`${name}\`; declare it or use another.`;
    source.report(`unknown-${what}`, path, message, {
      hint,
      ...(offset !== undefined && { offset }),
    });
    return -1;
  }
}
