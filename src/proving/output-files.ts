import type { ShardIndex } from "../base/units.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Breach } from "../model/verification.ts";
import { CHANNEL_FACTS } from "../model/channel.ts";
import { fileHash } from "../base/file-hash.ts";
import { filesBelow } from "../run/folder/files-below.ts";
import { filesEntered } from "../run/pieces/reprint-files.ts";
import { reprintFiles } from "../run/pieces/reprint-files.ts";
import { type AgainEntry, isMade } from "../run/pieces/printed-places.ts";
import { fragmentPath, outputFolders, type RunFolder } from "../run/folder/run-folder.ts";
import type { OpenRun, RunPlace } from "../run/folder/open-run.ts";

/** Incomplete files have names that nothing else uses. */
const BEGUN = /\.partial$/;

/** The findings on the files that a run must have. */
export interface OutputFiles {
  readonly breaches: readonly Breach[];
  /** Spools and batches, by their paths in the run's folder, that cannot be read completely. */
  readonly unusable: ReadonlySet<string>;
  /** Re-images and reprints that were decided but not made. */
  readonly unmade: readonly AgainEntry[];
  /**
   * Re-images and reprints that are complete, but a crash came before their hashes were entered.
   */
  readonly unentered: readonly AgainEntry[];
}

/** Checks the files in a run's folder against those in its ledger and decisions. */
export function outputFiles(
  run: Pick<OpenRun, "host" | "folder" | "ledger">,
  entries: readonly AuditEntry[],
  again: readonly AgainEntry[],
): OutputFiles {
  const { host, folder, ledger } = run;
  const made = again.filter(
    ({ details }) => isMade(run, details) || filesEntered(entries, details.number) !== undefined,
  );
  const unmade = again.filter((entry) => !made.includes(entry));
  const outputs = [...ledgerOutputs(ledger), ...made.map((entry) => againOutput(folder, entry))];
  // The next reprint completes what a crash left.
  const begun = new Set(unmade.flatMap(({ details }) => reprintFiles(folder, details)));
  const known = new Set(outputs.flatMap(({ data, others }) => [data, ...others]));
  const fragments = [...ledger.shardsDone().keys()].map((index) => below(folder, index));
  const missing = [...known, ...fragments].filter((file) => !host.exists(`${folder.root}/${file}`));
  const gone = new Set(missing);
  const pulls = pullLists(outputs, entries);
  const unknown = filesThere(run).filter(
    (file) => !known.has(file) && !begun.has(file) && !pulls.has(file) && !BEGUN.test(file),
  );
  return {
    breaches: [
      ...missing.map(missingFile),
      ...unknown.map(unknownFile),
      ...changedFiles(run, made, entries),
    ],
    unusable: new Set(
      outputs
        .filter(({ data, others }) => [data, ...others].some((file) => gone.has(file)))
        .map(({ data }) => data),
    ),
    unmade,
    unentered: made.filter(({ details }) => filesEntered(entries, details.number) === undefined),
  };
}

/** A spool or batch, with the files beside it. */
interface OutputPaths {
  readonly data: string;
  readonly others: readonly string[];
}

function ledgerOutputs(ledger: Ledger): OutputPaths[] {
  const spools = ledger.spools().map(({ name }) => {
    const path = `print/${name.replace(/\.pdf$/, "")}`;
    return { data: `${path}.pdf`, others: [`${path}.csv`, `${path}.ticket.json`] };
  });
  const batches = ledger.batches().map(({ channel, name }) => {
    const { extension } = CHANNEL_FACTS[channel];
    const path = `${channel}/${name.slice(0, name.length - extension.length - 1)}`;
    return { data: `${channel}/${name}`, others: [`${path}.csv`] };
  });
  return [...spools, ...batches];
}

function againOutput(folder: RunFolder, { details }: AgainEntry): OutputPaths {
  const [data, ...others] = reprintFiles(folder, details);
  return { data, others };
}

/** Lists of re-images and reprints that differ from those made; spools are read elsewhere. */
function changedFiles(
  { host, folder }: RunPlace,
  made: readonly AgainEntry[],
  entries: readonly AuditEntry[],
): Breach[] {
  return made.flatMap(({ details }) => {
    const [, ...lists] = reprintFiles(folder, details);
    const [, ...wanted] = filesEntered(entries, details.number) ?? [];
    return lists.flatMap((file, index) => {
      const path = `${folder.root}/${file}`;
      const hash = wanted[index]?.sha256;
      if (hash === undefined || !host.exists(path) || fileHash(host, path) === hash) return [];
      return [changedFile(file)];
    });
  });
}

/** Pull lists, which a decision may have put beside any spool or batch. */
function pullLists(
  outputs: readonly OutputPaths[],
  entries: readonly AuditEntry[],
): ReadonlySet<string> {
  const pulls = entries.filter(({ action }) => action === "pull").map(({ seq }) => seq);
  return new Set(
    outputs.flatMap(({ others: [list = ""] }) =>
      pulls.map((seq) => list.replace(/\.csv$/, `-pull-${String(seq).padStart(3, "0")}.csv`)),
    ),
  );
}

function filesThere({ host, folder }: RunPlace): string[] {
  const places = [...outputFolders(folder), folder.reprints];
  const paths = places.flatMap((path) => filesBelow(host, path));
  return paths.map((path) => path.slice(folder.root.length + 1));
}

function below(folder: RunFolder, shard: ShardIndex): string {
  return fragmentPath(folder, shard).slice(folder.root.length + 1);
}

function missingFile(file: string): Breach {
  const message = "The ledger or the audit log has it, but it is missing.";
  return { code: "verify.file-missing", message, file };
}

function changedFile(file: string): Breach {
  const message = "The file's SHA-256 is not the one entered when it was made.";
  return { code: "verify.wrong-hash", message, file };
}

function unknownFile(file: string): Breach {
  const message = "Neither the ledger nor a decision knows it: it must not be printed or sent.";
  return { code: "verify.unknown-file", message, file };
}
