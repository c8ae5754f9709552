import type { Host } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Channel } from "../model/channel.ts";
import type { RunReport } from "../model/run-report.ts";
import type { RunFolder } from "./run-folder.ts";

/**
 * Takes spools and batches out of the ledger that are not there any more, with or without their
 * lists, so that they are made again: with the same bytes, as all they are made of is still there.
 */
export function unbookMissing(host: Host, folder: RunFolder, ledger: Ledger): void {
  for (const { index, name } of ledger.spools())
    if (!isThere(host, folder, "print", name)) ledger.forgetOutput("print", index);
  for (const { channel, index, name } of ledger.batches())
    if (!isThere(host, folder, channel, name)) ledger.forgetOutput(channel, index);
}

/** Whether all spools and batches that a report names lie there with their lists. */
export function outputsThere(
  host: Host,
  folder: RunFolder,
  { spoolFiles, batchFiles }: RunReport,
): boolean {
  return (
    spoolFiles.every(({ name }) => isThere(host, folder, "print", name)) &&
    batchFiles.every(({ channel, name }) => isThere(host, folder, channel, name))
  );
}

function isThere(host: Host, { root }: RunFolder, channel: Channel, name: string): boolean {
  const path = `${root}/${channel}/${name}`;
  const withoutEnding = path.slice(0, path.lastIndexOf("."));
  const beside = channel === "print" ? ["csv", "ticket.json"] : ["csv"];
  return [path, ...beside.map((ending) => `${withoutEnding}.${ending}`)].every((file) =>
    host.exists(file),
  );
}
