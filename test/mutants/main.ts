import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Prng } from "../../src/base/prng.ts";
import { projectFolder, type SourceFile, sourceFiles } from "../arch/source-tree.ts";
import { coveringTests, WHOLE_RUN_TESTS } from "./covering-tests.ts";
import { findMutants, type Mutant } from "./find-mutants.ts";

/**
 * `npm run mutants -- [--seed 1] [--mutants 30] [--whole]`: changes one place of the source after
 * the other, in a copy of the project, and says which changes no test of the place sees. With
 * `--whole`, what survives is put before the tests of whole runs as well.
 */
const { values } = parseArgs({
  options: { seed: { type: "string" }, mutants: { type: "string" }, whole: { type: "boolean" } },
});
const random = new Prng(Number(values.seed ?? 1));
const wanted = Number(values.mutants ?? 30);

/** What is mutated, in turn. */
const PARTS: Readonly<Record<string, RegExp>> = {
  compose: /^src\/compose\//,
  settle:
    /^src\/(engine\/(settle|find-duplicates|run-counts)|mail\/(piece|print-streams|spool-cut))/,
  assemble: /^src\/spool\//,
  verify: /^src\/verify\//,
  ledger: /^src\/ledger\//,
};

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** One mutant of each part, and again, until there are as many as wanted. */
function drawn(): Mutant[] {
  const all = sourceFiles("src");
  const parts = Object.values(PARTS).map((part) =>
    all.filter(({ path }) => part.test(path)).flatMap(({ path, text }) => findMutants(path, text)),
  );
  const taken: Mutant[] = [];
  for (let nth = 0; taken.length < wanted; nth += 1) {
    const part = parts[nth % parts.length] as Mutant[];
    taken.push(...part.splice(random.below(part.length), 1));
  }
  return taken;
}

/** A copy whose source may be spoiled. */
function projectCopy(): string {
  const copy = mkdtempSync(join(tmpdir(), "nightpress-mutants-"));
  for (const part of ["src", "test", "bench", "fixtures", "fonts", "layouts"])
    cpSync(join(projectFolder, part), join(copy, part), { recursive: true });
  for (const file of ["package.json", "tsconfig.json", "README.md"])
    if (existsSync(join(projectFolder, file))) cpSync(join(projectFolder, file), join(copy, file));
  symlinkSync(join(projectFolder, "node_modules"), join(copy, "node_modules"));
  return copy;
}

const LIMIT_MS = 5 * 60_000;

/**
 * Whether a test fails, or the tests do not come to an end. They run in a group of processes of
 * their own: a mutant that loops for ever is ended with all that it started.
 */
async function isKilled(copy: string, tests: readonly string[]): Promise<boolean> {
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--config", "test/vitest.config.ts", "--bail", "1", ...tests];
  const child = spawn(process.execPath, args, { cwd: copy, detached: true, stdio: "ignore" });
  const endGroup = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  const limit = setTimeout(endGroup, LIMIT_MS);
  process.once("SIGINT", endGroup).once("SIGTERM", endGroup);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  clearTimeout(limit);
  process.off("SIGINT", endGroup).off("SIGTERM", endGroup);
  return code !== 0;
}

async function fateOf(mutant: Mutant, copy: string, text: string): Promise<string> {
  const { path, start, end, replacement } = mutant;
  writeFileSync(join(copy, path), text.slice(0, start) + replacement + text.slice(end));
  const near = coveringTests(path);
  if (near.length > 0 && (await isKilled(copy, near))) return "killed";
  const isWhole = values.whole === true;
  if (isWhole && (await isKilled(copy, WHOLE_RUN_TESTS))) return "killed by whole runs";
  return "SURVIVED";
}

const texts = new Map(sourceFiles("src").map(({ path, text }: SourceFile) => [path, text]));
const copy = projectCopy();
const survivors: string[] = [];
try {
  const mutants = drawn();
  const all = new Set(mutants.flatMap(({ path }) => coveringTests(path)));
  if (await isKilled(copy, [...all])) throw new Error("the tests fail without a mutant");
  for (const mutant of mutants) {
    const text = texts.get(mutant.path) as string;
    const fate = await fateOf(mutant, copy, text);
    writeFileSync(join(copy, mutant.path), text);
    const told = `${mutant.path}:${mutant.line} ${mutant.what}`;
    if (fate === "SURVIVED") survivors.push(told);
    say(`${fate}: ${told}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
say(`${wanted - survivors.length} of ${wanted} mutants killed`);
