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

/** The test files that import a file of `src`, be it by a helper of theirs or by its room. */
export function coveringTests(path: string): readonly string[] {
  const files = new Map(sourceFiles("test").map((file) => [file.path, file]));
  const room = roomOf(path);
  const tests = [...files.values()].filter((file) => file.path.endsWith(".test.ts"));
  const ofFile = tests.filter((file) => reached(file, files).has(path));
  const ofRoom = tests.filter((file) =>
    [...reached(file, files)].some((at) => roomOf(at) === room),
  );
  return (ofFile.length > 0 ? ofFile : ofRoom).map((file) => file.path);
}

function roomOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
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
