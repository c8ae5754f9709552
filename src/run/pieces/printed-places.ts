import { detailsOf } from "../../model/decision-details.ts";
import type { PieceNumber } from "../../base/units.ts";
import { defined } from "../../base/assert.ts";
import type { Host } from "../../base/host.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { AuditEntry, AuditRoot } from "../../model/audit.ts";
import type { AgainDetails, Printing } from "../../model/reprint.ts";
import {
  type ListedSheet,
  type ListedSpool,
  readControlFile,
} from "../../spool/read-control-file.ts";
import type { RunFolder } from "../folder/run-folder.ts";
import type { OpenRun, RunPlace } from "../folder/open-run.ts";

/** A re-image or reprint that was decided. */
export interface AgainEntry {
  readonly details: AgainDetails;
  /** The entry's own place in the audit log. */
  readonly root: AuditRoot;
  readonly atIso: string;
  readonly by: string;
  readonly reason: string;
}

/** The re-images and reprints of a run, by number. */
export function againEntries(entries: readonly AuditEntry[]): AgainEntry[] {
  return entries.flatMap((entry) => {
    const { seq, hash, atIso, by, reason } = entry;
    const details = detailsOf(entry, "reprint") ?? detailsOf(entry, "reimage");
    return details === undefined ? [] : [{ root: { seq, hash }, details, atIso, by, reason }];
  });
}

/** The folder of a re-image or reprint. */
export function againFolder({ reprints }: RunFolder, number: number): string {
  return `${reprints}/${String(number).padStart(3, "0")}`;
}

/** Whether the files of a re-image or reprint exist: its control file is published last. */
export function isMade({ host, folder }: RunPlace, { number, spool }: AgainDetails): boolean {
  return host.exists(`${againFolder(folder, number)}/${spool}.csv`);
}

/** A file that pieces of the run were printed from. */
export interface PrintedSpool {
  /** Without folder and extension. */
  readonly name: string;
  readonly controlFile: string;
  /** 0 for the spools of the run itself. */
  readonly number: number;
}

/** All spools of a run, and those of its re-images and reprints that are made. */
export function printedSpools(
  run: Pick<OpenRun, "host" | "folder" | "ledger">,
  entries: readonly AuditEntry[],
): PrintedSpool[] {
  const { folder, ledger } = run;
  const own = ledger.spools().map(({ name }) => {
    const path = name.replace(/\.pdf$/, "");
    const controlFile = `${folder.print}/${path}.csv`;
    return { name: path.slice(path.lastIndexOf("/") + 1), controlFile, number: 0 };
  });
  const again = againEntries(entries).filter(({ details }) => isMade(run, details));
  const made = again.map(({ details: { number, spool } }) => ({
    name: spool,
    controlFile: `${againFolder(folder, number)}/${spool}.csv`,
    number,
  }));
  return [...own, ...made];
}

/** Where the sheets of printings are. Control files are read on demand, each once. */
export class PrintedPlaces {
  readonly spools: readonly PrintedSpool[];
  readonly #host: Host;
  readonly #ledger: Ledger;
  readonly #entries: readonly AgainEntry[];
  readonly #lists = new Map<string, ListedSpool>();
  readonly #byPiece = new Map<string, Map<number, ListedSheet[]>>();
  #spoolNames: readonly string[] | undefined;

  constructor(run: Pick<OpenRun, "host" | "folder" | "ledger">, entries: readonly AuditEntry[]) {
    this.#host = run.host;
    this.#ledger = run.ledger;
    this.spools = printedSpools(run, entries);
    this.#entries = againEntries(entries);
  }

  /** The spool of a name, with or without folder and extension; undefined if there is none. */
  spool(name: string): PrintedSpool | undefined {
    const plain = name.slice(name.lastIndexOf("/") + 1).replace(/\.(pdf|csv)$/, "");
    return this.spools.find((spool) => spool.name === plain);
  }

  list({ name, controlFile }: PrintedSpool): ListedSpool {
    const known = this.#lists.get(name);
    if (known !== undefined) return known;
    const list = readControlFile(this.#host, controlFile);
    this.#lists.set(name, list);
    return list;
  }

  /** The sheets of a printing of a piece: its first, in spool `spoolIndex`, or a later one. */
  sheetsOf(
    piece: PieceNumber,
    spoolIndex: number,
    printing: Printing | undefined,
  ): { readonly spool: string; readonly sheets: readonly ListedSheet[] } {
    const spool = defined(
      this.spool(printing === undefined ? this.#spoolName(spoolIndex) : this.#againName(printing)),
      `the spool of piece ${piece}`,
    );
    const { name } = spool;
    const known = this.#byPiece.get(name);
    const byPiece = known ?? Map.groupBy(this.list(spool).pieceSheets, (sheet) => sheet.piece);
    this.#byPiece.set(name, byPiece);
    return { spool: name, sheets: byPiece.get(piece) ?? [] };
  }

  #spoolName(index: number): string {
    this.#spoolNames ??= this.#ledger.spools().map(({ name }) => name);
    return defined(this.#spoolNames[index], "a spool's name");
  }

  #againName({ reprint }: Printing): string {
    const entry = this.#entries.find(({ details }) => details.number === reprint);
    return defined(entry, `reprint ${reprint}`).details.spool;
  }
}
