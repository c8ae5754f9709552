import type { Person, ShopRules } from "../model/person.ts";
import type { Store } from "../store/store.ts";

export const SHOP_TABLES = `
    CREATE TABLE shop_people (
      place INTEGER PRIMARY KEY CHECK (place = 1),
      file TEXT NOT NULL,
      people TEXT NOT NULL,
      rules TEXT NOT NULL
    ) STRICT;`;

/** What a register knows of the people of its shop, and where their file lies. */
export interface KnownPeople {
  readonly file: string;
  readonly people: readonly Person[];
  /** Undefined for a shop without rules. */
  readonly rules: ShopRules | undefined;
}

/**
 * The people and rules of the shop that a register is of, so that they hold where a command names
 * the register alone.
 */
export class RegisterShop {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  keepPeople({ file, people, rules }: KnownPeople): void {
    this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO shop_people VALUES (1, ?, ?, ?) ON CONFLICT (place) DO UPDATE SET
          file = excluded.file, people = excluded.people, rules = excluded.rules`,
        file,
        JSON.stringify(people),
        JSON.stringify(rules ?? null),
      ),
    );
  }

  /** Undefined where no shop with people has used the register. */
  people(): KnownPeople | undefined {
    const row = this.#store.row("SELECT * FROM shop_people");
    if (row === undefined) return undefined;
    const people: readonly Person[] = JSON.parse(String(row["people"]));
    const rules: ShopRules | null = JSON.parse(String(row["rules"]));
    return { file: String(row["file"]), people, rules: rules ?? undefined };
  }
}
