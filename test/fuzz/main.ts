import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { FUZZ_KINDS, FUZZ_SHARES, type FuzzKind } from "./fuzz-kind.ts";
import { type KindResult, runFuzz } from "./run-fuzz.ts";

const USAGE = `npm run fuzz -- [--seed N] [--count K] [--only KIND] [--first N] [--out DIR]

Gives K mutated inputs to what reads them, and says which were not refused as they must be.
Kinds: ${FUZZ_KINDS.join(", ")}`;

/** How many of `count` cases each kind gets. */
function sharesOf(count: number): Map<FuzzKind, number> {
  const sum = Object.values(FUZZ_SHARES).reduce((total, share) => total + share, 0);
  return new Map(FUZZ_KINDS.map((kind) => [kind, Math.ceil((count * FUZZ_SHARES[kind]) / sum)]));
}

function show({ kind, cases, accepted, codes, findings, seconds }: KindResult): void {
  const counts = `${cases} cases, ${accepted} accepted, ${Object.keys(codes).length} codes`;
  console.log(`${kind}: ${counts}, ${findings.length} findings (${seconds.toFixed(1)} s)`);
  for (const { index, what, file } of findings) console.log(`  case ${index}: ${what}\n  ${file}`);
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "10000" },
    first: { type: "string", default: "0" },
    only: { type: "string" },
    out: { type: "string" },
    codes: { type: "boolean" },
    help: { type: "boolean" },
  },
});
const [seed, count, first] = [values.seed, values.count, values.first].map(Number);
const only = FUZZ_KINDS.find((kind) => kind === values.only);
const isBad = [seed, count, first].some((value) => !Number.isSafeInteger(value));
if (values.help === true || isBad || (values.only !== undefined && only === undefined)) {
  console.log(USAGE);
  process.exit(values.help === true ? 0 : 2);
}
console.log(`seed ${seed}`);
const results = await runFuzz({
  seed: seed as number,
  first: first as number,
  counts: only ? new Map([[only, count as number]]) : sharesOf(count as number),
  findingsFolder: values.out ?? join(tmpdir(), `nightpress-fuzz-findings-${seed}`),
  onKind: show,
});
if (values.codes === true) for (const { kind, codes } of results) console.log(kind, codes);
const findings = results.reduce((sum, result) => sum + result.findings.length, 0);
const cases = results.reduce((sum, result) => sum + result.cases, 0);
console.log(`${cases} cases, ${findings} findings, seed ${seed}`);
process.exitCode = findings === 0 ? 0 : 1;
