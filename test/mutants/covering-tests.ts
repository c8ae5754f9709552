import { dirname, join, normalize } from "node:path";
import { parseSync } from "vite";
import { type SourceFile, sourceFiles } from "../arch/source-tree.ts";

/** Tests of whole runs, which pass through every room; the quickest that look at all it makes. */
export const WHOLE_RUN_TESTS: readonly string[] = [
  "test/golden",
  "test/e2e/sums.test.ts",
  "test/e2e/balance.test.ts",
  "test/e2e/content.test.ts",
  "test/e2e/pulls.test.ts",
  "test/e2e/suppress.test.ts",
  "test/verify",
  "test/desk",
  "test/evidence",
  "test/run",
];

/** Whole runs pass through everything, and what is simulated takes long. */
const WHOLE = ["test/e2e/", "test/sim/"];

/** The test files that import a file of `src`, be it by a helper of theirs, and those of its room. */
export function coveringTests(path: string): readonly string[] {
  const files = new Map(sourceFiles("test").map((file) => [file.path, file]));
  const room = path.split("/")[1];
  const covers = (file: SourceFile): boolean =>
    file.path.startsWith(`test/${room}/`) || reached(file, files).has(path);
  return [...files.values()]
    .filter((file) => file.path.endsWith(".test.ts"))
    .filter((file) => !WHOLE.some((folder) => file.path.startsWith(folder)) && covers(file))
    .map((file) => file.path);
}

/** The files of `src` that a test imports, through its helpers but not through `src`. */
function reached(file: SourceFile, files: ReadonlyMap<string, SourceFile>): ReadonlySet<string> {
  const [seen, found, open] = [new Set([file.path]), new Set<string>(), [file]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const target of importsOf(next)) {
      if (target.startsWith("src/")) found.add(target);
      const helper = files.get(target);
      if (helper === undefined || seen.has(target)) continue;
      seen.add(target);
      open.push(helper);
    }
  }
  return found;
}

const known = new Map<string, readonly string[]>();

function importsOf({ path, text }: SourceFile): readonly string[] {
  const before = known.get(path);
  if (before !== undefined) return before;
  const { staticImports } = parseSync(path, text).module;
  const own = staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const targets = own.flatMap((one) =>
    one.startsWith(".") ? [normalize(join(dirname(path), one))] : [],
  );
  known.set(path, targets);
  return targets;
}
