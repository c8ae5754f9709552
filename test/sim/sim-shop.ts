import { mkdirSync, writeFileSync } from "node:fs";
import { Prng } from "../../src/base/prng.ts";

/** A shop small enough that a whole night in it takes a second. */
export interface ShopVariant {
  readonly format: "csv" | "ndjson" | "json";
  readonly mode: "test" | "production";
  readonly records: number;
  /** Held before assembly and before release, with seeds. */
  readonly isHeld: boolean;
  readonly spoolSheets: number;
}

export const VARIANTS: readonly ShopVariant[] = [
  { format: "ndjson", mode: "production", records: 48, isHeld: false, spoolSheets: 20 },
  { format: "ndjson", mode: "production", records: 36, isHeld: true, spoolSheets: 16 },
  { format: "ndjson", mode: "test", records: 24, isHeld: false, spoolSheets: 200 },
  { format: "csv", mode: "production", records: 44, isHeld: false, spoolSheets: 24 },
  { format: "csv", mode: "production", records: 32, isHeld: true, spoolSheets: 200 },
  { format: "json", mode: "production", records: 30, isHeld: false, spoolSheets: 12 },
  { format: "json", mode: "production", records: 40, isHeld: true, spoolSheets: 30 },
  { format: "csv", mode: "test", records: 20, isHeld: true, spoolSheets: 14 },
];

export const CYCLES = ["2026-10", "2026-11"] as const;
export type Cycle = (typeof CYCLES)[number];

/** A record as the simulation itself knows it, by its place in the input. */
export interface SimRecord {
  readonly ordinal: number;
  readonly key: string;
  readonly closingCents: bigint;
  /** Its date is none, so it must be rejected. */
  readonly isBad: boolean;
  readonly channel: "paper" | "email" | "sms";
  readonly rows: number;
}

const LAYOUT = `layout: sim-notice
data:
  id: text
  name: text
  email: text?
  mobile: text?
  channel: one of [paper, email, sms]
  day: date
  closing: money
  rows: integer
  memo: text
  address: address
format: { locale: en-US, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf }
colors: { ink: "#000000" }
styles:
  body: { size: 9pt, leading: 12pt }
title: Notice
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: address
  masters:
    - name: first
      body: [0.6in, 4in, 7in, 6in]
      boxes:
        - at: [0.6in, 0.5in, 3in, 1in]
          blocks:
            - paragraph: "Page {page} of {pages}"
email:
  to: email
  from: { name: Shop, address: shop@northbank.example }
  subject: Your notice
sms:
  to: mobile
  text: "Your notice is ready at northbank.example."
blocks:
  - paragraph: "Hello {name}, on {day | long} you had {closing | symbol}."
${Array.from({ length: 3 }, (_, nth) => partOf(nth)).join("")}`;

/** A block that stands on a page of its own, for records that have so many rows. */
function partOf(nth: number): string {
  const text = `Part ${nth + 1} of your notice. `.repeat(130);
  return `  - { paragraph: "${text}", when: "rows > ${nth}", channels: [print] }\n`;
}

/** The records of a cycle; the same for the same variant. */
export function simRecords({ records }: ShopVariant, cycle: Cycle): SimRecord[] {
  const random = new Prng(records * 7 + CYCLES.indexOf(cycle));
  return Array.from({ length: records }, (_, ordinal) => ({
    ordinal,
    key: `${cycle.slice(5)}-${String(ordinal).padStart(5, "0")}`,
    closingCents: BigInt(random.between(-5000, 500_000)),
    isBad: ordinal % 9 === 4,
    channel: random.pick(["paper", "paper", "paper", "paper", "email", "sms"] as const),
    rows: random.chance(0.2) ? random.between(2, 3) : random.below(2),
  }));
}

/** Writes layout, job files and inputs of a shop into `root`, an empty folder. */
export function writeShop(root: string, variant: ShopVariant): void {
  mkdirSync(`${root}/layout`, { recursive: true });
  writeFileSync(`${root}/layout/layout.yaml`, LAYOUT);
  if (variant.isHeld) writeFileSync(`${root}/seeds.ndjson`, seedLines());
  for (const cycle of CYCLES) {
    const records = simRecords(variant, cycle);
    writeFileSync(`${root}/job-${cycle}.yaml`, jobText(variant, cycle));
    const file = `${root}/${inputName(variant, cycle)}`;
    writeFileSync(file, inputText(variant.format, records));
    // What a client sends back once it has corrected the records that were rejected.
    const corrected = records.filter(({ isBad }) => isBad).slice(0, 2);
    const sound = corrected.map((record) => ({ ...record, isBad: false }));
    writeFileSync(`${root}/corrected-${cycle}.${variant.format}`, inputText(variant.format, sound));
    const late = lateKeys(variant, cycle);
    writeFileSync(`${root}/late-${cycle}.csv`, ["key", ...late, ""].join("\n"));
  }
}

