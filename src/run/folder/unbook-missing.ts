import type { Channel } from "../../model/channel.ts";
import type { RunReport } from "../../model/run-report.ts";
import type { OpenRun, RunPlace } from "./open-run.ts";

/**
 * Removes spools and batches from the ledger that are missing from disk, or whose lists are, so
 * that they are made again: with the same bytes, as all their sources still exist.
 */
export function unbookMissing(run: Pick<OpenRun, "host" | "folder" | "ledger">): void {
  const { ledger } = run;
  for (const { index, name } of ledger.spools())
    if (!isThere(run, "print", name)) ledger.forgetOutput("print", index);
  for (const { channel, index, name } of ledger.batches())
    if (!isThere(run, channel, name)) ledger.forgetOutput(channel, index);
}

/** Whether all spools and batches in a report exist with their lists. */
export function outputsThere(run: RunPlace, { spoolFiles, batchFiles }: RunReport): boolean {
  return (
    spoolFiles.every(({ name }) => isThere(run, "print", name)) &&
    batchFiles.every(({ channel, name }) => isThere(run, channel, name))
  );
}

function isThere({ host, folder: { root } }: RunPlace, channel: Channel, name: string): boolean {
  const path = `${root}/${channel}/${name}`;
  const withoutEnding = path.slice(0, path.lastIndexOf("."));
  const beside = channel === "print" ? ["csv", "ticket.json"] : ["csv"];
  return [path, ...beside.map((ending) => `${withoutEnding}.${ending}`)].every((file) =>
    host.exists(file),
  );
}
