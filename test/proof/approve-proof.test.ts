import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { dayAt } from "../../src/base/calendar-day.ts";
import {
  approveProof,
  checkJobFile,
  makeOperatorKey,
  makeProof,
  type ProofApprovalRequest,
  releaseOutputs,
  type RunReport,
} from "../../src/index.ts";
import type { Certificate } from "../../src/model/certificate.ts";
import type { ProofSet } from "../../src/model/proof-set.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { codeOf } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { addressOf, writeSmallJob } from "../e2e/small-job.ts";

const keys = temporaryFolder("approvers");
const WHY = "wording of October";
const DAY_MS = 86_400_000;
const today = dayAt(Date.now());
let folder = "";
let job = "";
let proof = "";

const SHOP = `shop: test-shop
register: register.db
people:
  - { name: R. Ott, roles: [compliance], key: ${keys}/ott.pem.pub }
  - { name: S. Kim, roles: [compliance], key: ${keys}/kim.pem.pub }
  - { name: A. Novak, roles: [operator] }
rules:
  run: { approved-layout: true }
  approve-layout: { by: [compliance], people: 2 }
  override: { by: [operator] }
  release: { not-by: [approve-layout] }
`;

beforeAll(async () => {
  for (const name of ["ott", "kim"]) await makeOperatorKey(`${keys}/${name}.pem`);
  const record = { id: "K-1", address: addressOf({ zip5: "62704" }), due: "12.50", by: "paper" };
  const more = "shop: shop.yaml\nhold: { before-release: true }\n";
  job = writeSmallJob({ currency: "USD", lines: [JSON.stringify(record)], more });
  folder = job.slice(0, job.lastIndexOf("/"));
  writeFileSync(`${folder}/shop.yaml`, SHOP);
  proof = await proofOf(job);
});

afterEach(() => {
  delete process.env["NIGHTPRESS_KEY"];
});

function layoutOf(jobFile: string): string {
  return /^layout: (.+)$/m.exec(readFileSync(jobFile, "utf8"))?.[1] ?? "";
}

async function proofOf(jobFile: string): Promise<string> {
  const { out } = await makeProof(layoutOf(jobFile), { out: temporaryFolder(), job: jobFile });
  return out;
}

function approve(key: "ott" | "kim", by: string, more: Partial<ProofApprovalRequest> = {}) {
  process.env["NIGHTPRESS_KEY"] = `${keys}/${key}.pem`;
  return approveProof(proof, { job, by, reason: WHY, ...more });
}

async function foundBy(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (error === undefined) return { code: "", message: "" };
  return { code: codeOf(error), message: error instanceof Error ? error.message : "" };
}

const run = (name: string): Promise<RunReport> =>
  runJob(job, { out: `${folder}/${name}`, workers: 1 });

/** On a machine whose clock is some days ahead. */
function later<T>(days: number, work: () => Promise<T>): Promise<T> {
  const host = new NodeHost();
  const ahead = Object.create(host, {
    nowMs: { value: () => Date.now() + days * DAY_MS },
  }) as NodeHost;
  return onMachine({ host: ahead }, work);
}

test("production with a layout that nobody approved is refused by check and run", async () => {
  const { code, message } = await foundBy(run("none"));
  expect(code).toBe("layout.unapproved");
  expect(message).toContain("Nobody has approved it.");
  const { ok, diagnostics } = await checkJobFile(job);
  expect(ok).toBe(false);
  expect(diagnostics.map((found) => found.code)).toContain("layout.unapproved");
  const { code: exit, err } = await nightpress(["run", job, "--out", `${folder}/none`]);
  expect(exit).toBe(2);
  expect(err).toContain("nightpress proof approve DIR --job JOB");
});

test("a test run needs no approval", async () => {
  const production = readFileSync(job, "utf8");
  writeFileSync(job, production.replace("mode: production", "mode: test"));
  const { diagnostics } = await checkJobFile(job);
  expect(diagnostics.map((found) => found.code)).not.toContain("layout.unapproved");
  writeFileSync(job, production);
});

test("a proof set says what is approved with it", () => {
  const { approves } = JSON.parse(readFileSync(`${proof}/proof.json`, "utf8")) as ProofSet;
  expect(Object.keys(approves?.parts ?? {})).toEqual(["layout", "channels", "print", "program"]);
});

