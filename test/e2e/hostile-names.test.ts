import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { nightpress } from "../kit/command.ts";
import { SMALL } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** What is no name of a file anywhere, and what is none for a program that reads it. */
const NO_NAMES = [
  "con",
  "NUL",
  "aux.svg",
  "lpt1",
  "x".repeat(300),
  "",
  ".",
  "..",
  "../x",
  "/etc/passwd",
  "a/b",
  "a\\b",
  "C:\\x",
  "a.",
  "a ",
  " a",
  "a\nb",
  "a\tb",
  "nul\u0000",
  "a\u001b[2J",
  "a\u202egpj.exe",
  "\ud800",
];
/** What is no path of an operator's file either; elsewhere, paths may lead anywhere. */
const NO_PATHS = ["x".repeat(2000), "", "a\nb", "nul\u0000", "a\u001b[2J", "a\u202egpj.exe"];

/** The places where a name stands, by the file and the path in it. */
const NAMES_OF_JOB = ["job", "class", "print.furniture-stock"];
const NAMES_OF_SHOP = [
  "shop",
  "assign.0.press",
  "assign.1.inserter",
  "assign.2.streams",
  "devices.0.device",
  "devices.0.papers.0",
  "devices.1.device",
  "devices.1.envelopes.0",
];
const NAMES_OF_LAYOUT = [
  "layout",
  "fonts.sans.regular",
  "fonts.sans.bold",
  "images.logo",
  "print.stock",
  "print.envelope",
  "print.larger-envelopes.0",
  "print.masters.0.stock",
];
const PATHS_OF_JOB = [
  "layout",
  "shop",
  "seeds",
  "suppress",
  "register",
  "input.file",
  "input.details.0.file",
  "input.expect.companion.file",
];
const PATHS_OF_SHOP = ["register", "seeds", "suppress", "certificate.key", "devices"];

const job = (name: string, path: string, layout: string, shop: string): string => `
job: ${name}
class: ${name}
mode: test
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input:
  format: csv
  file: ${path}
  key: account.id
  columns: { id: account.id }
  details: [{ into: transactions, file: ${path}, key-column: id, columns: { t: text } }]
  expect: { companion: { file: ${path}, records: n } }
layout: ${layout}
shop: ${shop}
seeds: ${path}
suppress: ${path}
register: ${path}
mail: { mailer-id: "902123456", service-type: "270" }
print: { furniture-stock: ${name} }
`;

const shop = (name: string, path: string, devices: string): string => `
shop: ${name}
register: ${path}
seeds: ${path}
suppress: ${path}
certificate: { key: ${path} }
assign:
  - { streams: "a*", press: ${name} }
  - { streams: "a*", inserter: ${name} }
  - { streams: ${name} }
mailers: { ${name}: { mailer-id: "902123456", service-type: "270" } }
retention: { ${name}: 30 }
devices: ${devices}
`;

const devices = (name: string): string => `
  - { device: ${name}, kind: press, pages-per-minute: 9, duplex: true, papers: [${name}] }
  - { device: ${name}, kind: inserter, pieces-per-hour: 9, sheets-max: 9, envelopes: [${name}] }`;

const layout = (name: string): string =>
  SMALL.replace("layout: small", `layout: ${name}`)
    .replace("NotoSans-Regular.ttf", name)
    .replace("NotoSans-Bold.ttf", name)
    .replace("logo: logo.svg", `logo: ${name}`)
    .replace("stock: letter-60lb-duplex", `stock: ${name}`)
    .replace("envelope: us-10-window-tall", `envelope: ${name}\n  larger-envelopes: [${name}]`)
    .replace("- name: first", `- name: first\n      stock: ${name}`);

/** Writes a file of YAML into the folder; its path there. */
function write(folder: string, file: string, text: string): string {
  const path = `${folder}/${file}`;
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  writeFileSync(path, text);
  return file;
}

/** Checks jobs with the real command; what is found by each, by its file and path in it. */
async function check(folder: string, jobs: readonly string[]): Promise<Map<string, Diagnostic>[]> {
  const before = readdirSync(folder, { recursive: true });
  const found: Map<string, Diagnostic>[] = [];
  for (const file of jobs) {
    const { out, code } = await nightpress(["check", file, "--out", "out", "--json"], folder);
    expect(code).toBe(2);
    found.push(byPlace(out));
  }
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
  return found;
}

function byPlace(line: string): Map<string, Diagnostic> {
  const { error } = JSON.parse(line) as { error: { diagnostics: Diagnostic[] } };
  return new Map(
    error.diagnostics.map((found) => {
      const { file = "", path = "", line: row = 0 } = found.source ?? {};
      expect([found.message.length > 0, row > 0]).toEqual([true, true]);
      return [`${file.slice(file.lastIndexOf("/") + 1)} ${path}`, found];
    }),
  );
}

const places = (file: string, paths: readonly string[]): string[] =>
  paths.map((path) => `${file} ${path}`);

test("what is no name is refused wherever a name may stand, and nothing is written", async () => {
  const folder = temporaryFolder();
  const wanted = [
    ...places("job.yaml", NAMES_OF_JOB),
    ...places("shop.yaml", NAMES_OF_SHOP),
    ...places("layout.yaml", NAMES_OF_LAYOUT),
  ];
  const jobs = NO_NAMES.map((bad, index) => {
    const name = JSON.stringify(bad);
    write(folder, `${index}/shop.yaml`, shop(name, "there", devices(name)));
    write(folder, `${index}/l/layout.yaml`, layout(name));
    return write(folder, `${index}/job.yaml`, job(name, "there", "l", "shop.yaml"));
  });
  for (const [index, found] of (await check(folder, jobs)).entries()) {
    const name = NO_NAMES[index] as string;
    const missing = wanted.filter((place) => !found.has(place));
    // Names in lower case with hyphens are those of streams, and a device may not be called so.
    const isStream = /^[a-z0-9-]{1,64}$/.test(name);
    expect([name, missing]).toEqual([name, isStream ? ["shop.yaml assign.2.streams"] : []]);
    for (const key of ["mailers", "retention"])
      expect(found.get(`shop.yaml ${key}.${name}`)?.code).toBe("shop.bad-name");
  }
});

test("what is no path is refused wherever a file is named, and nothing is written", async () => {
  const folder = temporaryFolder();
  const jobs = NO_PATHS.flatMap((bad, index) => {
    const path = JSON.stringify(bad);
    write(folder, `${index}/shop.yaml`, shop("s", path, path));
    write(folder, `${index}/l/layout.yaml`, SMALL);
    return [
      write(folder, `${index}/job.yaml`, job("j", path, path, path)),
      write(folder, `${index}/shop-job.yaml`, job("j", "there", "l", "shop.yaml")),
    ];
  });
  const [ofJob, ofShop] = [places("job.yaml", PATHS_OF_JOB), places("shop.yaml", PATHS_OF_SHOP)];
  const codes = (await check(folder, jobs)).map((found, index) =>
    (index % 2 === 0 ? ofJob : ofShop).map((place) => found.get(place)?.code),
  );
  const wanted = NO_PATHS.flatMap(() => [
    PATHS_OF_JOB.map(() => "job.bad-path"),
    PATHS_OF_SHOP.map(() => "shop.bad-path"),
  ]);
  expect(codes).toEqual(wanted);
});
