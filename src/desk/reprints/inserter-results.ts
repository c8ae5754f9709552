import type { Generation, PieceNumber } from "../../base/units.ts";
import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import type { Host } from "../../base/host.ts";
import { readListFile } from "../../intake/lists/list-file.ts";
import type { ListForm } from "../../intake/lists/list-row.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import { INSERTER_STATUSES, type InserterStatus } from "../../model/reprint.ts";
import { inLine, namedPiece } from "./asked-pieces.ts";

/** What an inserter's file says of one printing of a piece. */
export interface InserterResult {
  readonly piece: PieceNumber;
  /** Undefined if the file names the piece by its number. */
  readonly generation: Generation | undefined;
  readonly status: InserterStatus;
}

const COLUMNS = ["piece", "data_matrix", "status"];
const FORM: ListForm = { only: "piece", columns: COLUMNS, heads: COLUMNS };
/** Of several things said of a piece's sheets, the first of these is what became of the piece. */
const WORST_FIRST: readonly InserterStatus[] = ["damaged", "missing", "duplicate", "inserted"];

/**
 * Reads an inserter's results: CSV with `status` and `piece` or `data_matrix`, a row a piece or a
 * row a sheet. A mark that was read as inserted twice is a duplicate. Throws a `UsageError` with
 * every row that cannot be read or is of another job. `onHash` is told the file's SHA-256.
 */
export async function readInserterResults(
  host: Host,
  list: ListSpec,
  jobMark: string,
  onHash?: (sha256: string) => void,
): Promise<InserterResult[]> {
  const results = new Map<string, InserterResult>();
  const inserted = new Set<string>();
  const findings = new FindingList();
  for (const { file, line, cells } of await readListFile(host, list, FORM, onHash)) {
    const name = cells["data_matrix"] || cells["piece"] || "";
    const said = (cells["status"] ?? "").toLowerCase();
    const named = namedPiece(name, jobMark);
    const status = INSERTER_STATUSES.find((known) => known === said);
    if ("fault" in named) findings.add(inLine(file, line, named.fault));
    else if (status === undefined) findings.add(inLine(file, line, unknownStatus()));
    else {
      const { piece, generation } = named;
      const isAgain = status === "inserted" && inserted.has(name);
      if (status === "inserted") inserted.add(name);
      const key = `${piece}/${generation ?? ""}`;
      const known = results.get(key)?.status;
      const worst = worse(isAgain ? "duplicate" : status, known);
      results.set(key, { piece, generation, status: worst });
    }
  }
  findings.throwAny();
  return [...results.values()].sort((a, b) => a.piece - b.piece);
}

function worse(status: InserterStatus, known: InserterStatus | undefined): InserterStatus {
  return WORST_FIRST.find((one) => one === status || one === known) ?? status;
}

function unknownStatus(): Diagnostic {
  return diagnostic("reprint.bad-status", "The row has no known status.", {
    hint: `Give it a column \`status\` with one of ${INSERTER_STATUSES.join(", ")}.`,
  });
}
