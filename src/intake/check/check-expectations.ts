import { defined } from "../../base/assert.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import type { ObjectShape } from "../../model/data-shape.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Scan } from "../../model/shard.ts";
import { readCompanion } from "../files/companion.ts";
import { specIndex } from "../files/input-files.ts";
import { inputFinding } from "./input-findings.ts";
import { exactSum, isTooLargeSum } from "./exact-sum.ts";
import type { StatedTotals } from "./stated-totals.ts";
import { sumFields } from "./sum-fields.ts";

const INCOMPLETE = "the input may be incomplete: request it again, or correct what the job expects";

/**
 * Where the input differs from what the job, the companion file or the trailer (`trailerTotals`)
 * says of it: records of the master file (broken ones included), rows of detail files, sums; and,
 * as a warning, sums that could not be checked.
 */
export function checkExpectations(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  trailerTotals: readonly StatedTotals[],
): Diagnostic[] {
  const job = jobTotals(input);
  const companion = readCompanion(host, input, scan);
  const stated = [job.totals, ...trailerTotals, ...companion.totals];
  return [
    ...job.findings,
    ...companion.findings,
    ...[...stated, ...togetherOf(stated, scan)].flatMap((totals) =>
      countFindings(input, scan, totals),
    ),
    ...sumFindings(host, input, shape, scan, stated),
  ];
}

/** The totals in the job itself. */
function jobTotals(input: InputSpec): { totals: StatedTotals; findings: Diagnostic[] } {
  const { records, sums } = input.expect;
  const place = { file: input.file };
  const findings: Diagnostic[] = [];
  const exact = new Map<string, bigint>();
  for (const [path, text] of Object.entries(sums)) {
    const sum = exactSum(text);
    if (sum !== undefined) exact.set(path, sum);
    else {
      const is = isTooLargeSum(text) ? "is too large to be" : "is not";
      const message = `the expected sum of ${path} ${is} an amount such as 1234.50: correct it`;
      findings.push(inputFinding("input.expectation", message, place, "write it with its cents"));
    }
  }
  const rows = new Map<string, number>();
  for (const { into, expectRows } of input.details)
    if (expectRows !== undefined) rows.set(into, expectRows);
  const totals = { by: "the job", place, ...(records !== undefined && { records }), rows };
  return { totals: { ...totals, sums: exact }, findings };
}

function countFindings(input: InputSpec, scan: Scan, totals: StatedTotals): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const { records, parts } = totals;
  const counts = parts?.map((part) => scan.files[part]?.rowCount ?? 0);
  const recordCount = counts?.reduce((sum, count) => sum + count, 0) ?? rowsOf(scan, 0);
  const file = scan.files[parts?.[0] ?? 0]?.file ?? input.file;
  if (records !== undefined && records !== recordCount)
    findings.push(countDiffers(totals, file, "records", records, recordCount));
  // What files of a list say of their rows of details holds of all of them together.
  if (parts !== undefined) return findings;
  input.details.forEach(({ file, into }, index) => {
    const rowCount = rowsOf(scan, index + 1);
    const rows = totals.rows.get(into);
    if (rows !== undefined && rows !== rowCount)
      findings.push(countDiffers(totals, file, "rows", rows, rowCount));
  });
  return findings;
}

/** What is stated of the rows of details for each of several files: it holds of all together. */
function togetherOf(stated: readonly StatedTotals[], { files }: Scan): StatedTotals[] {
  const ofParts = stated.filter(({ parts, rows }) => parts !== undefined && rows.size > 0);
  return [...Map.groupBy(ofParts, ({ by }) => by).values()].flatMap((own) => {
    const parts = new Set(own.flatMap((totals) => totals.parts ?? []));
    const isWhole = files.every((_, index) => specIndex(files, index) !== 0 || parts.has(index));
    const [first] = own;
    if (first === undefined || !isWhole) return [];
    const rows = new Map<string, number>();
    for (const totals of own)
      for (const [into, count] of totals.rows) rows.set(into, (rows.get(into) ?? 0) + count);
    return [{ by: first.by, place: first.place, rows, sums: new Map<string, bigint>() }];
  });
}

/** Rows of all parts of a file of the input. */
function rowsOf({ files }: Scan, of: number): number {
  return files.reduce(
    (sum, { rowCount }, index) => (specIndex(files, index) === of ? sum + rowCount : sum),
    0,
  );
}

function sumFindings(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  stated: readonly StatedTotals[],
): Diagnostic[] {
  const paths = [...new Set(stated.flatMap(({ sums }) => [...sums.keys()]))];
  if (paths.length === 0) return [];
  const found = sumFields(host, input, shape, scan, paths);
  return paths.flatMap((path) => {
    const read = found.map((sums) => defined(sums.get(path), "a sum"));
    const unreadCount = read.reduce((count, sum) => count + sum.unreadCount, 0);
    // If some amounts could not be read, the sum of the others proves nothing either way.
    if (unreadCount > 0) return [unproven(input, path, unreadCount)];
    const sumOf = (parts: readonly number[]): bigint =>
      parts.reduce((total, part) => total + (read[part]?.exact ?? 0n), 0n);
    return stated.flatMap(({ by, parts = [...read.keys()], sums }) => {
      const sum = sumOf(parts);
      if ((sums.get(path) ?? sum) === sum) return [];
      const message = `the sum of ${path} is not what ${by} ${verbOf(by)}`;
      const file = scan.files[parts[0] ?? 0]?.file ?? input.file;
      return [inputFinding("input.expectation", message, { file }, INCOMPLETE)];
    });
  });
}

function unproven({ file }: InputSpec, path: string, unreadCount: number): Diagnostic {
  const records = unreadCount === 1 ? "1 record has" : `${unreadCount} records have`;
  const message =
    `${records} no readable ${path}, so its sum could not be checked ` +
    "against what was expected";
  const hint = "see the rejects; the record count was checked nevertheless";
  return {
    ...inputFinding("input.sum-unproven", message, { file }, hint),
    severity: "warning",
  };
}

function countDiffers(
  { by }: StatedTotals,
  file: string,
  what: string,
  expected: number,
  found: number,
): Diagnostic {
  const message = `${by} ${verbOf(by)} ${expected} ${what}, the file has ${found}`;
  return inputFinding("input.expectation", message, { file }, INCOMPLETE);
}

function verbOf(by: string): string {
  return by === "the job" ? "expects" : "says";
}
