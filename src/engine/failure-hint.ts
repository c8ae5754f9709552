import { HostError } from "../base/host.ts";
import { shellWord } from "../base/shell-word.ts";
import { AuditError } from "../audit/audit-error.ts";
import { StoreError } from "../store/store-error.ts";
import { sizeText } from "../report/figures.ts";
import { diskRoom } from "../run/host/disk-room.ts";
import type { RunFolder } from "../run/folder/run-folder.ts";
import type { RunPlace } from "../run/folder/open-run.ts";

const FULL = new Set(["ENOSPC", "EDQUOT"]);

/** The hint for an error that a run failed with: `RunFailure` shows it to the operator. */
export function failureHint(run: RunPlace, error: unknown): string {
  const { folder } = run;
  const resume = `\`nightpress resume ${shellWord(folder.root)}\``;
  // Of these, the message says what to mend.
  const isKnown = [HostError, StoreError, AuditError].some((kind) => error instanceof kind);
  if (isKnown) return `${roomLeft(run, error)}Fix what is named, then run ${resume}.`;
  return (
    `This is a fault in Nightpress: please report it. Then try ${resume}; if it fails again, ` +
    `\`nightpress rebuild ${shellWord(folder.root)}\` first.`
  );
}

/** The free disk space, if lack of space was the cause and the disk can be measured. */
function roomLeft({ host, folder }: RunPlace, error: unknown): string {
  const path = fullPath(folder, error);
  if (path === undefined) return "";
  try {
    const { freeBytes, sizeBytes } = diskRoom(host, path);
    return `The disk has ${sizeText(freeBytes)} of ${sizeText(sizeBytes)} left. `;
  } catch {
    return "";
  }
}

function fullPath(folder: RunFolder, error: unknown): string | undefined {
  if (error instanceof HostError && FULL.has(error.code)) return error.path;
  const isLedger = error instanceof StoreError && error.code === "ledger.disk-full";
  return isLedger ? folder.root : undefined;
}
