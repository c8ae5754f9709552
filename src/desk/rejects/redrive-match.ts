import type { Ordinal } from "../../base/units.ts";
import type { CodeOf } from "../../base/diagnostic-code.ts";
import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import type { ClaimedItem } from "../../run/rejects/child-claims.ts";
import { nearHint, NearKeys } from "../../run/pieces/near-names.ts";
import type { RejectItem } from "../../run/rejects/reject-items.ts";

/** A unit of a child's input, whole or still broken. */
export interface InputUnit {
  readonly ordinal: Ordinal;
  /** Empty if it cannot be read. */
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

export interface UnitsToMatch {
  readonly units: readonly InputUnit[];
  readonly items: readonly RejectItem[];
  /** Keys under which something was sent already, and by whom. */
  readonly taken: ReadonlyMap<string, string>;
  /** Keys by the ordinal of the item that their record settles. */
  readonly resolves: ReadonlyMap<number, string>;
}

export interface MatchedUnits {
  readonly items: readonly ClaimedItem[];
  readonly findings: readonly Diagnostic[];
}

/**
 * Finds the open item that each unit settles: the one named for its key, or the one that has it.
 */
export function matchUnits({ units, items, taken, resolves }: UnitsToMatch): MatchedUnits {
  const findings: Diagnostic[] = [...wrongResolves(items, units, resolves)];
  const free = items.filter(({ state }) => state === "open");
  const ordinalOf = new Map([...resolves].map(([ordinal, key]) => [key, ordinal]));
  const matched: ClaimedItem[] = [];
  const used = new Set<number>();
  const seen = new Set<string>();
  const near = new NearKeys(free.map(({ key }) => key));
  for (const unit of units) {
    const { key } = unit;
    const named = ordinalOf.get(key);
    const item = free.find((one) =>
      named === undefined
        ? one.key === key && !used.has(one.ordinal) && !resolves.has(one.ordinal)
        : one.ordinal === named,
    );
    const fault = faultOf(unit, item, seen.has(key), taken.get(key), near);
    seen.add(key);
    if (fault !== undefined) findings.push(fault);
    if (item === undefined) continue;
    used.add(item.ordinal);
    matched.push({ ordinal: item.ordinal, key, childOrdinal: unit.ordinal });
  }
  return { items: matched, findings };
}

function faultOf(
  unit: InputUnit,
  item: RejectItem | undefined,
  isTwice: boolean,
  taken: string | undefined,
  near: NearKeys,
): Diagnostic | undefined {
  const { key } = unit;
  if (key === "") return found(unit, "reject.no-key", "This record has no readable key.");
  if (isTwice) return found(unit, "reject.twice", `The key ${key} occurs earlier in the input.`);
  if (taken !== undefined)
    return found(unit, "reject.key-taken", `The key ${key} ${taken}: it would be sent twice.`);
  if (item === undefined)
    return found(unit, "reject.no-item", `No open reject has the key ${key}.`, near.of(key));
  if (item.child > 0)
    return found(unit, "reject.in-hand", `Child ${item.child} has taken reject ${item.ordinal}.`);
  return undefined;
}

const HINTS: Readonly<Record<string, string>> = {
  "reject.no-key": "Give it its key; a record without one cannot be redriven.",
  "reject.twice": "Leave one of the two out.",
  "reject.key-taken": "Correct the key and give `--resolves ORDINAL=KEY`, or withdraw the reject.",
  "reject.no-item": "Leave it out, or say which reject it settles: `--resolves ORDINAL=KEY`.",
  "reject.in-hand": "Let that child finish, or remove its folder to give it up.",
};

function found(
  unit: InputUnit,
  code: CodeOf<"reject">,
  message: string,
  near: readonly string[] = [],
): Diagnostic {
  const { file, line, ordinal } = unit;
  const data = { file, line, byteOffset: 0, record: ordinal, field: "" };
  return diagnostic(code, message, { data, hint: nearHint(near) ?? HINTS[code] });
}

function wrongResolves(
  items: readonly RejectItem[],
  units: readonly InputUnit[],
  resolves: ReadonlyMap<number, string>,
): Diagnostic[] {
  const open = new Set(items.filter(({ state }) => state === "open").map((item) => item.ordinal));
  const keys = new Set(units.map(({ key }) => key));
  return [...resolves].flatMap(([ordinal, key]) => {
    if (!open.has(ordinal))
      return [diagnostic("reject.not-open", `There is no open reject ${ordinal}.`, LIST)];
    if (keys.has(key)) return [];
    return [diagnostic("reject.no-record", `No record of the input has the key ${key}.`, LIST)];
  });
}

const LIST = { hint: "`nightpress rejects DIR` lists the rejects by their ordinals." };
