import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scanInput } from "../src/intake/scan.ts";
import { ShardReader } from "../src/intake/shard-reader.ts";
import type { ConverterSpec, TextStep, ValueForm } from "../src/model/converter.ts";
import type { ObjectShape, ScalarKind, Shape } from "../src/model/data-shape.ts";
import type { InputSpec } from "../src/model/job.ts";
import type { FieldSource, FieldSources } from "../src/model/mapping.ts";
import { NodeHost } from "../src/run/host/host-node.ts";
import { median } from "./contest.ts";
import { atMost, type SubjectOutcome } from "./outcome.ts";
import { figure, table } from "./table.ts";

/** A column: as the layout has it, as a sender writes it, and the converter between the two. */
interface Column {
  readonly kind: ScalarKind;
  readonly plain: (index: number) => string;
  readonly sent: (index: number) => string;
  readonly form: ValueForm;
  readonly steps?: readonly TextStep[];
}

const two = (value: number): string => String(value).padStart(2, "0");
const amount = (index: number): string => `${1 + (index % 9)}234.${two(index % 100)}`;
const grouped = (index: number): string => amount(index).replace(/^\d/, "$&,");
const month = (index: number): string => two(1 + (index % 12));
const day = (index: number): string => two(1 + (index % 28));

const isoDay: Column["plain"] = (index) => `2026-${month(index)}-${day(index)}`;
const dates: Column = {
  kind: "date",
  plain: isoDay,
  sent: (index) => `${month(index)}/${day(index)}/2026`,
  form: { kind: "date", patterns: ["MM/DD/YYYY"] },
};
const amounts: Column = {
  kind: "money",
  plain: amount,
  sent: grouped,
  form: { kind: "money", forms: ["1,234.56"] },
};
const flags: Column = {
  kind: "boolean",
  plain: (index) => String(index % 2 === 0),
  sent: (index) => "YN".charAt(index % 2),
  form: { kind: "boolean", true: ["Y"], false: ["N"] },
};
const words: Column = {
  kind: "text",
  plain: (index) => `MAIN ST ${index}`,
  sent: (index) => `MAIN ST ${index}`,
  form: { kind: "text" },
};

/** Ten columns that are converted, of the kinds that bills have, among thirty in all. */
const CONVERTED: readonly Column[] = [
  dates,
  dates,
  amounts,
  amounts,
  amounts,
  amounts,
  flags,
  { ...words, steps: [{ step: "trim", at: "both" }] },
  {
    ...words,
    plain: (index) => `62704-${1000 + (index % 9000)}`,
    sent: (index) => `62704-${1000 + (index % 9000)}`,
    steps: [{ step: "postal", country: "US", part: "zip" }],
  },
  {
    ...words,
    plain: (index) => ["automatic", "manual"][index % 2] ?? "",
    sent: (index) => "AM".charAt(index % 2),
    form: { kind: "codes", codes: { A: "automatic", M: "manual" } },
  },
];
const PLAIN: readonly Column[] = Array.from({ length: 20 }, () => words);

/** What ten converters add to the reading of a CSV file, in one process, turn by turn. */
export function mappingOutcome(quick: boolean): SubjectOutcome {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-mapping-"));
  try {
    const records = quick ? 2000 : 40_000;
    const turns = quick ? 3 : 15;
    const plain = reading(folder, "plain", records);
    const converted = reading(folder, "sent", records);
    const pairs = Array.from({ length: turns }, () => [plain(), converted()] as const);
    const ratio = median(pairs.map(([one, other]) => other / one));
    const figures = {
      "csv us/record": median(pairs.map(([one]) => one)) / records,
      "csv, ten converters us/record": median(pairs.map(([, other]) => other)) / records,
      "ten converters to none": ratio,
    };
    const rows = Object.entries(figures).map(([name, value]) => [name, figure(value)]);
    return {
      tables: [{ title: "Reading CSV of 30 columns", text: table(["", "median"], rows) }],
      figures: { mapping: figures },
      targets: [atMost("CPU of reading csv with ten converters to none", ratio, 1.25)],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a file and gives what reads it once; the CPU of that in microseconds. */
function reading(folder: string, form: "plain" | "sent", records: number): () => number {
  const columns = [...CONVERTED, ...PLAIN];
  const names = columns.map((_, index) => `C${index}`);
  const lines = Array.from({ length: records }, (_, index) => {
    const cells = columns.map((column) => column[form](index));
    return [String(index).padStart(9, "0"), ...cells].join(";");
  });
  const file = join(folder, `${form}.csv`);
  writeFileSync(file, `${["key", ...names].join(";")}\n${lines.join("\n")}\n`);
  const shape = shapeOf(columns);
  const input = inputOf(file, form === "plain" ? {} : sourcesOf());
  const host = new NodeHost();
  const scan = scanInput(host, input, shape, { workFolder: join(folder, form) });
  return () => {
    const started = process.cpuUsage();
    let count = 0;
    const reader = new ShardReader(host, input, shape, scan);
    const reject = (): never => {
      throw new Error(`a record of ${file} is no good`);
    };
    for (const shard of scan.shards) reader.read(shard, { record: () => (count += 1), reject });
    if (count !== records) throw new Error(`${count} records of ${records} were read`);
    const { user, system } = process.cpuUsage(started);
    return user + system;
  };
}

function shapeOf(columns: readonly Column[]): ObjectShape {
  const fields: Record<string, Shape> = { key: { kind: "text", optional: false } };
  for (const [index, { kind }] of columns.entries()) fields[`f${index}`] = { kind, optional: true };
  return { kind: "object", fields };
}

function sourcesOf(): FieldSources {
  const sources = CONVERTED.map(({ form, steps = [] }, index): [string, FieldSource] => {
    const convert: ConverterSpec = { steps, form };
    return [`f${index}`, { source: { kind: "column", column: `C${index}` }, convert }];
  });
  return Object.fromEntries(sources);
}

function inputOf(file: string, fields: FieldSources): InputSpec {
  const count = CONVERTED.length + PLAIN.length;
  const plain = Array.from({ length: count }, (_, index) => `f${index}`)
    .map((field, index) => [`C${index}`, field] as const)
    .filter(([, field]) => fields[field] === undefined);
  return {
    file,
    compression: "none",
    encoding: "utf-8",
    format: "csv",
    recordsPath: "",
    key: "key",
    order: "key",
    csv: { delimiter: ";", quote: '"', columns: { key: "key", ...Object.fromEntries(plain) } },
    ...(Object.keys(fields).length > 0 && { fields }),
    details: [],
    expect: { sums: {} },
    shardBytes: 1024 * 1024,
  };
}
