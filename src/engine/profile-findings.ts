import type { CodeOf } from "../base/diagnostic-code.ts";
import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { FieldSize, InputProfile, PartProfile } from "../model/input-profile.ts";
import { grouped } from "../report/figures.ts";
import type { LastProfile } from "../run/decisions/last-cycle.ts";

/** Fewer records on either side prove nothing. */
const RECORDS_MIN = 10;
/** A column filled in this share of the records was never empty, but for a few odd ones. */
const ALWAYS_FILLED = 0.99;
/** A column filled in this share of them or less is another than one that was never empty. */
const HALF_FILLED = 0.5;
/** Three octaves: eight times as large, or an eighth. */
const SIXTEENTHS_MIN = 48;
const NAMES_SHOWN = 6;

const HINTS: Readonly<Record<CodeOf<"profile">, string>> = {
  "profile.column-gone":
    "If the sender has renamed it, map its new name; else ask whether it is the right file.",
  "profile.column-new":
    "Map it if the documents are to show it; it may be a column of old under a new name.",
  "profile.column-empty":
    "Ask the sender whether that is meant: the documents have nothing to show, or a default.",
  "profile.amount-scale":
    "Compare a few with the sender's own figures. Cents are mapped by `money: { implied: 2 }`.",
};

/** Whether there are enough records of a kind on both sides for a difference to mean something. */
export function areComparable(now: InputProfile, before: InputProfile): boolean {
  return now.parts.some((part) => counterpart(part, before) !== undefined);
}

/** The same part of the other profile, if both are large enough. */
function counterpart({ list, count }: PartProfile, other: InputProfile): PartProfile | undefined {
  const same = other.parts.find((part) => part.list === list);
  return same && Math.min(count, same.count) >= RECORDS_MIN ? same : undefined;
}

/**
 * What differs so much from the last cycle that it may be another file, or that its columns may
 * mean something else. Tells names, counts and ratios, and no value.
 */
export function profileFindings(now: InputProfile, last: LastProfile): Diagnostic[] {
  return now.parts.flatMap((part) => {
    const before = counterpart(part, last.profile);
    if (before === undefined) return [];
    const records = part.list === "" ? "the records" : `the rows of ${part.list}`;
    const { cycle } = last;
    return [
      ...finding(
        "profile.column-gone",
        `Most of ${records} of ${cycle} had, and few have now`,
        missing(before, part),
      ),
      ...finding(
        "profile.column-new",
        `Most of ${records} have, and few of ${cycle} had`,
        missing(part, before),
      ),
      ...finding(
        "profile.column-empty",
        `Filled in all of ${records} of ${cycle}, and no longer`,
        emptied(part, before),
      ),
      ...finding(
        "profile.amount-scale",
        `Amounts in ${records} differ from ${cycle}`,
        scaled(part, before),
      ),
    ];
  });
}

function finding(code: CodeOf<"profile">, what: string, names: readonly string[]): Diagnostic[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, NAMES_SHOWN).join(", ");
  const others = names.length > NAMES_SHOWN ? ` and ${names.length - NAMES_SHOWN} more` : "";
  const message = `${what}: ${shown}${others}.`;
  return [diagnostic(code, message, { severity: "warning", hint: HINTS[code] })];
}

/** Columns that most records of one profile have filled, and that the other one does not know. */
function missing({ columns, count }: PartProfile, other: PartProfile): string[] {
  const known = new Set(other.columns.map(({ name }) => name));
  const most = columns.filter(({ filled }) => filled >= count * HALF_FILLED);
  return most.filter(({ name }) => !known.has(name)).map(({ name }) => `\`${name}\``);
}

function emptied(now: PartProfile, before: PartProfile): string[] {
  const filledNow = new Map(now.columns.map(({ name, filled }) => [name, filled]));
  return before.columns.flatMap(({ name, filled }) => {
    const left = filledNow.get(name);
    if (left === undefined || left > now.count * HALF_FILLED) return [];
    if (filled < before.count * ALWAYS_FILLED) return [];
    return [`\`${name}\` (${grouped(left)} of ${grouped(now.count)})`];
  });
}

function scaled(now: PartProfile, before: PartProfile): string[] {
  const known = new Map(before.sizes.map((size) => [size.field, size]));
  return now.sizes.flatMap((size) => {
    const earlier = known.get(size.field);
    const text = earlier && ratioText(size, earlier);
    return text === undefined ? [] : [`\`${size.field}\` is ${text}`];
  });
}

/** Undefined for what is of about the same size. */
function ratioText(now: FieldSize, before: FieldSize): string | undefined {
  const change = now.sixteenths - before.sixteenths;
  if (Math.abs(change) < SIXTEENTHS_MIN) return undefined;
  const times = grouped(Number((2 ** (Math.abs(change) / 16)).toPrecision(1)));
  return change > 0 ? `about ${times} times as large` : `about 1/${times} as large`;
}
