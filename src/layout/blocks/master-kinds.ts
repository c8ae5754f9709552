import type { MasterVariant, PageTurn } from "../../model/layout-plan.ts";
import type { Stock } from "../../model/stock.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { isMapping } from "../data-declaration.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { checkedExpr } from "./texts.ts";

/** All masters as written, and the paper of each, as far as it is known. */
export interface WrittenMasters {
  readonly raw: readonly unknown[];
  readonly paperOf?: ((index: number) => Stock) | undefined;
}

/** What a master says of the pages it is for. */
interface OwnKind {
  readonly when?: "last" | "named" | PageTurn | undefined;
  readonly "instead-of"?: string | undefined;
  readonly if?: string | boolean | undefined;
  readonly stock?: string | undefined;
  readonly sides?: string | undefined;
}

/** Whether a master stands in for another one. */
export function isVariant(master: unknown): boolean {
  if (!isMapping(master)) return false;
  const { when } = master;
  const isTurn = when === "odd" || when === "even" || when === "back";
  return isTurn || master["if"] !== undefined || master["instead-of"] !== undefined;
}

/** Whether a master is for blocks that name it, or stands in for another one. */
function isFurther(master: unknown): boolean {
  return isVariant(master) || (isMapping(master) && master["when"] === "named");
}

/** The first page's master, those of further pages and of the last one, and then all others. */
export function checkMasterOrder(source: YamlSource, masters: readonly unknown[]): void {
  const places = masters.flatMap((master, index) => (isFurther(master) ? [] : [index]));
  for (const [index, master] of masters.entries()) {
    const path = ["print", "masters", index];
    const place = places.indexOf(index);
    if (place < 0) {
      if (index === 0) {
        const message = "The first master is the first page's; move this one behind it.";
        source.report("misplaced-master", path, message);
      }
      continue;
    }
    const isLast = isMapping(master) && master["when"] === "last";
    if (isLast && (index === 0 || place !== places.length - 1)) {
      const message = "The master of the last page comes after all others; move it to the end.";
      source.report("misplaced-master", [...path, "when"], message);
    } else if (place !== index) {
      const message =
        "Masters of named pages, and those in place of others, come last; move this one up.";
      source.report("misplaced-master", path, message);
    } else if (!isLast && index === 2) {
      const message = "A third master must be for the last page; add `when: last`.";
      const hint = "or say whose pages it is for: `when: odd`, `even`, `back`, `named`, or `if`";
      source.report("misplaced-master", path, message, { hint });
    }
  }
}

/** Checks for which pages of which other master one stands in; undefined if for none. */
export function checkedVariant(
  check: LayoutCheck,
  path: Path,
  own: OwnKind,
  masters: WrittenMasters,
): MasterVariant | undefined {
  const { source } = check;
  if (own.when === "named") checkPaper(source, path, own);
  if (!isVariant(own)) return undefined;
  const when =
    own.if === undefined ? undefined : checkedExpr(check, [...path, "if"], own.if, "boolean");
  if (own.when === "last" || own.when === "named") {
    const message = `A master with \`when: ${own.when}\` takes nobody's place; leave that out.`;
    const hint = "give another master `instead-of` with this one's name";
    source.report("misplaced-master", [...path, "when"], message, { hint });
    return undefined;
  }
  const { when: on } = own;
  if (on === undefined && own.if === undefined) {
    const message = "It would always take the other's place; say when: `when`, `if`, or both.";
    source.report("misplaced-master", [...path, "instead-of"], message);
  }
  checkPaper(source, path, own);
  const of = replacedMaster(source, path, own["instead-of"], masters.raw);
  if (of === undefined) return undefined;
  if (on !== undefined) checkTurn(source, path, of, on, masters);
  return { of, ...(on && { on }), ...(when && { when }) };
}

/** Pages lie on sheets by their number alone, so that these have no paper of their own. */
function checkPaper(source: YamlSource, path: Path, own: OwnKind): void {
  for (const key of ["stock", "sides"] as const) {
    if (own[key] === undefined) continue;
    const message =
      own.when === "named"
        ? "Pages that blocks ask for are on the paper of further pages; leave it out."
        : "A master that stands in for another one is on that one's paper; leave it out.";
    source.report("misplaced-key", [...path, key], message, { at: "key" });
  }
}

/** The index of the master on whose paper the pages of one are. */
export function placeOf(
  index: number,
  variant: MasterVariant | undefined,
  raw: readonly unknown[],
): number {
  const own = variant?.of ?? index;
  if (!isFurther(raw[own])) return own;
  return hasRest(raw) ? 1 : 0;
}

/** Whether a master may be that of a first page, which the window shows. */
export function mayBeFirst(index: number, variant: MasterVariant | undefined): boolean {
  return variant === undefined ? index === 0 : variant.of === 0 && isFirstTurn(variant.on);
}

/** The index of the master whose place is taken: that of further pages if it is not said. */
function replacedMaster(
  source: YamlSource,
  path: Path,
  name: string | undefined,
  raw: readonly unknown[],
): number | undefined {
  const bases = raw.flatMap((master, index) => (isVariant(master) ? [] : [index]));
  if (name === undefined) return hasRest(raw) ? 1 : 0;
  const of = bases.find((index) => nameOf(raw[index]) === name);
  if (of !== undefined) return of;
  const message = `There is no master \`${name}\` in whose place this one could stand.`;
  const names = bases.map((index) => nameOf(raw[index]));
  const hint = nameHint(name, "masters", names);
  source.report("unknown-master", [...path, "instead-of"], message, { hint });
  return undefined;
}

/** Reports a variant for pages that its base never has. */
function checkTurn(
  source: YamlSource,
  path: Path,
  of: number,
  on: PageTurn,
  { raw, paperOf }: WrittenMasters,
): void {
  const at = [...path, "when"];
  if (of === 0 && hasRest(raw) && on !== "odd") {
    const message = "The first page is page 1, on a front, so this master is never used.";
    source.report("misplaced-master", at, message, { hint: "say `instead-of`, or leave it out" });
    return;
  }
  if (on !== "back" || paperOf === undefined) return;
  const base = raw[placeOf(of, undefined, raw)];
  const isFrontOnly = isMapping(base) && base["sides"] === "front";
  if (paperOf(placeOf(of, undefined, raw)).duplex && !isFrontOnly) return;
  const why = isFrontOnly ? "`sides: front` keeps their backs empty" : "their paper is simplex";
  const message = `Pages of \`${nameOf(raw[of])}\` are never on a back, as ${why}.`;
  source.report("misplaced-master", at, message, { hint: "use `when: even`, or another paper" });
}

function isFirstTurn(on: PageTurn | undefined): boolean {
  return on === undefined || on === "odd";
}

/** Whether pages after the first have a master of their own. */
function hasRest([, second]: readonly unknown[]): boolean {
  return isMapping(second) && !isFurther(second) && second["when"] !== "last";
}

function nameOf(master: unknown): string {
  return isMapping(master) ? String(master["name"]) : "";
}
