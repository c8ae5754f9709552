import type { SheetCount } from "../../base/units.ts";
import { type Host, HostError } from "../../base/host.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { Register } from "../../register/register.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { BalanceLine } from "../../model/run-report.ts";
import { BAD_LIST } from "../../spool/read-control-file.ts";
import { againEntries, againFolder, PrintedPlaces } from "./printed-places.ts";
import { standingPrintings } from "./reprint-draft.ts";
import type { BookedRun, OpenRun } from "../folder/open-run.ts";

/** The sums of the control files and waste lists on disk. */
interface Printed {
  /** Pieces by generation in the spools of the run and in reprints, without re-images. */
  readonly piecesByGeneration: readonly number[];
  /** Sheets of pieces in all files. */
  readonly sheets: SheetCount;
  /** Sheets that must be destroyed, and of them those of pulled pieces, which are not replaced. */
  readonly wastedSheets: number;
  readonly pulledSheets: number;
}

/**
 * The sums of what was printed, see `printingSums`. A control file that is none is a sum that does
 * not hold: what is told of a run, and decided about it, must not end over that.
 */
export function readPrintingSums(run: BookedRun, entries: readonly AuditEntry[]): BalanceLine[] {
  try {
    return printingSums(run, entries);
  } catch (error) {
    if (!(error instanceof HostError && error.code === BAD_LIST)) throw error;
    const file = error.path.slice(run.folder.root.length + 1);
    return [line(`rows of ${file} can be read: put it back from a copy`, 0, 1)];
  }
}

/**
 * Checks what was printed, by the control files, against the ledger's standing and void pieces:
 * pieces by generation, sheets, and serials, each of which may stand only once.
 */
function printingSums(run: BookedRun, entries: readonly AuditEntry[]): BalanceLine[] {
  const { host, frozen, ledger } = run;
  const printed = printedOf(run, entries);
  const printings = ledger.printings();
  const standing = standingPrintings(ledger);
  const standingByGeneration: number[] = [];
  const serials: number[] = [];
  let sheets = 0;
  for (const { index } of ledger.spools())
    for (const row of ledger.piecesOfSpool(index)) {
      const printing = standing.get(row.pieceNumber);
      const generation = printing?.generation ?? 0;
      standingByGeneration[generation] = (standingByGeneration[generation] ?? 0) + 1;
      sheets += row.sheets;
      const serial = printing?.serial ?? row.serial;
      if (serial >= 0) serials.push(serial);
    }
  const generations = Math.max(printed.piecesByGeneration.length, standingByGeneration.length);
  const lines = Array.from({ length: generations }, (_, generation) => {
    const voided = printings.filter((one) => one.generation === generation + 1).length;
    const right = (standingByGeneration[generation] ?? 0) + voided;
    const what = `pieces of printing ${generation} = standing + void`;
    return line(what, printed.piecesByGeneration[generation] ?? 0, right);
  });
  const wasted = printed.wastedSheets - printed.pulledSheets;
  lines.push(line("sheets printed = standing + wasted", printed.sheets, sheets + wasted));
  lines.push(line("serials of standing pieces, each once", serials.length, new Set(serials).size));
  const { job, runId } = frozen;
  if (job.mode === "production" && printings.length > 0)
    Register.with(host, job.registerFile, ({ voids }) =>
      lines.push(
        line("printings void = void in the register", printings.length, voids.of(runId).length),
      ),
    );
  return lines;
}

function printedOf(
  run: Pick<OpenRun, "host" | "folder" | "ledger">,
  entries: readonly AuditEntry[],
): Printed {
  const { host, folder } = run;
  const places = new PrintedPlaces(run, entries);
  const again = new Map(againEntries(entries).map(({ details }) => [details.number, details]));
  const piecesByGeneration: number[] = [];
  let sheets = 0;
  for (const spool of places.spools) {
    const { pieceSheets } = places.list(spool);
    sheets += pieceSheets.length;
    if (again.get(spool.number)?.kind === "reimage") continue;
    const pieces = new Map(pieceSheets.map(({ piece, generation }) => [piece, generation]));
    for (const generation of pieces.values())
      piecesByGeneration[generation] = (piecesByGeneration[generation] ?? 0) + 1;
  }
  const waste = [...again.keys()].flatMap((number) =>
    wasteRows(host, `${againFolder(folder, number)}/waste.csv`),
  );
  // The sheets of a pulled piece count as waste only once, however often its spool jams.
  const pulled = waste.filter((row) => row.endsWith(",pulled"));
  const pulledSheets = new Set(pulled).size;
  const wastedSheets = waste.length - pulled.length + pulledSheets;
  return { piecesByGeneration, sheets, wastedSheets, pulledSheets };
}

function wasteRows(host: Host, file: string): string[] {
  return utf8Text(host.readFile(file)).split("\r\n").slice(1, -1);
}

function line(what: string, left: number, right: number): BalanceLine {
  return { stage: "reprint", what, left, right, ok: left === right };
}
