import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { readBatch } from "../e2e/batches.ts";
import { filesBelow } from "../e2e/run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("test-recipient");

interface Messages {
  readonly emails: readonly string[];
  readonly sms: readonly { readonly to: string }[];
}

/** What a run of the same few customers sends, by its mode and what else its job says. */
async function messagesOf(mode: "test" | "production", more = ""): Promise<Messages> {
  const shop = `${folder}/${mode}${more.length}`;
  const data = { records: 25, seed: 7, format: "ndjson", badPercent: 0, mode } as const;
  const { jobFile } = writeStatementFixture({ ...data, folder: shop });
  writeFileSync(jobFile, readFileSync(jobFile, "utf8") + more);
  const out = `${shop}/out`;
  await runJob(jobFile, { out, workers: 1 });
  const sent = (channel: string, extension: string): string[] =>
    filesBelow(`${out}/${channel}`)
      .filter((file) => file.endsWith(extension))
      .flatMap((file) => readBatch(`${out}/${channel}/${file}`))
      .map(({ bytes }) => bytes.toString("utf8"));
  const lines = sent("sms", ".ndjson");
  return {
    emails: sent("email", ".eml-batch"),
    sms: lines.map((line) => JSON.parse(line) as { to: string }),
  };
}

const header = (name: string) => (message: string) =>
  new RegExp(`^${name}: (.*)\\r$`, "m").exec(message)?.[1];

describe("the messages of a test", () => {
  let production: Messages;
  let test: Messages;

  beforeAll(async () => {
    production = await messagesOf("production");
    test = await messagesOf("test");
  });

  it("are as many as in production, and go to nobody", () => {
    expect(production.emails.length).toBeGreaterThan(2);
    expect(production.sms.length).toBeGreaterThan(1);
    expect(test.emails.map(header("To"))).toEqual(
      production.emails.map(() => "<nobody@nightpress.invalid>"),
    );
    expect(test.sms.map(({ to }) => to)).toEqual(production.sms.map(() => ""));
    const customers = production.emails.map(header("To"));
    expect(new Set(customers).size).toBe(customers.length);
    const addresses = customers.map((to) => to?.slice(1, -1) as string);
    const named = addresses.filter((address) => test.emails.some((one) => one.includes(address)));
    expect(named).toEqual([]);
  });

  it("have Message-IDs of their own, and the key of the record", () => {
    const ids = [...production.emails, ...test.emails].map(header("Message-ID"));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
    for (const key of test.emails.map(header("X-Nightpress-Key")))
      expect(key).toMatch(/^NB\d{12}$/);
    expect(production.emails.map(header("X-Nightpress-Key"))).toEqual(
      production.emails.map(() => undefined),
    );
  });

  it("go to the tester where the job names one, by channel", async () => {
    const named = await messagesOf("test", "test-recipient: { email: tests@example.com }\n");
    expect(new Set(named.emails.map(header("To")))).toEqual(new Set(["<tests@example.com>"]));
    expect(new Set(named.sms.map(({ to }) => to))).toEqual(new Set([""]));
  });
});
