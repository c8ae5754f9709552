import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkShop } from "../../src/job/shop/check-shop.ts";
import { loadJob } from "../../src/job/load-job.ts";
import { SHOP_FILE_TEXT } from "../../fixtures/statement/shop-file.ts";
import { host, placeOf, root, shared, spoiled } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const SHOP = `shop: northbank-print
register: ../state/register.db
workers: 6
devices:
  - device: web-1
    kind: press
    metres-per-minute: 150
    sheets-across: 2
    duplex: true
    papers: [letter-60lb-duplex]
  - device: cut-1
    kind: press
    pages-per-minute: 300
    duplex: true
    papers: [letter-60lb-duplex, letter-60lb-simplex]
    setup-minutes: 5
  - device: insert-1
    kind: inserter
    pieces-per-hour: 12000
    sheets-max: 6
    envelopes: [us-10-window]
assign:
  - { streams: automation-*, press: web-1, inserter: insert-1 }
mailers:
  northbank: { mailer-id: "902123456", service-type: "270" }
retention: { statement: 2555, default: 365 }
seeds: seeds.ndjson
hold: { before-release: true }
reprints: { pieces-max-percent: 2 }
`;

function written(text: string): { file: string; folder: string } {
  const folder = temporaryFolder();
  const file = join(folder, "shop.yaml");
  writeFileSync(file, text);
  return { file, folder };
}

const PUBLIC_KEY = generateKeyPairSync("ed25519").publicKey.export({
  type: "spki",
  format: "pem",
}) as string;

const PEOPLE = `shop: northbank-print
people:
  - { name: A. Novak, user: anovak, roles: [operator] }
  - { name: R. Ott, roles: [compliance], key: ott.pub }
rules:
  run: { approved-layout: true }
  approve-layout: { by: [compliance], people: 2 }
  release: { by: [operator], not-by: [approve, run] }
  find: { by: [compliance] }
`;

function writtenIn(folder: string, text: string): string {
  const file = join(folder, "shop.yaml");
  writeFileSync(file, text);
  return file;
}

function checked(text: string): ReturnType<typeof checkShop> {
  return checkShop(host, written(text).file, shared);
}

test("a right shop is read with absolute paths and its defaults", () => {
  const { file, folder } = written(SHOP);
  const { shop, diagnostics } = checkShop(host, file, shared);
  expect(diagnostics).toEqual([]);
  expect(shop?.registerFile).toBe(join(folder, "../state/register.db"));
  expect(shop?.workers).toBe(6);
  expect(shop?.devices.presses).toEqual([
    {
      name: "web-1",
      speed: { metresPerMinute: 150, sheetsAcross: 2 },
      duplex: true,
      papers: ["letter-60lb-duplex"],
      setupMinutes: 0,
    },
    {
      name: "cut-1",
      speed: { pagesPerMinute: 300 },
      duplex: true,
      papers: ["letter-60lb-duplex", "letter-60lb-simplex"],
      setupMinutes: 5,
    },
  ]);
  expect(shop?.devices.inserters.map(({ sheetsMax }) => sheetsMax)).toEqual([6]);
  expect(shop?.mailers["northbank"]).toEqual({
    mailerId: "902123456",
    serviceType: "270",
    barcodeId: "00",
  });
  expect(shop?.retentionDays).toEqual({ statement: 2555, default: 365 });
  expect(shop?.reprints).toEqual({ piecesMaxPercent: 2 });
});

test("the fixture's shop is right, and so are the devices that ship along", () => {
  expect(checked(SHOP_FILE_TEXT).diagnostics).toEqual([]);
  const { shop, diagnostics } = checked(`shop: shipped\ndevices: ${root}/layouts/devices\n`);
  expect(diagnostics).toEqual([]);
  expect(shop?.devices.presses.map(({ name }) => name)).toEqual([
    "sample-cutsheet",
    "sample-inkjet-web",
  ]);
  expect(shop?.devices.inserters).toHaveLength(1);
});

