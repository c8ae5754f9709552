import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { OutputState } from "../../model/piece-state.ts";
import {
  markDiverted,
  writeMessagePullList,
  writePiecePullList,
} from "../../spool/divert-pieces.ts";
import type { OpenRun } from "../folder/open-run.ts";
import { channelFolder } from "../folder/run-folder.ts";

type PullDesk = Pick<OpenRun, "host" | "folder" | "ledger" | "audit">;

/**
 * Updates control files and pull lists to the decisions: what is pulled gets its divert mark, and
 * each decision a list beside every spool and batch it touches. Existing files come out the same,
 * so that this can be repeated after a crash.
 */
export function writePulls(desk: PullDesk): void {
  const outputs = desk.ledger.outputStates();
  for (const output of outputs) {
    const rows = pulledRows(desk, output);
    if (rows.size === 0) continue;
    const path = listPath(desk, output);
    if (output.channel === "print")
      markDiverted(
        desk.host,
        path,
        new Set([...rows.values()].map(({ pieceNumber }) => pieceNumber)),
      );
    for (const entry of desk.audit.entries) {
      const own = [...rows.values()].filter((row) => pulls(entry, row));
      if (own.length === 0) continue;
      const file = path.replace(/\.csv$/, `-pull-${String(entry.seq).padStart(3, "0")}.csv`);
      if (output.channel === "print")
        writePiecePullList(desk.host, path, file, new Set(own.map((row) => row.pieceNumber)));
      else writeMessagePullList(desk.host, path, file, new Set(own.map((row) => row.ordinal)));
    }
  }
}

/** What is pulled from a spool or batch, by ordinal. */
function pulledRows({ ledger }: PullDesk, output: OutputState): Map<number, PieceRow> {
  const pulled = new Set(
    ledger
      .documentsInState("pulled")
      .filter(({ channel }) => channel === output.channel)
      .map(({ ordinal }) => ordinal),
  );
  if (pulled.size === 0) return new Map();
  const rows =
    output.channel === "print"
      ? ledger.piecesOfSpool(output.index)
      : ledger.piecesOfBatch(output.channel, output.index);
  const found = new Map<number, PieceRow>();
  for (const row of rows) if (pulled.has(row.ordinal)) found.set(row.ordinal, row);
  return found;
}

function pulls({ action, details }: AuditEntry, row: PieceRow): boolean {
  if (action !== "pull") return false;
  const effects = details.effects ?? [];
  return effects.some(({ pieces = [] }) =>
    pieces.some(({ channel, ordinal }) => channel === row.channel && ordinal === row.ordinal),
  );
}

/** The control file of a spool, or the index of a batch. */
function listPath({ folder }: PullDesk, { channel, name }: OutputState): string {
  return `${channelFolder(folder, channel)}/${name.slice(0, name.lastIndexOf("."))}.csv`;
}
