import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import {
  repeatedPlan,
  type StoredPlace,
  storedPlaces,
} from "../../src/run/pieces/stored-pieces.ts";
import { openReassembly, type Reassembly } from "../../src/work/reassembly.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { PieceRow } from "../../src/ledger/ledger-view.ts";
import { filesBelow } from "./e2e-run.ts";
import { finishedRun } from "./finished-runs.ts";
import { piecesOf, type SpoolPiece, SpoolReader } from "./spool-reader.ts";

const host = new NodeHost();

let out: string;
let run: Reassembly;
let rows: readonly PieceRow[];
let originals: ReadonlyMap<number, SpoolPiece>;
let places: ReadonlyMap<number, StoredPlace>;

beforeAll(async () => {
  ({ out } = await finishedRun("night"));
  const folder = runFolder(out);
  const frozen = readFrozenRun({ host, folder });
  const ledger = Ledger.open(host, folder.ledgerFile);
  rows = ledger.spools().flatMap(({ index }) => [...ledger.piecesOfSpool(index)]);
  const ordinals = rows.map(({ ordinal }) => ordinal);
  places = storedPlaces({ host, folder, frozen }, "print", ordinals, ledger.shardsDone());
  ledger.close();
  const spools = filesBelow(`${out}/print`, ".pdf");
  originals = new Map(spools.flatMap(piecesOf).map((piece) => [piece.pieceNumber, piece]));
  run = await openReassembly({ host, folder, frozen });
});

/** Every seventh piece from the last to the first, in a file of its own; its path. */
function repeated(name: string, generation: number, pagesOnly: boolean): string {
  const chosen = rows.filter((_, index) => index % 7 === 0).reverse();
  const pieces = chosen.map(({ ordinal, pieceNumber, serial }) => {
    const place = places.get(ordinal) as StoredPlace;
    return { place, pieceNumber, serial, generation };
  });
  const stream = { name: "again", addressClass: "automation", sheetsMin: 1, sheetsMax: 9 } as const;
  const outFolder = `${out}/again`;
  run.assemble(repeatedPlan(pieces, { name, stream, index: 90 }), { outFolder, pagesOnly });
  return `${outFolder}/${name}.pdf`;
}

function streamsOf({ spool, firstPage, lastPage }: SpoolPiece): string[][] {
  const reader = new SpoolReader(spool);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, at) => firstPage + at);
  return pages.map((page) => reader.contents(page));
}

describe("pieces of a finished run, assembled once more in another order", () => {
  it("are found whole, wherever their shards lie", () => {
    expect(places.size).toBe(rows.length);
    for (const { ordinal, pages, sheets } of rows)
      expect(places.get(ordinal)).toMatchObject({ pages, sheets });
  });

  it("have the very pages, overlays and marks of the spool they come from", () => {
    const again = piecesOf(repeated("same", 0, false));
    expect(again.length).toBeGreaterThan(30);
    for (const piece of again) {
      const original = originals.get(piece.pieceNumber) as SpoolPiece;
      expect(streamsOf(piece)).toEqual(streamsOf(original));
    }
  });

  it("have other marks and the same composed pages in another generation", () => {
    for (const piece of piecesOf(repeated("next", 2, false))) {
      const before = streamsOf(originals.get(piece.pieceNumber) as SpoolPiece);
      const after = streamsOf(piece);
      expect(after.map(([, composed]) => composed)).toEqual(before.map(([, composed]) => composed));
      for (const [page, [overlay]] of after.entries()) expect(overlay).not.toBe(before[page]?.[0]);
    }
  });

  it("stand in a file without furniture and list where pages alone are asked for", () => {
    const pages = new SpoolReader(repeated("pages", 0, true));
    const whole = new SpoolReader(`${out}/again/same.pdf`);
    expect(pages.pageCount).toBe(whole.pageCount - 4);
    expect(pages.contents(1)).toEqual(whole.contents(3));
    expect(filesBelow(`${out}/again`, "pages.csv")).toEqual([]);
  });

  it("stand between the fonts and art of the run's spools, byte by byte", () => {
    const bytes = (file: string): Buffer => {
      const whole = readFileSync(file);
      return whole.subarray(0, whole.indexOf(`\n${run.resources.bodies.length + 1} 0 obj`));
    };
    const heads = [...filesBelow(`${out}/print`, ".pdf"), `${out}/again/same.pdf`].map(bytes);
    expect(heads[0]?.length).toBeGreaterThan(10_000);
    for (const head of heads) expect(head.equals(heads[0] as Buffer)).toBe(true);
  });
});

describe("a fragment that is not the one the run composed", () => {
  it("is refused", () => {
    const folder = runFolder(out);
    const frozen = readFrozenRun({ host, folder });
    const checksums = new Map([[0, { checksum: "00000000" }]]);
    const find = (): unknown => storedPlaces({ host, folder, frozen }, "print", [0], checksums);
    expect(find).toThrow("it is not the one that the run composed");
  });
});