test("many mistakes are found at once, each at its place", () => {
  const mistakes = [
    ["shop: northbank-print", "shop: North Bank", "shop.bad-name", "North"],
    ["workers: 6", "workers: 0", "shop.wrong-value", "0"],
    ["    sheets-across: 2", "    sheets-acros: 2", "shop.unknown-key", "sheets-acros"],
    ["[letter-60lb-duplex, letter-60lb-", "[a-4, letter-60lb-", "shop.unknown-stock", "a-4"],
    ["pieces-per-hour: 12000", "pieces-per-hour: fast", "shop.wrong-value", "fast"],
    ["press: web-1", "press: web-2", "shop.unknown-device", "web-2"],
    ["streams: automation-*", "streams: Auto *", "shop.bad-streams", "Auto"],
    ['"902123456"', '"802123456"', "shop.bad-mailer-id", '"802123456"'],
    ["retention: {", "retentions: {", "shop.unknown-key", "retentions"],
    ["pieces-max-percent: 2", "pieces-max-percent: 200", "shop.wrong-value", "200"],
  ] as const;
  for (const [find, write, code, at] of mistakes) {
    const text = spoiled(find, write, SHOP);
    const found = checked(text).diagnostics.find((one) => one.code === code);
    expect(found, write).toBeDefined();
    const [line, column] = placeOf(text, write);
    const place = [line, column + write.indexOf(at)];
    expect([found?.source?.line, found?.source?.column], write).toEqual(place);
  }
  const all = mistakes.reduce((text, [find, write]) => spoiled(find, write, text), SHOP);
  const codes = checked(all).diagnostics.map(({ code }) => code);
  for (const [, , code] of mistakes.filter(([find]) => !find.startsWith("press")))
    expect(codes).toContain(code);
  expect(codes.length).toBeGreaterThanOrEqual(9);
});

test("streams are named with few stars, as with many a name would be tried for ever", () => {
  const codes = (streams: string): string[] =>
    checked(spoiled("streams: automation-*", `streams: "${streams}"`, SHOP)).diagnostics.map(
      ({ code }) => code,
    );
  expect(codes("*-*to*-h*d")).toEqual([]);
  expect(codes(`${"*".repeat(30)}z`)).toEqual(["shop.bad-streams"]);
});

test("a device has one speed, prints both sides where its stock wants it, and has one name", () => {
  const codes = (find: string, write: string): string[] =>
    checked(spoiled(find, write, SHOP)).diagnostics.map(({ code }) => code);
  expect(codes("    pages-per-minute: 300\n", "")).toEqual(["shop.missing-key"]);
  const both = "pages-per-minute: 300\n    metres-per-minute: 9\n";
  expect(codes("pages-per-minute: 300\n", both)).toEqual(["shop.misplaced-key"]);
  expect(codes("300\n    duplex: true", "300\n    duplex: false")).toEqual(["shop.simplex-press"]);
  expect(codes("device: cut-1", "device: web-1")).toEqual(["shop.name-taken"]);
  expect(codes("kind: inserter", "kind: folder")).toContain("shop.bad-kind");
});

test("devices of a folder are files of their own, named as they are", () => {
  const { file, folder } = written("shop: northbank-print\ndevices: machines\n");
  expect(checkShop(host, file, shared).diagnostics.map(({ code }) => code)).toEqual([
    "shop.no-devices",
  ]);
  mkdirSync(join(folder, "machines"));
  const device = "device: i-1\nkind: inserter\npieces-per-hour: 9000\nsheets-max: 4\n";
  writeFileSync(join(folder, "machines", "i-1.yaml"), device);
  expect(checkShop(host, file, shared).shop?.devices.inserters).toHaveLength(1);
  writeFileSync(join(folder, "machines", "i-2.yaml"), device);
  writeFileSync(join(folder, "machines", "i-3.yaml"), "device: i-3\nkind: inserter\n");
  const { diagnostics } = checkShop(host, file, shared);
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    "device.missing-key",
    "device.missing-key",
    "shop.device-file-name",
  ]);
});

test("what looks like a secret is refused by key and by value, and never repeated", () => {
  const secrets = [
    ["workers: 6", "ftp-password: hunter2", "ftp-password"],
    ["workers: 6", "api-key: a1b2c3", "api-key"],
    ["register: ../state/register.db", "register: sftp://shop:hunter2@host/x", "sftp:"],
    ["register: ../state/register.db", 'register: "db?password=hunter2"', '"db?'],
    ["devices:", "key: |\n  -----BEGIN RSA PRIVATE KEY-----\ndevices:", "|"],
  ] as const;
  for (const [find, write, at] of secrets) {
    const text = spoiled(find, write, SHOP);
    const found = checked(text).diagnostics.filter(({ code }) => code === "shop.secret");
    expect(found, write).toHaveLength(1);
    expect(found[0]?.source?.column, write).toBe(placeOf(text, at)[1]);
    expect(found[0]?.hint).toContain("environment");
    expect(JSON.stringify(found)).not.toContain("hunter2");
  }
  expect(checked(SHOP).diagnostics).toEqual([]);
});

const JOB = `job: notices
mode: test
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: account.id }
layout: retail-statement
shop: shop.yaml
mail: { mailer: northbank, service-type: "271" }
`;