/** Keys of good records that the client suppresses at the last minute. */
export function lateKeys(variant: ShopVariant, cycle: Cycle): string[] {
  const good = simRecords(variant, cycle).filter(({ isBad }) => !isBad);
  return [good[3], good[11]].flatMap((record) => (record === undefined ? [] : [record.key]));
}

function inputName({ format }: ShopVariant, cycle: Cycle): string {
  return `customers-${cycle}.${format}`;
}

function jobText(variant: ShopVariant, cycle: Cycle): string {
  const { format, mode, isHeld, spoolSheets } = variant;
  const held = [
    "seeds: seeds.ndjson",
    'hold: { before-assembly: true, before-release: true, tolerance: "9%", tolerance-count: 20 }',
  ];
  return [
    `job: sim-${format}`,
    `mode: ${mode}`,
    `cycle: ${cycle}`,
    "as-of: 2026-10-31",
    "seed: 7",
    "input:",
    `  format: ${format}`,
    `  file: ${inputName(variant, cycle)}`,
    "  key: id",
    "  order: key",
    "  shard-bytes: 4096",
    ...(format === "json" ? ["  records-path: items"] : []),
    ...(format === "csv" ? csvColumns() : []),
    "layout: layout",
    "register: register.db",
    "channels:",
    `  email: { when: 'channel == "email"' }`,
    `  sms: { when: 'channel == "sms"' }`,
    'mail: { mailer-id: "902123456", service-type: "270" }',
    `print: { spool-sheets: ${spoolSheets} }`,
    ...(isHeld ? held : []),
    "",
  ].join("\n");
}

const FIELDS = [
  "id",
  "name",
  "email",
  "mobile",
  "channel",
  "day",
  "closing",
  "rows",
  "memo",
] as const;

function csvColumns(): string[] {
  return ["  columns:", ...FIELDS.map((name) => `    ${name}: ${name}`), ...addressColumns()];
}

function addressColumns(): string[] {
  const lines = ["line1", "line2", "line3"].map((name, at) => `    ${name}: address.lines.${at}`);
  return [
    ...lines,
    "    zip: address.zip",
    "    plus4: address.plus4",
    "    point: address.deliveryPoint",
  ];
}

interface InputRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly mobile: string;
  readonly channel: string;
  readonly day: string;
  readonly closing: string;
  readonly rows: number;
  readonly memo: string;
  readonly address: {
    readonly lines: readonly string[];
    readonly zip: string;
    readonly plus4: string;
    readonly deliveryPoint: string;
  };
}

function inputRow({ ordinal, key, closingCents, isBad, channel, rows }: SimRecord): InputRow {
  const cents = closingCents < 0n ? -closingCents : closingCents;
  const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
  const zip = String(10_001 + ((ordinal * 7919) % 80_000));
  const name = `CUSTOMER ${key}`;
  return {
    id: key,
    name,
    email: `${key}@example.com`,
    mobile: "+12025550143",
    channel,
    day: isBad ? "2026-02-31" : "2026-10-31",
    closing: closingCents < 0n ? `-${amount}` : amount,
    rows,
    // Printed nowhere: it makes shards of few records.
    memo: "x".repeat(240),
    address: {
      lines: [name, `${ordinal + 1} EXAMPLE ST`, `SPRINGFIELD IL ${zip}-1234`],
      zip,
      plus4: "1234",
      deliveryPoint: String(ordinal % 100).padStart(2, "0"),
    },
  };
}

function inputText(format: ShopVariant["format"], records: readonly SimRecord[]): string {
  const rows = records.map(inputRow);
  if (format === "json")
    return `{"items": [\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]}\n`;
  if (format === "ndjson") return rows.map((row) => `${JSON.stringify(row)}\n`).join("");
  const head = [...FIELDS, "line1", "line2", "line3", "zip", "plus4", "point"];
  const lines = rows.map(({ address, ...row }) =>
    [
      ...FIELDS.map((name) => String(row[name])),
      ...address.lines,
      address.zip,
      address.plus4,
      address.deliveryPoint,
    ].join(","),
  );
  return [head.join(","), ...lines, ""].join("\n");
}

function seedLines(): string {
  return [0, 1]
    .map((nth) => {
      const record: SimRecord = {
        ordinal: 9000 + nth,
        key: `SEED-${nth}`,
        closingCents: 100n,
        isBad: false,
        channel: "paper",
        rows: 0,
      };
      return `${JSON.stringify(inputRow(record))}\n`;
    })
    .join("");
}
