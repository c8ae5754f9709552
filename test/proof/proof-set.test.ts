import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { makeProof, openLayout, type ProofReport, UsageError } from "../../src/index.ts";
import type { ProofSet } from "../../src/model/proof-set.ts";
import type { RawObject } from "../../src/model/record.ts";
import { proofCases } from "../../src/proof/proof-set/proof-cases.ts";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { codeOf, laterRefusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { root, SMALL, writeLayout } from "../layout/support.ts";
import { axeFindings, hasBrowser, launchBrowser } from "../kit/browser.ts";

const RETAIL = `${root}/layouts/retail-statement`;

describe("the proof set of the retail statement", () => {
  const folder = temporaryFolder("proof");
  let report: ProofReport;
  beforeAll(async () => {
    const made = { records: 10, seed: 7, folder: `${folder}/in`, badPercent: 0 } as const;
    const { jobFile } = writeStatementFixture({ ...made, format: "ndjson", mode: "test" });
    report = await makeProof("retail-statement", { out: `${folder}/out`, job: jobFile });
  });

  it("shows each condition both ways, or names those no record was found for, with their line", () => {
    const { coverage } = report;
    expect(coverage.covered + coverage.notReached.length).toBe(coverage.ways);
    expect(coverage.notReached).toEqual([]);
    const kinds = new Set(coverage.branches.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(["when", "where", "has", "message", "locale", "channel"]));
    const lines = readFileSync(`${RETAIL}/layout.yaml`, "utf8").split("\n");
    const lineOf = (source: string): string => lines[Number(source.split(":")[1]) - 1] ?? "";
    for (const { kind, source } of coverage.branches)
      if (kind === "when" || kind === "where")
        expect(lineOf(source)).toMatch(new RegExp(`\\b${kind}:`));
    // Every condition that the file has.
    const conditions = lines.filter((line) => /\b(when|where):/.test(line)).length;
    expect(coverage.branches.filter(({ kind }) => /^(when|where)$/.test(kind)).length).toBe(
      conditions,
    );
  });

  it("has amounts, lists, texts and days at their ends, and pages that just fit", () => {
    const names = new Set(report.proof.cases.map(({ name }) => name));
    for (const name of [
      "zero",
      "least-gain",
      "least-loss",
      "largest",
      "lowest",
      "leap-day",
      "year-end",
      "unbreakable",
      "other-scripts",
      "0-rows-of-transactions",
      "1-row-of-transactions",
      "1000-rows-of-transactions",
      "sample-standard",
    ])
      expect(names).toContain(name);
    const pagesOf = (name: string): number =>
      report.proof.cases.find((one) => one.name === name)?.renditions.print?.pages ?? 0;
    expect(pagesOf("breaks-transactions")).toBe(pagesOf("fits-transactions") + 1);
  });

  it("refuses a job of another layout, whose rules are about other fields", async () => {
    const request = { out: `${folder}/other`, job: `${folder}/in/job.yaml` };
    expect(await laterRefusedCodes(makeProof("utility-bill", request))).toEqual(["cli.bad-usage"]);
    expect(existsSync(request.out)).toBe(false);
  });

  it("says how the job sends each case", () => {
    const routes = new Set(report.proof.cases.map(({ route = "" }) => route.split(/[:,]/)[0]));
    expect(routes).toEqual(new Set(["Goes on paper", "Goes by email", "Goes by sms"]));
  });

  it("is one page that needs nothing else", () => {
    expect(readFileSync(`${folder}/out/proof.html`, "utf8")).not.toMatch(/<script|src="(?!data:)/);
  });

  it.skipIf(!hasBrowser)("is accessible", async () => {
    const browser = await launchBrowser();
    try {
      const shown = await browser.newPage({ viewport: { width: 1500, height: 1000 } });
      await shown.goto(pathToFileURL(`${folder}/out/proof.html`).href);
      expect(await axeFindings(shown)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe("a proof set", () => {
  const files = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(`${folder}/${name}`, "latin1")]),
    );
  const proofOf = async (layout: string, seed: number): Promise<string> => {
    const { out } = await makeProof(layout, { out: `${temporaryFolder()}/out`, seed });
    return out;
  };

  it("has the same bytes for the same seed, and others for another", async () => {
    const layout = writeLayout(SMALL);
    const [first, again, other] = [
      await proofOf(layout, 3),
      await proofOf(layout, 3),
      await proofOf(layout, 4),
    ];
    expect(Object.keys(files(first))).toEqual([
      "coverage.json",
      "proof.html",
      "proof.json",
      "proof.pdf",
      "reading.json",
    ]);
    expect(files(again)).toEqual(files(first));
    expect(files(other)["proof.json"]).not.toEqual(files(first)["proof.json"]);
  });

  it("names the channels of a case that lack a text which the layout requires", async () => {
    const required = "require: [{ id: lost, text: Words that nobody wrote, on: [print] }]\n";
    const out = await proofOf(writeLayout(SMALL + required), 3);
    const proof: ProofSet = JSON.parse(readFileSync(`${out}/proof.json`, "utf8"));
    const printed = proof.cases.filter(({ firstPage }) => firstPage !== undefined);
    expect(printed.length).toBeGreaterThan(3);
    for (const { codes } of printed) expect(codes).toEqual(["verify.required-text"]);
    const html = readFileSync(`${out}/proof.html`, "utf8");
    expect(html).toContain("the print does not show the required text `lost`");
  });

  it("names each sample that is no JSON", async () => {
    const layout = writeLayout(SMALL);
    mkdirSync(`${layout}/samples`);
    for (const name of ["a.json", "b.json"]) writeFileSync(`${layout}/samples/${name}`, "{");
    const error = await makeProof(layout, { out: `${temporaryFolder()}/out` }).catch(
      (thrown: unknown) => thrown,
    );
    expect(codeOf(error)).toBe("layout.bad-sample");
    const { diagnostics } = error as UsageError;
    expect(diagnostics.map(({ data }) => data?.file.slice(-6))).toEqual(["a.json", "b.json"]);
  });

  it("shows a sample that does not match the layout's data, and makes no other case like it", async () => {
    const layout = writeLayout(SMALL);
    const without = await makeProof(layout, { out: `${temporaryFolder()}/out` });
    mkdirSync(`${layout}/samples`);
    writeFileSync(`${layout}/samples/a.json`, '{ "account": { "closing": "much" } }');
    const { proof } = await makeProof(layout, { out: `${temporaryFolder()}/out` });
    const [sample, ...others] = proof.cases;
    expect(sample?.name).toBe("sample-a");
    expect(sample?.codes).not.toEqual([]);
    expect(others).toEqual(without.proof.cases);
  });

  it("tells cases apart whose names differ by signs alone", async () => {
    const layout = writeLayout(SMALL);
    mkdirSync(`${layout}/samples`);
    for (const name of ["a b", "a-b"]) writeFileSync(`${layout}/samples/${name}.json`, "{}");
    const { proof } = await makeProof(layout, { out: `${temporaryFolder()}/out` });
    const names = proof.cases.map(({ name }) => name);
    expect(names.slice(0, 2)).toEqual(["sample-a-b", "sample-a-b--2"]);
    expect(new Set(names).size).toBe(names.length);
  });

  it("names what no record meets, with its line, and refuses a folder that is used", async () => {
    const never = `  - paragraph: never
    when: account.closing < money("1.00") && account.closing > money("2.00")
  - heading`;
    const text = SMALL.replace("  - heading", never);
    const out = await proofOf(writeLayout(text), 1);
    const coverage = JSON.parse(
      readFileSync(`${out}/coverage.json`, "utf8"),
    ) as ProofReport["coverage"];
    const line = text.split("\n").findIndex((one) => one.includes('money("2.00")')) + 1;
    expect(coverage.notReached).toEqual([`layout.yaml:${line}: when blocks.0.when true`]);
    const refused = await makeProof(writeLayout(SMALL), { out }).catch((error: unknown) =>
      codeOf(error),
    );
    expect(refused).toBe("cli.bad-usage");
  });
});

/** Changes of one place of a layout: its line, and the line in its place. */
function mutationsOf(text: string): { line: number; changed: string; kind: string }[] {
  return text.split("\n").flatMap((own, line) => {
    const made: { line: number; changed: string; kind: string }[] = [];
    const add = (kind: string, pattern: RegExp, by: (...parts: string[]) => string): void => {
      if (pattern.test(own)) made.push({ line, kind, changed: own.replace(pattern, by) });
    };
    add(
      "condition",
      /\b(when|where): (['"]?)(.+?)\2$/,
      (_all, key, _quote, what) => `${key}: '!(${what})'`,
    );
    add(
      "text",
      /(paragraph|heading|label|title|text): (["']?)(\**[A-Z][a-z]+)/,
      (_all, key, quote, word) => `${key}: ${quote}${word}x`,
    );
    add("style", /size: ([\d.]+)pt/, (_all, size) => `size: ${Number(size) + 1}pt`);
    add("style", /leading: ([\d.]+)pt/, (_all, size) => `leading: ${Number(size) + 1}pt`);
    add(
      "style",
      /space-(after|before): ([\d.]+)pt/,
      (_all, where, size) => `space-${where}: ${Number(size) + 2}pt`,
    );
    add(
      "place",
      /(at|body): \[([\d.]+)in/,
      (_all, key, left) => `${key}: [${(Number(left) + 0.02).toFixed(3)}in`,
    );
    add("color", /"#([0-9a-f]{4})[0-9a-f]{2}"/, (_all, red) => `"#${red}77"`);
    return made;
  });
}

describe("a changed layout", () => {
  const MUTANTS = 40;

  it(`changes a rendition: at least 95 of 100, of ${MUTANTS} drawn by a seed`, async () => {
    const base = await openLayout("retail-statement", { asOf: "2026-10-31" });
    const samples = new Map(
      readdirSync(`${RETAIL}/samples`).map((file) => [
        file,
        JSON.parse(readFileSync(`${RETAIL}/samples/${file}`, "utf8")) as RawObject,
      ]),
    );
    const by = { plan: base.plan, seed: 1, samples: [...samples.values()] };
    const all = [...proofCases(by, samples, () => 1)];
    // Long lists show nothing of a layout that short ones do not, and take longest.
    const records = all.filter(({ name }) => !name.startsWith("1000")).map(({ record }) => record);
    const shown = (layout: typeof base, record: RawObject): string => {
      const { pdf, messages } = layout.compose(record, { key: "A" });
      return `${Buffer.from(pdf ?? []).toString("latin1")}${JSON.stringify(messages)}`;
    };
    const known = records.map((record) => shown(base, record));
    const text = readFileSync(`${RETAIL}/layout.yaml`, "utf8");
    const pool = mutationsOf(text);
    const chance = new Prng(7);
    const unseen: string[] = [];
    let tried = 0;
    while (tried < MUTANTS && pool.length > 0) {
      const [mutation] = pool.splice(chance.below(pool.length), 1);
      if (mutation === undefined) break;
      const folder = `${temporaryFolder()}/retail-statement`;
      cpSync(RETAIL, folder, { recursive: true });
      writeFileSync(
        `${folder}/layout.yaml`,
        text.split("\n").with(mutation.line, mutation.changed).join("\n"),
      );
      const layout = await openLayout(folder, { asOf: "2026-10-31" }).catch((error: unknown) => {
        if (error instanceof UsageError) return undefined;
        throw error;
      });
      // What the check refuses needs no proof.
      if (layout === undefined) continue;
      tried += 1;
      const isSeen = records.some((record, index) => shown(layout, record) !== known[index]);
      if (!isSeen) unseen.push(`${mutation.line + 1}: ${mutation.changed.trim()}`);
    }
    expect(tried).toBe(MUTANTS);
    expect(unseen.length, unseen.join("\n")).toBeLessThanOrEqual(MUTANTS * 0.05);
  });
});
