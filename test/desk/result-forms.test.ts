import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { readInserterResults } from "../../src/desk/reprints/inserter-results.ts";
import { resultList } from "../../src/desk/reprints/result-list.ts";
import { checkDevice } from "../../src/job/shop/check-device.ts";
import type { Job } from "../../src/model/job.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { shared } from "../layout/support.ts";
import { summary } from "../mapping/mapped-job.ts";

const folder = temporaryFolder("results");
const host = new NodeHost();

/** A shop with one inserter, whose result files are as the text says. */
function jobOf(results: string): Job | string {
  const file = `${folder}/i-1.yaml`;
  const head = "device: i-1\nkind: inserter\npieces-per-hour: 9000\nsheets-max: 4\nresults:\n";
  writeFileSync(file, `${head}${results.replaceAll(/^(?=.)/gm, "  ")}`);
  const { device, diagnostics } = checkDevice(host, file, shared);
  if (device === undefined || !("inserter" in device)) return summary(diagnostics).join("; ");
  return { shop: { devices: { presses: [], inserters: [device.inserter] } } } as unknown as Job;
}

/** What a file of the machine says of each piece; or why it is refused, with line and column. */
async function read(results: string, content: string | Buffer, machine = "i-1"): Promise<unknown> {
  const job = jobOf(results);
  if (typeof job === "string") return job;
  const file = `${folder}/results.dat`;
  writeFileSync(file, content);
  try {
    const found = await readInserterResults(host, resultList(job, file, machine), "ABCDEF");
    return found.map(({ piece, status }) => `${piece} ${status}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics
      .map(({ code, message, hint, data }) =>
        [code, data?.line, data?.field, message, hint].join(" | "),
      )
      .join("; ");
  }
}

const CODED = `encoding: windows-1252
delimiter: ";"
dialect: { skip-lines: 1 }
columns:
  SEQ: { to: piece, strip: "0" }
  CODE: { to: status, codes: { "00": inserted, "07": damaged, "09": missing } }
`;
const FIXED = `format: fixed
fixed: { record-bytes: 6, fields: { N: { start: 1, length: 6 } } }
columns: { N: { to: piece, strip: "0" } }
fields: { status: { constant: damaged } }
`;
const ONLY = "fields: { status: { constant: missing } }\n";

describe("the result files of a machine", () => {
  it.each([
    [
      "its codes and columns",
      CODED,
      "Früh\nSEQ;X;CODE\n0017;a;00\n0018;;07\n",
      ["17 inserted", "18 damaged"],
    ],
    ["fixed width, of damaged pieces alone", FIXED, "000017000120", ["17 damaged", "120 damaged"]],
    ["one piece a line", ONLY, "17\n18\n", ["17 missing", "18 missing"]],
    ["records by their own names", `format: ndjson\n${ONLY}`, '{"piece":17}\n', ["17 missing"]],
  ] as const)("are read by %s", async (_, results, content, expected) => {
    expect(await read(results, Buffer.from(content, "latin1"))).toEqual(expected);
  });

  it.each([
    [
      "a code that has no meaning",
      CODED,
      "\nSEQ;CODE\n1;00\n2;55\n",
      /file.wrong-list \| 4 \| CODE \| Line 4 .*status/,
    ],
    [
      "a column that is not there",
      CODED,
      "\nSEQ;STATE\n1;00\n",
      /has no column CODE \(it has SEQ, STATE\)/,
    ],
    ["a torn row", CODED, "\nSEQ;CODE\n1\n", /\| 3 \| .*short-rows/],
  ] as const)("are refused with line and column: %s", async (_, results, content, expected) => {
    expect(await read(results, content)).toMatch(expected);
  });

  it("are declared as a file of the input is, and checked before there is one", async () => {
    const mistake = (find: string, write: string): Promise<unknown> =>
      read(CODED.replace(find, write), "");
    expect(await mistake("to: piece", "to: peace")).toMatch(
      /device.unknown-field results.columns.SEQ.to: .*a result file's fields.*fields: piece, data_matrix/,
    );
    expect(await mistake('"07": damaged', '"07": torn')).toMatch(/results.columns.CODE.codes.07/);
    expect(await mistake("dialect:", "sheet:")).toMatch(/device.unknown-key results.sheet/);
    expect(await mistake("encoding:", "format: xlsx\nencoding:")).toMatch(/misplaced-key/);
  });

  it("are those of a machine that the shop knows", async () => {
    expect(await read(ONLY, "1\n", "i-2")).toMatch(/reprint.unknown-machine .*did you mean `i-1`/);
  });
});
