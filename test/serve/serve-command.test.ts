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

test("a preview is ready in its terminal, and ends when it is asked to", async () => {
  const args = [`${projectFolder}/src/cli/main.ts`, "preview", "remittance-bill", "--port", "0"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit");
  const ready = Promise.withResolvers<string>();
  createInterface(child.stdout).on("line", (line) => {
    if (line.startsWith("Ready at ")) ready.resolve(line.slice("Ready at ".length));
  });
  const url = await ready.promise;
  const state = (await (await fetch(`${url}/state`)).json()) as { readonly layout: string };
  expect(state.layout).toBe("remittance-bill");
  // A page that is open does not keep it.
  const events = await fetch(`${url}/events`);
  child.kill("SIGTERM");
  expect(await events.text()).toContain("data: 1");
  expect(await ended).toEqual([0, null]);
});

test("a preview of no layout is bad usage", () => {
  const args = [`${projectFolder}/src/cli/main.ts`, "preview", "nowhere"];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(status).toBe(2);
  expect(stderr).toContain("There is no layout nowhere.");
});
