import type { AuditEntry } from "../../model/audit.ts";
import type { CertificateBody } from "../../model/certificate.ts";
import type { RenditionName } from "../../model/piece-state.ts";
import { countText } from "../../report/figures.ts";
import { divertedPieces, messagePullList, piecePullList } from "../../spool/divert-pieces.ts";
import { pullListOf } from "./known-files.ts";
import type { CheckLine } from "./seal-certificate.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

/**
 * Checks the marks in control files that divert pieces at the inserter, and the lists beside them,
 * against the decisions: nothing is left out that nobody decided to leave out.
 */
export function pullLine(
  run: RunPlace,
  body: CertificateBody,
  entries: readonly AuditEntry[],
): CheckLine {
  const { host } = run;
  const pulls = entries.filter(({ action }) => action === "pull").map(pullOf);
  const faults = [
    ...body.spools.flatMap(({ file }) => spoolFaults(run, file, pulls)),
    ...body.batches.flatMap(({ file, channel }) =>
      pulls.flatMap((pull) => {
        const ordinals = ordinalsOf(pull, channel);
        return listFaults(run, file, pull, (index) => messagePullList(host, index, ordinals));
      }),
    ),
  ];
  const pieces = new Set(pulls.flatMap((pull) => [...pull.pieces])).size;
  const more = faults.length > 1 ? `, and ${faults.length - 1} other` : "";
  if (faults.length > 0) return { what: "pulls", ok: false, found: `${faults[0]}${more}` };
  const found = `${countText(pieces, "piece")} pulled, each by a decision`;
  return { what: "pulls", ok: true, found };
}

interface Pull {
  readonly seq: number;
  /** Numbers of pieces on paper. */
  readonly pieces: ReadonlySet<number>;
  readonly renditions: readonly RenditionName[];
}

function pullOf({ seq, details }: AuditEntry): Pull {
  const effects = details.effects ?? [];
  const pulled = effects.filter(({ state }) => state === "pulled");
  const pieces = new Set((details["pieces"] ?? []) as readonly number[]);
  return { seq, pieces, renditions: pulled.flatMap((effect) => effect.pieces ?? []) };
}

function ordinalsOf({ renditions }: Pull, channel: string): ReadonlySet<number> {
  const own = renditions.filter((one) => one.channel === channel);
  return new Set(own.map(({ ordinal }) => ordinal));
}

function spoolFaults(run: RunPlace, file: string, pulls: readonly Pull[]): string[] {
  const { host, folder } = run;
  const control = listOf(file);
  // A missing file is reported elsewhere.
  if (!host.exists(`${folder.root}/${control}`)) return [];
  const { marked, unmarked } = divertedPieces(host, `${folder.root}/${control}`);
  const isPulled = (piece: number): boolean => pulls.some(({ pieces }) => pieces.has(piece));
  const undecided = marked.filter((piece) => !isPulled(piece));
  const forgotten = unmarked.filter(isPulled);
  return [
    ...undecided.map((piece) => `${control} pulls piece ${piece}, but no decision does`),
    ...forgotten.map((piece) => `${control} does not pull piece ${piece}, but a decision does`),
    ...pulls.flatMap((pull) =>
      listFaults(run, file, pull, (list) => piecePullList(host, list, pull.pieces)),
    ),
  ];
}

/** A list beside a spool or batch must be the one that follows from the decision. */
function listFaults(
  { host, folder: { root } }: RunPlace,
  file: string,
  { seq }: Pull,
  expected: (list: string) => Uint8Array,
): string[] {
  const list = listOf(file);
  const path = pullListOf(list, seq);
  if (!host.exists(`${root}/${path}`) || !host.exists(`${root}/${list}`)) return [];
  const isSame =
    Buffer.compare(host.readFile(`${root}/${path}`), expected(`${root}/${list}`)) === 0;
  return isSame ? [] : [`${path} does not list what decision ${seq} pulled`];
}

function listOf(file: string): string {
  return `${file.slice(0, file.lastIndexOf("."))}.csv`;
}
