import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { projectFolder } from "../docs/documents.ts";
import { post, STANDARD } from "./http-client.ts";

const COMMAND = [`${projectFolder}/src/cli/main.ts`, "serve", "retail-statement"];

test("the command serves, logs no value, and ends when what is under way is answered", async () => {
  const args = [...COMMAND, "--port", "0", "--threads", "1", "--log"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  const ready = Promise.withResolvers<string>();
  createInterface(child.stdout).on("line", (line) => {
    lines.push(line);
    const [, url] = /^Ready at (\S+)$/.exec(line) ?? [];
    if (url !== undefined) ready.resolve(url);
  });
  const ended = once(child, "exit");
  const url = await ready.promise;
  const record = JSON.parse(STANDARD) as { transactions: unknown[] };
  const rows = record.transactions;
  const transactions = Array.from({ length: 3000 }, (_, index) => rows[index % rows.length]);
  const long = JSON.stringify({ ...record, transactions });
  const path = "/compose/retail-statement?format=pdf&key=4711";
  const first = await post(url, path);
  expect(first.status).toBe(200);
  const sent = post(url, path, long);
  setTimeout(() => child.kill("SIGTERM"), 30);
  const last = await sent;
  expect(last.status).toBe(200);
  const [code] = (await ended) as [number];
  expect(code).toBe(0);
  const log = lines.filter((line) => line.startsWith("POST"));
  expect(log).toHaveLength(2);
  expect(log[0]).toMatch(/^POST \/compose\/ 200 \d+ ms \d+ bytes retail-statement pdf 2 pages$/);
  expect(lines.join("\n")).not.toMatch(/4711|example\.com|Checking/);
});

test("the command refuses to be open to others without a token", () => {
  const env = { ...process.env, NIGHTPRESS_TOKEN: undefined };
  const args = [...COMMAND, "--host", "0.0.0.0", "--json"];
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  expect(status).toBe(2);
  expect(stdout).toContain("serve.open-host");
});
