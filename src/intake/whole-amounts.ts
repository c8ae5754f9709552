import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { isPlainObject } from "../base/plain-object.ts";
import type { ObjectShape, Shape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { fieldLine } from "./check/convert-hint.ts";
import { inputFinding } from "./check/input-findings.ts";
import { withShardFiles } from "./files/shard-files.ts";
import { compileUnitSource } from "./unit-source.ts";

/** So many records are looked at. */
const RECORDS = 200;
/** So many amounts that are not zero tell that a sender writes none with decimals. */
const TELLING = 10;

const ROW = /\.0\./g;

/** How the amounts of a field are written in the records that were looked at. */
interface Amounts {
  whole: number;
  other: number;
}

/**
 * Warns of money fields whose amounts are all whole, though the job does not say so: if the sender
 * counts cents, they would print a hundred times too much. Looks at the first records alone.
 */
export function wholeAmounts(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
): Diagnostic[] {
  const found = new Map<string, Amounts>();
  const [shard] = scan.shards;
  if (shard === undefined) return [];
  const choice = { from: 0, to: RECORDS, untouched: new Map() };
  withShardFiles(host, scan.files, shard, (files) => {
    const source = compileUnitSource(host, input, shape, scan.files)(files, shard);
    source.forEach(({ value }) => visit(value, shape, "", found), choice);
  });
  return [...found]
    .filter(([field]) => !isDeclared(input, field))
    .filter(([, { whole, other }]) => other === 0 && whole >= TELLING)
    .map(([field, { whole }]) => warning(input, field, whole));
}

/** Counts the amounts of a value; all rows of a list count as its first. */
function visit(value: unknown, shape: Shape, path: string, found: Map<string, Amounts>): void {
  if (shape.kind === "list" && Array.isArray(value))
    for (const row of value) visit(row, shape.item, `${path}.0`, found);
  else if (shape.kind === "object" && isPlainObject(value))
    for (const [name, inner] of Object.entries(shape.fields))
      visit(value[name], inner, path === "" ? name : `${path}.${name}`, found);
  else if (shape.kind === "money" && shape.digits !== 0 && typeof value === "string") {
    const amounts = found.get(path) ?? { whole: 0, other: 0 };
    if (value.includes(".")) amounts.other += 1;
    else if (/[1-9]/.test(value)) amounts.whole += 1;
    found.set(path, amounts);
  }
}

/** Whether the job says how a field's amounts are written. */
function isDeclared({ fields = {}, details }: InputSpec, field: string): boolean {
  const path = field.replaceAll(ROW, ".");
  const ofDetail = details.find(({ into }) => path.startsWith(`${into}.`));
  const own = ofDetail?.fields?.[path.slice(ofDetail.into.length + 1)] ?? fields[path];
  return own?.convert !== undefined;
}

function warning(input: InputSpec, field: string, count: number): Diagnostic {
  const amounts = `the first ${count} amounts of ${field.replaceAll(ROW, ".")}`;
  const message = `${amounts} have no decimals: cents would print a hundred times too much`;
  const line = fieldLine(input, field);
  const cents = line?.replace("...", "money: { implied: 2 }");
  const whole = line?.replace("...", 'money: "1234"');
  const hint = line && `for cents write ${cents}; if they are whole, ${whole}`;
  const finding = inputFinding("input.whole-amounts", message, { file: input.file }, hint);
  return { ...finding, severity: "warning" };
}
