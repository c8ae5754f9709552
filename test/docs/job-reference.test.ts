import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { limits } from "../../src/base/limits.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { lintLayout } from "../../src/index.ts";
import { jobSchema, trailerSchema } from "../../src/job/job-schema.ts";
import { jobOf } from "../../src/job/job-values.ts";
import { shopSchema } from "../../src/job/shop/shop-schema.ts";
import { nightpress } from "../kit/command.ts";
import { codeSpans, fenceWith, readDocument } from "./documents.ts";
import { exampleFolder, writeExample } from "./examples.ts";
import { KEY_TABLES, keyRows, type PageTable, tablesOf, withTables } from "./key-tables.ts";
import { runJob } from "../kit/in-process.ts";

const page = readDocument("src/job/README.md");
const layouts = readDocument("layouts/README.md");
const tables = tablesOf(page);

function schemaRows({ name }: PageTable): unknown[] {
  return keyRows(KEY_TABLES[name] ?? { schema: z.strictObject({}) });
}

function pageRows({ rows }: PageTable): unknown[] {
  return rows.map(({ key, value, required }) => ({ key, value, required }));
}

describe("the tables of keys", () => {
  it("are all there, and say what the schemas do: `npm run docs` renews them", () => {
    expect(tables.map(({ name }) => name)).toEqual(Object.keys(KEY_TABLES));
    expect(tables.map(pageRows)).toEqual(tables.map(schemaRows));
  });

  it("have words for every key", () => {
    const bare = tables.flatMap(({ rows }) => rows.filter(({ what }) => what === ""));
    expect(bare.map(({ key }) => key)).toEqual([]);
  });

  it("lose no key of a job or shop that another table does not have", () => {
    const named = tables.flatMap(({ rows }) => rows.map(({ key }) => key.split(".")[0]));
    const sections = new Set([...named, ...Object.keys(KEY_TABLES)]);
    const spans = new Set(codeSpans(page));
    const keys = [...Object.keys(jobSchema.shape), ...Object.keys(shopSchema.shape)];
    expect(keys.filter((key) => !sections.has(key) && !spans.has(key))).toEqual([]);
  });

  it("are renewed where a key came or went, and keep people's words", () => {
    const spoiled = page.replace(/^\| `cycle` .*\n/m, "").replaceAll(/whole number/g, "digit");
    const renewed = tablesOf(withTables(spoiled)).map(pageRows);
    expect(tablesOf(spoiled).map(pageRows)).not.toEqual(renewed);
    expect(renewed).toEqual(tables.map(schemaRows));
    const words = tablesOf(withTables(spoiled))[0]?.rows.filter(({ what }) => what === "");
    expect(words?.map(({ key }) => key)).toEqual(["cycle"]);
  });

  it("have the defaults that the program has", () => {
    const least = jobSchema.parse({
      job: "a",
      mode: "test",
      cycle: "2026-10",
      "as-of": "2026-10-31",
      seed: 1,
      input: { format: "csv", file: "a.csv", key: "k" },
      layout: "a",
      mail: {},
      hold: {},
    });
    const mail = { mailerId: "902123456", serviceType: "270", barcodeId: "00" };
    const {
      input,
      print,
      limits: bounds,
      hold,
      priority,
    } = jobOf({ ...least, mail, cycle: "2026-10", "as-of": "2026-10-31" }, "/", "/a");
    const { rejects } = bounds;
    expect(rejects).toEqual({ kind: "share", percentMax: 2, countMin: 10 });
    const real: Readonly<Record<string, string>> = {
      "input shard-bytes": input.shardBytes.toLocaleString("en"),
      "input order": `\`${input.order}\``,
      "input delimiter": `\`${input.csv.delimiter}\``,
      "input quote": `\`${input.csv.quote}\``,
      "print sheet-classes": `\`[${print.sheetClasses.join(", ")}]\``,
      "print spool-sheets": print.spoolSheetsMax.toLocaleString("en"),
      "print spool-bytes": print.spoolBytesMax.toLocaleString("en"),
      "print deflate-level": String(print.deflateLevel),
      "print imb-for": `\`[${print.imbFor.join(", ")}]\``,
      "limits pages-per-document": String(bounds.pagesPerDocumentMax),
      "hold before-assembly": `\`${hold?.beforeAssembly}\``,
      "hold before-release": `\`${hold?.beforeRelease}\``,
      "hold tolerance": `\`"${hold?.tolerancePercent}%"\``,
      "hold tolerance-count": String(hold?.toleranceCount),
      "job priority": `\`${priority}\``,
    };
    const written = tables.flatMap(({ name, rows }) =>
      rows.map(({ key, byDefault }) => [`${name} ${key}`, byDefault] as const),
    );
    expect(Object.fromEntries(written.filter(([key]) => key in real))).toEqual(real);
  });
});

describe("the whole job", () => {
  const folder = exampleFolder("src/job/README.md", "layouts/README.md");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("has a job that its schema takes, and a layout that lints", async () => {
    const job = readFileSync(join(folder, "job.yaml"), "utf8");
    expect(jobSchema.safeParse(parse(job)).error).toBeUndefined();
    expect((await lintLayout(join(folder, "water-bill"))).diagnostics).toEqual([]);
  });

  it("runs as it stands, and a bill goes out on each channel", async () => {
    const report = await runJob(join(folder, "job.yaml"), { workers: 1 });
    expect(report.status).toBe("finished");
    expect(report.records).toEqual({ read: 2, accepted: 2, rejected: 0 });
    expect(report.channels).toEqual({ print: 1, email: 1, sms: 1 });
  });

  it("maps a billing system's export as the page shows it", async () => {
    const report = await runJob(join(folder, "export.yaml"), {
      workers: 1,
      out: join(folder, "b"),
    });
    expect(report.records).toEqual({ read: 2, accepted: 2, rejected: 0 });
    expect(report.channels).toEqual({ print: 1, email: 1, sms: 0 });
  });

  it("shows what lint says of three mistakes", async () => {
    const layout = readFileSync(join(folder, "water-bill/layout.yaml"), "utf8");
    const mistaken = layout
      .replace("{mask(account)}", "{mask(acount)}")
      .replace("color: blue }", "color: bleu }")
      .replace("[0.75in, 3.75in", "[0.75in, 3.25in");
    writeExample(folder, "water-bill/layout.yaml", mistaken);
    const { code, out } = await nightpress(["lint", "water-bill"], folder);
    expect(code).toBe(exitCodes.badUsage);
    const shown = fenceWith(layouts, "console", "$ nightpress lint water-bill");
    expect(shown).toBe(`$ nightpress lint water-bill\n${out}`);
  });
});

it("the shop and the trailer are such as their schemas take", () => {
  const shop: unknown = parse(fenceWith(page, "yaml", "shop: northbank-print"));
  expect(shopSchema.safeParse(shop).error).toBeUndefined();
  const trailer = codeSpans(page).find((span) => span.startsWith("trailer: {")) ?? "";
  const { trailer: stated } = parse(trailer) as { trailer: unknown };
  expect(trailerSchema.safeParse(stated).error).toBeUndefined();
});

it("says from which size on an e-mail goes on paper", () => {
  expect(page).toContain(`${limits.emailHtmlBytesMax / 1024} KB`);
});