function job(text: string, shop = SHOP): ReturnType<typeof loadJob> {
  const { folder } = written(shop);
  const file = join(folder, "job.yaml");
  writeFileSync(file, text);
  return loadJob(host, file, shared);
}

test("a job takes register and mailer of its shop, and may say otherwise", () => {
  const { job: found, diagnostics } = job(JOB);
  expect(diagnostics).toEqual([]);
  expect(found?.shop?.name).toBe("northbank-print");
  expect(found?.registerFile).toBe(found?.shop?.registerFile);
  expect(found?.priority).toBe("normal");
  expect(found?.mail).toEqual({ mailerId: "902123456", serviceType: "271", barcodeId: "00" });
  const own = job(`${JOB}register: own.db\npriority: rush\n`).job;
  expect(own?.registerFile).toBe(join(own?.folder ?? "", "own.db"));
  expect(own?.seeds?.input.file).toBe(join(own?.folder ?? "", "seeds.ndjson"));
  expect(own?.hold).toMatchObject({ beforeAssembly: false, beforeRelease: true });
  expect(job(`${JOB}hold: { before-release: false }\n`).job?.hold?.beforeRelease).toBe(false);
  expect(job(`${JOB}seeds: ours.ndjson\n`).job?.seeds?.input.file).toMatch(/\/ours\.ndjson$/);
  expect(own?.priority).toBe("rush");
});

test("a job's mistakes about its shop stand beside the shop's own", () => {
  const codes = (text: string, shop?: string): string[] =>
    job(text, shop).diagnostics.map(({ code }) => code);
  expect(codes(spoiled("northbank", "northbanc", JOB))).toEqual(["job.unknown-mailer"]);
  expect(codes(spoiled("shop: shop.yaml\n", "", JOB))).toEqual(["job.no-shop"]);
  expect(codes(spoiled("shop: shop.yaml", "shop: none.yaml", JOB))).toEqual(["job.missing-shop"]);
  expect(codes(spoiled("mailer: northbank, ", "", JOB))).toEqual(["job.missing-key"]);
  expect(codes(spoiled("seed: 7", "seed: x", JOB), spoiled("6\n", "0\n", SHOP)).sort()).toEqual([
    "job.wrong-value",
    "shop.wrong-value",
  ]);
  expect(codes(`${JOB}password: hunter2\n`)).toEqual(["job.secret"]);
});

test("people and rules are read, with their keys", () => {
  const { folder } = written("");
  writeFileSync(join(folder, "ott.pub"), PUBLIC_KEY);
  const { shop, diagnostics } = checkShop(host, writtenIn(folder, PEOPLE), shared);
  expect(diagnostics).toEqual([]);
  expect(shop?.people).toEqual([
    { name: "A. Novak", user: "anovak", roles: ["operator"] },
    { name: "R. Ott", roles: ["compliance"], publicKey: PUBLIC_KEY },
  ]);
  expect(shop?.rules).toEqual({
    approvedLayout: true,
    decisions: {
      "approve-layout": { by: ["compliance"], notBy: [], people: 2 },
      release: { by: ["operator"], notBy: ["approve", "run"], people: 1 },
      find: { by: ["compliance"], notBy: [], people: 1 },
    },
  });
});

test.each([
  ["name: R. Ott", "name: a. NOVAK", "shop.name-taken"],
  ["by: [operator]", "by: [operators]", "shop.unknown-role"],
  ["not-by: [approve, run]", "not-by: [aprove]", "shop.wrong-value"],
  ["key: ott.pub", "key: none.pub", "shop.bad-public-key"],
  ["find: { by: [compliance] }", "find: { people: 2 }", "shop.unknown-key"],
  ["approved-layout: true", "approved: true", "shop.unknown-key"],
])("people and rules: %s becomes %s", (right, wrong, code) => {
  const { folder } = written("");
  writeFileSync(join(folder, "ott.pub"), PUBLIC_KEY);
  const { diagnostics } = checkShop(host, writtenIn(folder, PEOPLE.replace(right, wrong)), shared);
  expect(diagnostics.map((found) => found.code)).toContain(code);
});

test("a private key is no person's key", () => {
  const { folder } = written("");
  const { privateKey } = generateKeyPairSync("ed25519");
  writeFileSync(join(folder, "ott.pub"), privateKey.export({ type: "pkcs8", format: "pem" }));
  const { diagnostics } = checkShop(host, writtenIn(folder, PEOPLE), shared);
  expect(diagnostics.map(({ code }) => code)).toEqual(["shop.bad-public-key"]);
});
