import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { sha256 } from "../../src/base/hash.ts";
import type { Breach, SpoolExpectation } from "../../src/model/verification.ts";
import { SpoolEditor } from "./edit-spool.ts";
import { type VerifiedRun, verifiedRun } from "./verified-run.ts";

/**
 * Edits single spools of a finished run, each in a copy of it alone, and has the verifier read
 * them: with the hashes in control file, ticket and ledger put right, as by a fault of the writer.
 */
export class EditedSpools {
  readonly run: VerifiedRun;
  readonly #out: string;
  readonly #folder: string;

  /** Copies are made below `folder`. */
  constructor(out: string, folder: string) {
    this.run = verifiedRun(out);
    this.#out = out;
    this.#folder = folder;
  }

  /** The run's own spool with the most pages. */
  largest(): SpoolExpectation {
    const own = this.run.spools.filter(({ index }) => index >= 0);
    return own.reduce((most, one) => (one.pages > most.pages ? one : most));
  }

  open(spool: SpoolExpectation): SpoolEditor {
    return new SpoolEditor(`${this.#out}/${spool.file}`);
  }

  /** What the verifier finds in the spool after a change; `raw` changes the bytes of the file. */
  breaches(
    spool: SpoolExpectation,
    change: (pdf: SpoolEditor) => void,
    raw: (bytes: Buffer) => Buffer = (bytes) => bytes,
  ): readonly Breach[] {
    const root = mkdtempSync(`${this.#folder}/edited-`);
    symlinkSync(`${this.#out}/shards`, `${root}/shards`);
    const ticket = spool.file.replace(/\.pdf$/, ".ticket.json");
    mkdirSync(dirname(`${root}/${spool.file}`), { recursive: true });
    for (const file of [spool.controlFile, ticket])
      copyFileSync(`${this.#out}/${file}`, `${root}/${file}`);
    const before = readFileSync(`${this.#out}/${spool.file}`);
    const editor = this.open(spool);
    change(editor);
    const path = `${root}/${spool.file}`;
    editor.save(path);
    const bytes = raw(readFileSync(path));
    writeFileSync(path, bytes);
    const [was, is] = [sha256(before), sha256(bytes)];
    for (const file of [spool.controlFile, ticket]) {
      const text = readFileSync(`${root}/${file}`, "utf8");
      writeFileSync(`${root}/${file}`, text.replace(was, is));
    }
    return this.run.verify({ ...spool, bytes: bytes.length, sha256: is }, root).breaches;
  }
}
