import type { Ordinal } from "../../base/units.ts";
import { assert, defined } from "../../base/assert.ts";
import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import { Register } from "../../register/register.ts";
import type { SpoolPlan } from "../../model/piece.ts";
import type { Printing, ReimageDetails, ReprintDetails } from "../../model/reprint.ts";
import { csvText } from "../../spool/csv-row.ts";
import type { ListedSheet } from "../../spool/read-control-file.ts";
import { enterMade } from "./enter-reprint.ts";
import { isFinished } from "../../run/pieces/reprint-files.ts";
import { numbersOf } from "../../run/pieces/number-ranges.ts";
import { type AgainEntry, againFolder, PrintedPlaces } from "../../run/pieces/printed-places.ts";
import { reimageNotice, reprintNotice, type WorkRow } from "./reprint-notice.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";
import { type RepeatedPiece, repeatedPlan, storedPlaces } from "../../run/pieces/stored-pieces.ts";
import { openReassembly, type Reassembly } from "../../work/reassembly.ts";

const WASTE_COLUMNS = ["spool", "sheet", "piece", "generation", "cause"];

/** A sheet that must be destroyed. */
interface WastedSheet {
  readonly spool: string;
  readonly sheet: ListedSheet;
  readonly cause: string;
}

/**
 * Makes the missing files of re-images and reprints that were decided: list of waste, spool and,
 * last, control file; then enters their hashes. All follow from the decision and from the run's
 * files, so what a crash interrupted comes out the same.
 */
export class ReprintMaker {
  readonly #desk: DecisionSession;
  #run: Reassembly | undefined;

  constructor(desk: DecisionSession) {
    this.#desk = desk;
  }

