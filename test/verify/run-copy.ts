import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { type Breach, resumeRun, verifyStoredRun } from "../../src/index.ts";
import { channelCode } from "../../src/ledger/channel-code.ts";
import { type BatchMessage, readBatch } from "../e2e/batches.ts";
import { inProcess } from "../kit/in-process.ts";
import { piecesOf, type SpoolPiece } from "../e2e/spool-reader.ts";
import { writeBatch } from "./edit-batch.ts";
import { FragmentEditor } from "./edit-fragment.ts";
import { SpoolEditor } from "./edit-spool.ts";

type Value = string | number;

/** A spool of a run. */
export interface SpoolPlace {
  readonly index: number;
  /** Below the run's folder, as breaches name it. */
  readonly file: string;
  readonly controlFile: string;
  readonly pieces: readonly SpoolPiece[];
}

/** A document on paper, as the ledger has it. */
export interface PieceInLedger {
  readonly ordinal: number;
  readonly piece: number;
  readonly serial: number;
}

interface FrozenScan {
  readonly job: { readonly registerFile: string };
  readonly scan: {
    readonly shards: readonly { readonly index: number; readonly firstOrdinal: number }[];
  };
}

/**
 * A copy of a finished run, to be changed in ways that nobody sees from outside: whoever changes a
 * spool, batch or fragment here changes the hashes of it in ledger, control file and ticket, too.
 */
export class RunCopy {
  readonly out: string;

  constructor(original: string, copy: string) {
    cpSync(original, copy, { recursive: true });
    this.out = copy;
  }

  spool(index: number): SpoolPlace {
    const [row] = this.rows("SELECT name FROM spools WHERE spool = ?", index);
    const file = `print/${String(row?.["name"])}`;
    const controlFile = file.replace(/\.pdf$/, ".csv");
    return { index, file, controlFile, pieces: piecesOf(this.path(file)) };
  }

  /** The documents of a spool in its order. */
  documents(index: number): PieceInLedger[] {
    const query = "SELECT * FROM pieces WHERE channel = 0 AND spool = ? ORDER BY first_sheet";
    return this.rows(query, index).map((row) => ({
      ordinal: Number(row["ordinal"]),
      piece: Number(row["piece_number"]),
      serial: Number(row["serial"]),
    }));
  }

  /** The shard that a document was composed in. */
  shardOf({ ordinal }: PieceInLedger): number {
    const { scan } = JSON.parse(readFileSync(this.path("job.json"), "utf8")) as FrozenScan;
    return scan.shards.findLast(({ firstOrdinal }) => firstOrdinal <= ordinal)?.index ?? 0;
  }

  path(file: string): string {
    return `${this.out}/${file}`;
  }

  /** Asks the ledger. */
  rows(query: string, ...values: Value[]): Record<string, unknown>[] {
    return this.#ledger((db) => db.prepare(query).all(...values) as Record<string, unknown>[]);
  }

  /** Changes rows of the ledger; there must be some. */
  sql(statement: string, ...values: Value[]): void {
    const { changes } = this.#ledger((db) => db.prepare(statement).run(...values));
    if (changes === 0) throw new Error(`no row was changed by ${statement}`);
  }

  editSpool({ index, file, controlFile }: SpoolPlace, change: (spool: SpoolEditor) => void): void {
    const spool = new SpoolEditor(this.path(file));
    change(spool);
    const { bytes, sha256 } = spool.save(this.path(file));
    const [known] = this.rows("SELECT sha256 FROM spools WHERE spool = ?", index);
    this.sql("UPDATE spools SET bytes = ?, sha256 = ? WHERE spool = ?", bytes, sha256, index);
    for (const list of [controlFile, file.replace(/\.pdf$/, ".ticket.json")])
      this.editText(list, (text) => text.replace(String(known?.["sha256"]), sha256));
  }

  /** The spool, to be taken from and not to be changed. */
  open({ file }: SpoolPlace): SpoolEditor {
    return new SpoolEditor(this.path(file));
  }

  editText(file: string, change: (text: string) => string): void {
    const text = readFileSync(this.path(file), "utf8");
    const changed = change(text);
    if (changed === text) throw new Error(`${file} was not changed`);
    writeFileSync(this.path(file), changed);
  }

  /** The only batch of a channel. */
  batchFile(channel: "email" | "sms"): string {
    const query = "SELECT name FROM batches WHERE channel = ?";
    return `${channel}/${String(this.rows(query, channelCode(channel))[0]?.["name"])}`;
  }

  indexFile(channel: "email" | "sms"): string {
    return this.batchFile(channel).replace(/\.[^./]*$/, ".csv");
  }

  editBatch(
    channel: "email" | "sms",
    change: (messages: BatchMessage[]) => readonly BatchMessage[],
  ): void {
    const path = this.path(this.batchFile(channel));
    const { count, bytes, sha256 } = writeBatch(path, change(readBatch(path)));
    const statement = "UPDATE batches SET count = ?, bytes = ?, sha256 = ? WHERE channel = ?";
    this.sql(statement, count, bytes, sha256, channelCode(channel));
  }

  editFragment(shard: number, change: (fragment: FragmentEditor) => void): void {
    const [row] = this.rows("SELECT fragment FROM shards WHERE shard = ?", shard);
    const path = this.path(`shards/${String(row?.["fragment"])}`);
    const fragment = new FragmentEditor(path);
    change(fragment);
    this.sql("UPDATE shards SET checksum = ? WHERE shard = ?", fragment.save(path), shard);
  }

  /** Assembles spools and batches once more, of the fragments as they are now. */
  async assembleAgain(): Promise<void> {
    const made = ["ledger.db", "print", "email", "sms", "rejects", "reports", "assembly.json"];
    for (const name of made) rmSync(this.path(name), { recursive: true, force: true });
    await inProcess(() => resumeRun(this.out, { workers: 1, verify: false }));
  }

  /** What the verifier finds, which here does without threads: they only take time to start. */
  async breaches(): Promise<readonly Breach[]> {
    const putBack = this.registerKept();
    const report = await inProcess(() => verifyStoredRun(this.out, { workers: 1, raster: 0 }));
    putBack();
    if (report.verification === undefined) throw new Error("the run was not verified");
    return report.verification.breaches;
  }

  /**
   * Puts the register back as it is now. It is one for all copies, and is told what was found in a
   * run: the next copy, which knows nothing of that, would then have a log that was cut.
   */
  registerKept(): () => void {
    const { job } = JSON.parse(readFileSync(this.path("job.json"), "utf8")) as FrozenScan;
    const { registerFile } = job;
    if (!existsSync(registerFile)) return () => rmSync(registerFile, { force: true });
    const bytes = readFileSync(registerFile);
    return () => writeFileSync(registerFile, bytes);
  }

  #ledger<T>(work: (db: DatabaseSync) => T): T {
    const db = new DatabaseSync(this.path("ledger.db"));
    try {
      return work(db);
    } finally {
      db.close();
    }
  }
}
