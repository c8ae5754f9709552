import type { Ordinal } from "../base/units.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { ZoneOutcome } from "../model/zone-choice.ts";
import { storedPlaces } from "../run/pieces/stored-pieces.ts";
import { fragmentPath } from "../run/folder/run-folder.ts";
import type { BegunRun } from "../run/folder/open-run.ts";
import type { PieceMeta } from "../spool/fragment-facts.ts";
import { FragmentReader } from "../spool/fragment-reader.ts";

/** How a printed document was set, and what it shows of that which it could have left out. */
export interface DocumentAccount {
  readonly largePrint: boolean;
  /** In the layout's order; those whose condition did not hold are not among them. */
  readonly messages: readonly MessageAccount[];
}

/** A message of a zone, or a block that is shown only where there is room. */
export interface MessageAccount {
  /** Its path in the layout, such as `blocks.4`. */
  readonly block: string;
  /** Name of its zone, or "" for a block of none. */
  readonly zone: string;
  /** Line of the layout as it was when the run began; 0 if it is not known. */
  readonly line: number;
  /** `most`: its zone shows no more than it has. */
  readonly outcome: ZoneOutcome;
}

type Checksums = Parameters<typeof storedPlaces>[3];

/** The accounts of documents on paper, as their fragments have them; not of those that are gone. */
export function printedAccounts(
  run: BegunRun,
  ordinals: readonly Ordinal[],
  checksums: Checksums,
): Map<Ordinal, DocumentAccount> {
  const { host, folder, frozen } = run;
  const accounts = new Map<Ordinal, DocumentAccount>();
  const there = ordinals.filter((ordinal) => host.exists(pathOf(run, ordinal)));
  for (const { ordinal, shard, entry } of storedPlaces(run, "print", there, checksums).values()) {
    const reader = FragmentReader.open(host, fragmentPath(folder, shard));
    try {
      accounts.set(ordinal, accountOf(frozen.plan, reader.readPrint(entry).meta));
    } finally {
      reader.close();
    }
  }
  return accounts;
}

function pathOf({ folder, frozen }: BegunRun, ordinal: Ordinal): string {
  const shard = frozen.scan.shards.findLast(({ firstOrdinal }) => firstOrdinal <= ordinal);
  return fragmentPath(folder, shard?.index ?? 0);
}

function accountOf(plan: LayoutPlan, { choices = [], isLarge }: PieceMeta): DocumentAccount {
  const messages = choices.map(({ id, outcome }): MessageAccount => {
    const block = plan.blocks.find((one) => one.id === id);
    const zone = block?.kind === "group" ? (block.zone ?? "") : "";
    return { block: id, zone, line: plan.places?.[id]?.line ?? 0, outcome };
  });
  return { largePrint: isLarge === true, messages };
}