test("two-person rule: one person alone, in whatever spelling, approves no layout", async () => {
  expect(await foundBy(approveProof(proof, { job, by: "R. Ott", reason: WHY }))).toMatchObject({
    code: "decision.not-signed",
  });
  expect((await foundBy(approve("ott", "A. Novak"))).code).toBe("decision.no-role");
  const first = await approve("ott", "R. Ott");
  expect(first.standing).toBeUndefined();
  expect((await foundBy(run("one"))).message).toContain("the shop wants another person");
  for (const by of ["R. Ott", "r.  OTT", "Ｒ. Ott"])
    expect((await foundBy(approve("ott", by))).code, by).toBe("decision.same-person");
  // Another day of the same person is no second person either.
  const again = await approve("ott", "r. ott", { until: today });
  expect(again.standing).toBeUndefined();
  const second = await approve("kim", "s. kim");
  expect(second.standing?.approvers.map(({ person }) => person)).toEqual(["R. Ott", "S. Kim"]);
});

test("an approved run is certified with its approval, and its approvers may not release", async () => {
  const out = `${folder}/approved`;
  expect((await run("approved")).status).toBe("held-for-release");
  const { body } = certificateOf(out);
  expect(body.approval).toMatchObject({
    result: "approved",
    until: "",
    approvers: [{ by: "R. Ott" }, { by: "S. Kim" }],
  });
  expect(readFileSync(`${out}/reports/certificate.html`, "utf8")).toContain("Layout approved");
  process.env["NIGHTPRESS_KEY"] = `${keys}/kim.pem`;
  const released = foundBy(releaseOutputs(out, { by: "S. Kim", reason: WHY }));
  expect((await released).code).toBe("decision.same-person");
});

function certificateOf(out: string): Certificate {
  return JSON.parse(readFileSync(`${out}/reports/certificate.json`, "utf8")) as Certificate;
}

test("an expired approval is refused, and says when it ended", async () => {
  const layout = `${layoutOf(job)}/layout.yaml`;
  const text = readFileSync(layout, "utf8");
  writeFileSync(layout, text.replace("title: Notice", "title: November"));
  proof = await proofOf(job);
  await approve("ott", "R. Ott");
  await approve("kim", "S. Kim", { until: today });
  const unapproved = async (): Promise<string | undefined> =>
    (await checkJobFile(job)).diagnostics.find(({ code }) => code === "layout.unapproved")?.message;
  expect(await unapproved()).toBeUndefined();
  expect(await later(1, unapproved)).toContain(`by S. Kim ended on ${today}`);
  // Ott's alone still holds: that is one person of two.
  writeFileSync(layout, text);
  expect(await unapproved()).toBeUndefined();
});

test("what has changed since the approval is named, and an override is on the certificate", async () => {
  const rules = readFileSync(job, "utf8").replace("cycle: 2026-10", "cycle: 2026-11");
  const input = `${folder}/in.ndjson`;
  appendFileSync(input, readFileSync(input, "utf8").replace("K-1", "K-2"));
  writeFileSync(job, rules);
  const layout = `${layoutOf(job)}/layout.yaml`;
  const text = readFileSync(layout, "utf8");
  writeFileSync(layout, text.replace("title: Notice", "title: Notices"));
  expect((await foundBy(run("changed"))).message).toMatch(/Since .* it changed in: layout\./);
  expect((await foundBy(approve("ott", "R. Ott"))).code).toBe("layout.other-proof");
  writeFileSync(layout, text);
  writeFileSync(job, rules.replace('by == "email"', 'by == "sms"'));
  expect((await foundBy(run("changed"))).message).toMatch(/it changed in: channels\./);
  const out = `${folder}/overridden`;
  const override = { codes: ["layout.unapproved"], by: "R. Ott", reason: WHY };
  process.env["NIGHTPRESS_KEY"] = `${keys}/ott.pem`;
  expect((await foundBy(runJob(job, { out, override }))).code).toBe("decision.no-role");
  await runJob(job, { out, workers: 1, override: { ...override, by: "A. Novak" } });
  const { body, envelope } = certificateOf(out);
  expect(body.approval?.result).toBe("overridden");
  expect(envelope.decisions[0]).toMatchObject({
    action: "override",
    by: "A. Novak",
    code: "layout.unapproved",
  });
  expect(readFileSync(`${out}/reports/certificate.html`, "utf8")).toContain("Layout NOT approved");
});

test("a proof set whose files are not its own is not approved", async () => {
  const whole = readFileSync(`${proof}/proof.json`, "utf8");
  for (const text of ["", "null", "[]", whole.replace('"files": {', '"files": null, "f": {')]) {
    writeFileSync(`${proof}/proof.json`, text);
    expect((await foundBy(approve("ott", "R. Ott"))).code, text).toBe("layout.other-proof");
  }
  writeFileSync(`${proof}/proof.json`, whole.replace(/"asOf": *"[^"]*"/, '"asOf": null'));
  expect((await foundBy(approve("ott", "R. Ott"))).code).toBe("layout.other-proof");
  writeFileSync(`${proof}/proof.json`, whole);
  appendFileSync(`${proof}/proof.html`, "<p>other</p>");
  expect((await foundBy(approve("ott", "R. Ott"))).code).toBe("layout.other-proof");
});
