import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { nightpress, nightpressProcess } from "../kit/command.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();

const COMMANDS = ["run", "resume", "status", "check", "lint", "fixtures", "schema", "demo"];

describe("help", () => {
  it("lists every command", () => {
    const { code, out } = nightpressProcess(["--help"]);
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(out).toMatch(new RegExp(`^  ${command}\\b`, "m"));
  });

  it.each([...COMMANDS.filter((command) => command !== "fixtures"), "fixtures statement"])(
    "explains %s, its options and exit codes",
    async (command) => {
      const { code, out, err } = await nightpress([...command.split(" "), "--help"]);
      expect(code).toBe(0);
      expect(err).toBe("");
      expect(out).toContain("Exit codes:\n  0  ");
      expect(out).toContain("--json");
      if (command !== "demo") expect(out).toContain(`\n\nExample:\n  nightpress ${command} `);
    },
  );

  it("gives the version of the package", async () => {
    const manifest = new URL("../../package.json", import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    expect((await nightpress(["--version"])).out).toBe(`${version}\n`);
  });
});

describe("bad usage", () => {
  it.each([
    [["rum", "job.yaml"], "Did you mean run?"],
    [["run"], "missing required argument 'job'"],
    [["run", "job.yaml", "--workers", "0"], "whole number from 1 to"],
    [["run", "job.yaml", "--workers", "two"], "whole number"],
    [["run", "job.yaml", "--channels", "print,fax"], '"fax" is not a channel'],
    [["run", "job.yaml", "--fast"], "unknown option '--fast'"],
    [["schema", "spool"], "Allowed choices are layout, job"],
    [["fixtures", "statement", "--records", "10"], "--out <dir>"],
    [["fixtures", "statement", "--records", "10", "--out", "x", "--bad", "101"], "0 to 100"],
  ])("%j ends with 2 and says why", async (args, why) => {
    const { code, out, err } = await nightpress(args, folder);
    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).toContain(why);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is told to machines too", () => {
    const { code, out, err } = nightpressProcess(["run", "--json"], folder);
    expect(code).toBe(2);
    const message = "missing required argument 'job'";
    const error = { diagnostics: [{ code: "cli.bad-usage", severity: "error", message }] };
    expect(JSON.parse(out)).toEqual({ error });
    expect(err).toContain(message);
  });
});

describe("schema", () => {
  it.each(["layout", "job"])("prints JSON Schema of a %s", async (kind) => {
    const { code, out } = await nightpress(["schema", kind]);
    expect(code).toBe(0);
    const schema = JSON.parse(out) as Record<string, unknown>;
    expect(schema["$schema"]).toContain("2020-12");
    expect(schema["properties"]).toHaveProperty(kind);
  });
});

describe("fixtures", () => {
  it("writes the data, a job and the list of planted faults", async () => {
    const out = `${folder}/csv`;
    const options = ["--records", "50", "--seed", "3", "--bad", "20", "--out", out];
    const made = await nightpress(["fixtures", "statement", ...options]);
    expect(made.code).toBe(0);
    const planted = readFileSync(`${out}/planted.ndjson`, "utf8").trimEnd().split("\n");
    expect(planted.length).toBeGreaterThan(2);
    expect(made.out).toMatch(new RegExp(`^50 customers, [\\d,]+ transactions, ${planted.length} `));
    expect(made.out).toContain("nightpress run ");
    expect(readdirSync(out).sort()).toEqual([
      "control.yaml",
      "customers.csv",
      "job.yaml",
      "planted.ndjson",
      "shop.yaml",
      "transactions.csv",
    ]);
  });

  it("answers in JSON, and compresses and sizes as asked", async () => {
    const out = `${folder}/json`;
    const options = ["--records", "4", "--out", out, "--format", "ndjson", "--transactions", "3"];
    const made = await nightpress(["fixtures", "statement", ...options, "--gzip", "--json"]);
    expect(made.err).toBe("");
    expect(JSON.parse(made.out)).toEqual({
      records: 4,
      transactions: 12,
      planted: 0,
      jobFile: `${out}/job.yaml`,
      files: ["customers.ndjson.gz", "planted.ndjson", "control.yaml", "shop.yaml", "job.yaml"].map(
        (name) => `${out}/${name}`,
      ),
    });
    expect(existsSync(`${out}/customers.ndjson.gz`)).toBe(true);
  });

  it("says what to do where it cannot write", async () => {
    const file = `${folder}/csv/job.yaml`;
    const made = await nightpress(["fixtures", "statement", "--records", "4", "--out", file]);
    expect(made.code).toBe(1);
    expect(made.err).toContain("failed:");
    expect(made.err).toContain("Check the path");
    expect(made.err).not.toContain("    at ");
  });
});
