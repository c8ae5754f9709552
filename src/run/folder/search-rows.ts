import type { Ordinal } from "../../base/units.ts";
import { CHANNELS } from "../../model/channel.ts";
import { parseOwnJson } from "../../base/own-json.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { FoundDocument, SearchRow } from "../../register/search-index.ts";
import type { Reject } from "../../model/reject.ts";
import type { SearchTerms } from "../../spool/fragment-facts.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { fragmentPath } from "./run-folder.ts";
import type { BegunRun, RunPlace } from "./open-run.ts";

/** Replaces a reject's code if a unit was left out on purpose. */
export const SUPPRESSED = "suppressed";

/** The fragments' data on the customers of a run, each document once. */
export function* searchRows({ host, folder, frozen: { scan } }: BegunRun): Generator<SearchRow> {
  for (const { index } of scan.shards) {
    const reader = FragmentReader.open(host, fragmentPath(folder, index));
    try {
      yield* rowsOfFragment(reader);
    } finally {
      reader.close();
    }
  }
}

function* rowsOfFragment(reader: FragmentReader): Generator<SearchRow> {
  for (const channel of CHANNELS) {
    const index = reader.index(channel);
    for (let entry = 0; entry < index.length; entry += 1) {
      if (!index.isPrimary(entry)) continue;
      const { key, search } = reader.readRecordMeta(channel, entry);
      yield rowOf(index.ordinal(entry), key, search);
    }
  }
}

function rowOf(ordinal: Ordinal, key: string, search: SearchTerms | undefined): SearchRow {
  const [account = "", name = ""] = search ?? [];
  return { ordinal, key, account, name };
}

/** Records left out because a list names them. */
export function* suppressedRows(ledger: Ledger): Generator<FoundDocument> {
  for (const { ordinal, key } of ledger.suppressed()) yield { ordinal, key, reject: SUPPRESSED };
}

/** The rejects whose keys could be read. */
export function* rejectRows({ host, folder: { rejectsFile } }: RunPlace): Generator<FoundDocument> {
  if (!host.exists(rejectsFile)) return;
  for (const line of utf8Text(host.readFile(rejectsFile)).split("\n")) {
    if (line === "") continue;
    const { ordinal, key, code } = parseOwnJson(line, rejectsFile) as Reject;
    if (key !== "") yield { ordinal, key, reject: code };
  }
}

/** The IMb serials that the run printed, in their order. */
export function* serialRows(
  ledger: Ledger,
): Generator<readonly [serial: number, ordinal: Ordinal]> {
  for (const { index } of ledger.spools())
    for (const { serial, ordinal } of ledger.piecesOfSpool(index))
      if (serial >= 0) yield [serial, ordinal];
}
