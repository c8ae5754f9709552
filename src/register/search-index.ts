import type { Ordinal, Serial } from "../base/units.ts";
import type { Host } from "../base/host.ts";
import { StoreError } from "../store/store-error.ts";
import { accountForm, nameWords } from "./search-folding.ts";
import { Store } from "../store/store.ts";
import type { Row, StoreKind } from "../store/store.ts";

/**
 * Names are kept as words that lead to ordinals, not in full: no name can be read back from a row.
 * The indexes are built when all rows are in, which is one sort each.
 */
const SEARCH: StoreKind = {
  words: {
    prefix: "search",
    remedy: "remove it, and rebuild it with `nightpress index`",
    makeError: (code, message) => new StoreError(code, message),
  },
  applicationId: 0x4e505358, // "NPSX"
  version: 1,
  // It can be rebuilt from the fragments and the ledger at any time.
  synchronous: "NORMAL",
  checkWhole: false,
  schema: `
    CREATE TABLE facts (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE documents (
      ordinal INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      account TEXT NOT NULL,
      reject TEXT NOT NULL
    ) STRICT;
    CREATE TABLE serials (
      serial INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      PRIMARY KEY (serial, ordinal)
    ) STRICT, WITHOUT ROWID;
    CREATE VIRTUAL TABLE names USING
      fts5(words, content = '', columnsize = 0, detail = none, tokenize = 'ascii',
        prefix = '1 2 3')`,
};

const INDEXES = `
  CREATE INDEX document_key ON documents (key);
  CREATE INDEX document_account ON documents (account) WHERE account <> ''`;

/** The names lead, in the order of their rowids, so that a reader stops at the limit. */
const BY_NAME = `
  SELECT ordinal, key, reject FROM names CROSS JOIN documents ON ordinal = names.rowid
  WHERE names MATCH ? ORDER BY names.rowid LIMIT ?`;

const IS_NAMED = "EXISTS (SELECT 1 FROM names WHERE names MATCH ? AND rowid = ordinal)";

/** A unit of input for look-ups. */
export interface SearchRow {
  readonly ordinal: Ordinal;
  readonly key: string;
  /** As in the data, or "". */
  readonly account: string;
  readonly name: string;
}

/** What an index says about itself. */
export interface SearchFacts {
  /** Changes with whatever the index was made from. */
  readonly madeFrom: string;
  readonly documents: number;
  /** Whether the job said which field is the account, and which the name. */
  readonly hasAccounts: boolean;
  readonly hasNames: boolean;
}

/** What to look up; all terms must match. */
export interface SearchTerm {
  readonly key?: string | undefined;
  readonly account?: string | undefined;
  readonly name?: string | undefined;
  readonly serial?: Serial | undefined;
  readonly ordinal?: Ordinal | undefined;
}

export interface FoundDocument {
  readonly ordinal: Ordinal;
  readonly key: string;
  /** Code of the reject that the unit ended as, or "". */
  readonly reject: string;
}

/**
 * Where the documents of a run's customers are, by key, account, name and IMb serial. It holds
 * customer data, so it stays with the run and goes when the run goes.
 */
export class SearchIndex {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Opens or creates the index; throws a `StoreError` where the file cannot be used. */
  static open(host: Host, file: string): SearchIndex {
    return new SearchIndex(new Store(host, file, SEARCH));
  }

  /** Fills a new index in one go. Rejects and serials are of units that may be in `rows` or not. */
  fill(
    rows: Iterable<SearchRow>,
    rejects: Iterable<FoundDocument>,
    serials: Iterable<readonly [serial: number, ordinal: Ordinal]>,
    facts: Omit<SearchFacts, "documents">,
  ): SearchFacts {
    return this.#store.transaction(() => {
      const documents = this.#addRows(rows);
      this.#addRejects(rejects);
      const insert = this.#store.prepare("INSERT INTO serials VALUES (?, ?)");
      for (const [serial, ordinal] of serials) insert.run(serial, ordinal);
      for (const index of INDEXES.split(";")) this.#store.run(index);
      const all = { ...facts, documents };
      this.#store.run("INSERT INTO facts VALUES ('made', ?)", JSON.stringify(all));
      return all;
    });
  }

  /** What the index says of itself; undefined for one that was never filled. */
  facts(): SearchFacts | undefined {
    const row = this.#store.row("SELECT json FROM facts WHERE name = 'made'");
    return row && (this.#store.json(row["json"]) as SearchFacts);
  }

  /**
   * The first `limit` matching documents, by ordinal. A name matches if each word of `name` begins
   * one of its words. A term with nothing to look up finds nothing.
   */
  find({ key, account, name, serial, ordinal }: SearchTerm, limit: number): FoundDocument[] {
    const [conditions, values]: [string[], (string | number)[]] = [[], []];
    const add = (condition: string, value: string | number): void => {
      conditions.push(condition);
      values.push(value);
    };
    if (ordinal !== undefined) add("ordinal = ?", ordinal);
    if (key !== undefined) add("key = ?", key);
    if (account !== undefined) {
      conditions.push("account <> ''");
      add("account = ?", accountForm(account));
    }
    if (serial !== undefined)
      add("ordinal IN (SELECT ordinal FROM serials WHERE serial = ?)", serial);
    const match = name === undefined ? undefined : matchOf(name);
    if (match === "") return [];
    if (conditions.length === 0)
      return match === undefined ? [] : this.#store.rows(BY_NAME, match, limit).map(toFound);
    // If one of the other terms is given, few documents are left, and each is compared with the
    // name.
    if (match !== undefined) add(IS_NAMED, match);
    const sql =
      `SELECT ordinal, key, reject FROM documents WHERE ${conditions.join(" AND ")} ` +
      "ORDER BY ordinal LIMIT ?";
    return this.#store.rows(sql, ...values, limit).map(toFound);
  }

  close(): void {
    this.#store.close();
  }

  #addRows(rows: Iterable<SearchRow>): number {
    const insert = this.#store.prepare("INSERT INTO documents VALUES (?, ?, ?, '')");
    const insertName = this.#store.prepare("INSERT INTO names (rowid, words) VALUES (?, ?)");
    let count = 0;
    for (const { ordinal, key, account, name } of rows) {
      insert.run(ordinal, key, accountForm(account));
      const words = nameWords(name);
      if (words.length > 0) insertName.run(ordinal, words.join(" "));
      count += 1;
    }
    return count;
  }

  #addRejects(rejects: Iterable<FoundDocument>): void {
    const insert = this.#store.prepare(
      `INSERT INTO documents VALUES (?, ?, '', ?)
      ON CONFLICT (ordinal) DO UPDATE SET reject = excluded.reject`,
    );
    for (const { ordinal, key, reject } of rejects) insert.run(ordinal, key, reject);
  }
}

/** An FTS5 query for words that begin so; "" where there are none. */
function matchOf(name: string): string {
  return nameWords(name)
    .map((word) => `"${word}"*`)
    .join(" ");
}

function toFound(row: Row): FoundDocument {
  return {
    ordinal: Number(row["ordinal"]),
    key: String(row["key"]),
    reject: String(row["reject"]),
  };
}
