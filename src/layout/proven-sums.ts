import type { Block, Span } from "../model/block.ts";
import { moneyPaths } from "../model/data-shape.ts";
import type { TemplatePart } from "../model/expr.ts";
import type { Master, ZonePlan } from "../model/layout-plan.ts";
import { shapeAt } from "./expression/expression-paths.ts";
import type { Scope } from "./expression/expression-scope.ts";
import { layoutSchema } from "./layout-schema.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import { listHint, nameHint } from "../yaml/suggest.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

/** The money fields that a layout names under `sums`, by path. */
export type ProvenSums = ReadonlyMap<string, NamedSum>;

interface NamedSum {
  /** Its index in `moneyPaths`. */
  readonly field: number;
  /** Where it is named. */
  readonly at: Path;
}

/**
 * Reads the `sums:` section; names that are not money of every record are reported and left out.
 */
export function readSums(source: YamlSource, scope: Scope, value: unknown): ProvenSums {
  const sums = new Map<string, NamedSum>();
  const names = checkAgainst(source, ["sums"], layoutSchema.shape.sums, value) ?? [];
  const paths = moneyPaths(scope.record).map((path) => path.join("."));
  for (const [index, name] of names.entries()) {
    const at = ["sums", index];
    if (sums.has(name)) {
      const message = `\`${name}\` is named twice; name each field once.`;
      source.report("wrong-value", at, message);
    } else if (isMoneyOfEveryRecord(source, scope, at, name, paths)) {
      sums.set(name, { field: paths.indexOf(name), at });
    }
  }
  return sums;
}

function isMoneyOfEveryRecord(
  source: YamlSource,
  scope: Scope,
  at: Path,
  name: string,
  paths: readonly string[],
): boolean {
  const shape = shapeAt(scope.record, name);
  if (name.split(".").some((step) => scope.faultyNames.has(step))) return false;
  const hint = nameHint(name, "money fields", paths);
  if (shape === undefined) {
    const message = `\`${name}\` is not a field of the record; name one of its money fields.`;
    source.report("unknown-field", at, message, { hint });
  } else if (shape.kind !== "money") {
    const message = `\`${name}\` is ${shape.kind}; \`sums\` adds up money fields only.`;
    source.report("wrong-type", at, message, { hint: listHint("money fields", paths) });
  } else if (shape.optional) {
    const message = `Records may lack \`${name}\`, so its sum cannot be proven.`;
    source.report("sum-optional", at, message, {
      hint: `remove the ? in \`data\`, or remove \`${name}\` from \`sums\``,
    });
  } else return true;
  return false;
}

/** The field that a text shows, if it is one of `sums`, as money and with nothing beside it. */
export function provenSumOf(sums: ProvenSums, spans: readonly Span[]): { readonly sum?: number } {
  if (sums.size === 0) return {};
  const parts = spans.flatMap((span) => span.template).filter((part) => part !== "");
  const [only] = parts;
  const name = parts.length === 1 && only !== undefined ? moneyFieldOf(only) : undefined;
  const named = name === undefined ? undefined : sums.get(name);
  return named === undefined ? {} : { sum: named.field };
}

/** The path of a record's field that a part shows as it is, in any of money's formats. */
function moneyFieldOf(part: TemplatePart): string | undefined {
  if (typeof part === "string") return undefined;
  const shown = part.op === "call" && part.name === "format" ? part.args[0] : part;
  if (shown?.op !== "field" || shown.kind !== "money" || shown.scope !== "record") return undefined;
  return shown.path.join(".");
}

/** How a field gets printed: in every document, or only in some. */
interface Printed {
  readonly always: Set<number>;
  readonly sometimes: Map<number, string>;
}

/** Reports each field of `sums` that some documents could omit. */
export function checkPrintedSums(
  source: YamlSource,
  sums: ProvenSums,
  masters: readonly Master[],
  blocks: readonly Block[],
  zones: readonly ZonePlan[] = [],
): void {
  const printed: Printed = { always: new Set(), sometimes: new Map() };
  const isLimited = (block: Block): boolean =>
    block.kind === "group" && zones.some(({ name }) => name === block.zone);
  for (const block of blocks) collect(printed, [block], block.ifRoom !== true && !isLimited(block));
  collectBoxes(printed, masters);
  for (const [name, { field, at }] of sums) {
    if (printed.always.has(field)) continue;
    const place = printed.sometimes.get(field);
    const message =
      place === undefined
        ? `\`${name}\` is never printed by itself, so its sum cannot be read back.`
        : `\`${name}\` is not printed in every document, so its sum cannot be read back.`;
    const alone = `"{${name} | symbol}"`;
    const hint =
      place === undefined
        ? `make ${alone} the whole value of a fact, or the whole text of a paragraph or heading`
        : `${place} shows it under a \`when\`, or not on a page of every document`;
    source.report("sum-not-printed", at, message, { hint });
  }
}

/**
 * Every document has a first page, and a last one where that has its own master: what all masters
 * that such a page can have print by themselves is in all documents.
 */
function collectBoxes(printed: Printed, masters: readonly Master[]): void {
  for (const [index, master] of masters.entries()) {
    const variants = masters.filter(({ variant }) => variant?.of === index);
    const isOfAll = index === 0 || master.isLast === true;
    const [own, ...others] = [master, ...variants].map(({ boxes }) => {
      const shown: Printed = { always: new Set(), sometimes: printed.sometimes };
      for (const box of boxes) collect(shown, box.blocks, isOfAll);
      return shown.always;
    });
    for (const sum of own ?? []) {
      if (others.every((shown) => shown.has(sum))) printed.always.add(sum);
      else printed.sometimes.set(sum, master.boxes[0]?.id ?? "");
    }
  }
}

function collect(printed: Printed, blocks: readonly Block[], isAlways: boolean): void {
  for (const block of blocks) {
    if (!block.channels.print) continue;
    const isShown = isAlways && (block.when === undefined || block.isVariant === true);
    if (block.kind === "text") add(printed, block.sum, isShown, block.id);
    if (block.kind === "group") collect(printed, block.blocks, isShown);
    // What is repeated may be there for no row.
    if (block.kind === "repeat") collect(printed, block.item.blocks, false);
    if (block.kind === "columns")
      for (const column of block.columns) collect(printed, column.blocks, isShown);
    if (block.kind === "facts")
      for (const { sum, when } of block.entries)
        add(printed, sum, isShown && when === undefined, block.id);
  }
}

function add(printed: Printed, sum: number | undefined, isAlways: boolean, place: string): void {
  if (sum === undefined) return;
  if (isAlways) printed.always.add(sum);
  else if (!printed.sometimes.has(sum)) printed.sometimes.set(sum, place);
}
