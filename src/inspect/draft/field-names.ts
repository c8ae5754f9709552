import { isVariableName } from "../../layout/data-declaration.ts";

/** Gives columns the names of fields, each once. */
export class FieldNames {
  readonly #taken = new Set<string>();

  /** The name of a field for a column: small letters, digits and underscores. */
  of(column: string): string {
    const plain = column
      .normalize("NFKD")
      .replaceAll(/([a-z\d])([A-Z])/g, "$1_$2")
      .replaceAll(/[^A-Za-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .toLowerCase();
    const name = isVariableName(plain) ? plain : `field_${plain || "x"}`;
    let free = name;
    for (let nth = 2; this.#taken.has(free); nth += 1) free = `${name}_${nth}`;
    this.#taken.add(free);
    return free;
  }

  /** Keeps a name for what is no column. */
  take(name: string): string {
    this.#taken.add(name);
    return name;
  }
}
