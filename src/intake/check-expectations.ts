import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { inputFinding } from "./input-findings.ts";
import { minorUnits } from "./minor-units.ts";
import { sumFields } from "./sum-fields.ts";

const INCOMPLETE = "the input may be incomplete: get it anew, or correct what the job expects";

/**
 * What the job expects of its input that does not hold: records of the master file (broken ones
 * counted), rows of detail files, sums.
 */
export function checkExpectations(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const { records } = input.expect;
  const recordCount = scan.files[0]?.rowCount ?? 0;
  if (records !== undefined && records !== recordCount)
    findings.push(countDiffers(input.file, "records", records, recordCount));
  input.details.forEach(({ file, expectRows }, index) => {
    const rowCount = scan.files[index + 1]?.rowCount ?? 0;
    if (expectRows !== undefined && expectRows !== rowCount)
      findings.push(countDiffers(file, "rows", expectRows, rowCount));
  });
  return [...findings, ...sumFindings(host, input, shape, scan)];
}

function sumFindings(host: Host, input: InputSpec, shape: ObjectShape, scan: Scan): Diagnostic[] {
  const paths = Object.keys(input.expect.sums);
  if (paths.length === 0) return [];
  const sums = sumFields(host, input, shape, scan, paths);
  return paths.flatMap((path) => {
    const expected = minorUnits(input.expect.sums[path] ?? "");
    const sum = sums.get(path);
    const place = { file: input.file };
    if (expected === undefined) {
      const message = `the expected sum of ${path} is not an amount such as 1234.50: correct it`;
      return [inputFinding("input.expectation", message, place, "write it with its cents")];
    }
    // Where some amounts could not be read, the sum of the others proves nothing either way.
    if (sum === undefined || sum.unreadCount > 0 || sum.minorUnits === expected) return [];
    const message = `the sum of ${path} is not what the job expects`;
    return [inputFinding("input.expectation", message, place, INCOMPLETE)];
  });
}

function countDiffers(file: string, what: string, expected: number, found: number): Diagnostic {
  const message = `the job expects ${expected} ${what}, the file has ${found}`;
  return inputFinding("input.expectation", message, { file }, INCOMPLETE);
}