  async make(entry: AgainEntry): Promise<void> {
    const { audit } = this.#desk;
    const { details } = entry;
    // Files that exist but are not entered are made again, so that nothing else can be entered.
    if (isFinished(this.#desk, audit.entries, details)) return;
    const places = new PrintedPlaces(this.#desk, audit.entries);
    if (details.kind === "reprint") await this.#reprint(entry, details, places);
    else await this.#reimage(entry, details, places);
    enterMade(this.#desk, details);
  }

  close(): void {
    this.#run?.close();
  }

  async #reprint(entry: AgainEntry, details: ReprintDetails, places: PrintedPlaces): Promise<void> {
    const { ledger } = this.#desk;
    const rows = rowsByNumber(ledger.piecesOfNumbers(details.pieces.map(({ piece }) => piece)));
    const before = printingsByName(ledger.printings());
    const work: WorkRow[] = [];
    const wasted: WastedSheet[] = [];
    for (const reprinted of details.pieces) {
      const { piece, generation, cause } = reprinted;
      const row = defined(rows.get(piece), `piece ${piece}`);
      const printing = before.get(`${piece}/${generation - 1}`);
      const { spool, sheets } = places.sheetsOf(piece, row.spool, printing);
      assert(sheets.length === row.sheets, `the control file lacks sheets of piece ${piece}`);
      work.push({ ...reprinted, sheets: row.sheets, spool, first: sheets[0] as ListedSheet });
      wasted.push(...sheets.map((sheet) => ({ spool, sheet, cause })));
    }
    this.#enterVoids(entry, details, rows, before);
    const pieces = details.pieces.map((one) => ({ ...one, pieceNumber: one.piece }));
    const naming = {
      name: details.spool,
      stream: { name: "hand-work", addressClass: "machinable", sheetsMin: 1, sheetsMax: 9999 },
      index: this.#spoolIndex(details.number),
    } as const;
    const plan = await this.#plan(pieces, naming);
    this.#write(entry, wasted, await this.#stored(), {
      ...plan,
      notice: reprintNotice(details, work),
    });
  }

  async #reimage(entry: AgainEntry, details: ReimageDetails, places: PrintedPlaces): Promise<void> {
    const { ledger } = this.#desk;
    const { from, to, number } = details;
    const spool = defined(places.spool(details.of), `spool ${details.of}`);
    const list = places.list(spool);
    const inRange = list.pieceSheets.filter(({ sheet }) => sheet >= from && sheet <= to);
    const imaged = new Set(numbersOf(details.pieces));
    const voided = new Set(numbersOf(details.voided));
    const wasted = inRange
      .filter(({ piece }) => !voided.has(piece))
      .map((sheet) => {
        const cause = imaged.has(sheet.piece) ? "jam" : "pulled";
        return { spool: spool.name, sheet, cause };
      });
    assert(wasted.length === details.wastedSheets, "the sheets wasted are not those decided");
    const rows = rowsByNumber(ledger.piecesOfNumbers(imaged));
    const printings = printingsByName(ledger.printings());
    const generations = new Map(inRange.map(({ piece, generation }) => [piece, generation]));
    const pieces = [...generations].flatMap(([pieceNumber, generation]) => {
      if (!imaged.has(pieceNumber)) return [];
      const row = defined(rows.get(pieceNumber), `piece ${pieceNumber}`);
      const serial = printings.get(`${pieceNumber}/${generation}`)?.serial ?? row.serial;
      return [{ pieceNumber, ordinal: row.ordinal, generation, serial }];
    });
    const stream = {
      name: list.stream,
      addressClass: "machinable",
      sheetsMin: 1,
      sheetsMax: 9999,
    } as const;
    const naming = { name: details.spool, stream, index: this.#spoolIndex(number) };
    const plan = await this.#plan(pieces, naming);
    this.#write(entry, wasted, await this.#stored(), {
      ...plan,
      notice: reimageNotice(details, imaged.size),
    });
  }

  async #plan(
    pieces: readonly (Omit<RepeatedPiece, "place"> & { readonly ordinal: Ordinal })[],
    naming: Parameters<typeof repeatedPlan>[1],
  ): Promise<SpoolPlan> {
    const { ledger } = this.#desk;
    const ordinals = pieces.map(({ ordinal }) => ordinal);
    const known = ledger.shardsDone();
    const found = storedPlaces(this.#desk, "print", ordinals, known);
    const repeated = pieces.map(({ ordinal, pieceNumber, serial, generation }) => {
      const place = defined(found.get(ordinal), `the stored pages of piece ${pieceNumber}`);
      return { place, pieceNumber, serial, generation };
    });
    return repeatedPlan(repeated, naming);
  }

  #write(
    { details, root }: AgainEntry,
    wasted: readonly WastedSheet[],
    run: Reassembly,
    plan: SpoolPlan,
  ): void {
    const { host, folder } = this.#desk;
    const outFolder = againFolder(folder, details.number);
    makeDurableFolder(host, outFolder);
    writeFileAtomic(host, `${outFolder}/waste.csv`, wasteText(wasted));
    run.assemble(plan, { outFolder }, root);
  }

  /** The register records what is void before its replacement can be printed. */
  #enterVoids(
    { atIso }: AgainEntry,
    { pieces }: ReprintDetails,
    rows: ReadonlyMap<number, PieceRow>,
    before: ReadonlyMap<string, Printing>,
  ): void {
    const { host, frozen } = this.#desk;
    const { job, runId } = frozen;
    if (job.mode !== "production") return;
    const voids = pieces.map(({ piece, generation, cause }) => {
      const printing = before.get(`${piece}/${generation - 1}`);
      const serial = printing?.serial ?? defined(rows.get(piece), `piece ${piece}`).serial;
      const voided = { runId, pieceNumber: piece, generation: generation - 1 };
      return { ...voided, serial, cause, voidedAtIso: atIso };
    });
    Register.with(host, job.registerFile, (register) => register.voids.record(voids));
  }

  /** A number of its own for the furniture's marks, behind those of the run's spools. */
  #spoolIndex(number: number): number {
    return this.#desk.ledger.spools().length + number - 1;
  }

  async #stored(): Promise<Reassembly> {
    this.#run ??= await openReassembly(this.#desk);
    return this.#run;
  }
}

function rowsByNumber(rows: readonly PieceRow[]): Map<number, PieceRow> {
  return new Map(rows.map((row) => [row.pieceNumber, row]));
}

function printingsByName(printings: readonly Printing[]): Map<string, Printing> {
  return new Map(printings.map((one) => [`${one.piece}/${one.generation}`, one]));
}

function wasteText(wasted: readonly WastedSheet[]): Uint8Array {
  const rows = wasted.map(({ spool, sheet: { sheet, piece, generation }, cause }) => [
    spool,
    sheet,
    piece,
    generation,
    cause,
  ]);
  return csvText([WASTE_COLUMNS, ...rows]);
}
