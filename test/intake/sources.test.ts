import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync, zstdCompressSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it, test } from "vitest";
import { ZipFile } from "yazl";
import { compressionOf } from "../../src/base/packing-name.ts";
import { readInput } from "../../src/intake/read-input.ts";
import { encodingOf, ENCODINGS } from "../../src/job/formats/encoding-schema.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { findings, readForeign } from "./foreign-input.ts";
import { inputSpec } from "./retail.ts";
import { writeInput } from "./run-intake.ts";
import { newFolder, TestHost } from "./test-host.ts";

const shape: ObjectShape = {
  kind: "object",
  fields: {
    id: { kind: "text", optional: false },
    name: { kind: "text", optional: true },
    due: { kind: "money", optional: true },
  },
};
const HEAD = "ID,NAME,DUE\n";
const TEXT = `${HEAD}a1,Ann,1.00\na2,Bob,2.00\n`;
const READ = ["a1|Ann|1.00", "a2|Bob|2.00"];

function csvInput(files: readonly string[], more: Partial<InputSpec> = {}): InputSpec {
  const [file = "", ...others] = files;
  return inputSpec(file, {
    format: "csv",
    key: "id",
    order: "none",
    compression: compressionOf(file),
    ...(others.length > 0 && { more: others }),
    csv: { delimiter: ",", quote: '"', columns: { ID: "id", NAME: "name", DUE: "due" } },
    ...more,
  });
}

async function readOf(input: InputSpec): Promise<string[]> {
  const { records, rejects } = await readForeign(input, shape);
  const found = [
    ...records.map(({ ordinal, values }) => {
      const { id, name = "", due = "" } = values as Record<string, string>;
      return { ordinal, text: [id, name, due].join("|") };
    }),
    ...rejects.map(({ ordinal, line, code }) => ({ ordinal, text: `${line}: ${code}` })),
  ];
  return found.toSorted((a, b) => a.ordinal - b.ordinal).map(({ text }) => text);
}

async function saidOf(input: InputSpec): Promise<string[]> {
  const found = await findings(input, shape);
  return found.map(({ code, message, hint = "" }) => `${code}: ${message}; ${hint}`);
}

interface Member {
  readonly name: string;
  readonly text: string | Buffer;
  readonly isStored?: boolean;
}

/** The bytes of an archive. */
async function zipOf(members: readonly Member[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const { name, text, isStored = false } of members)
    zip.addBuffer(Buffer.from(text as string), name, { compress: !isStored });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** An archive with some bytes of it changed for others of the same length. */
function changed(bytes: Buffer, from: string, to: string): Buffer {
  return Buffer.from(bytes.toString("latin1").replaceAll(from, to), "latin1");
}

describe("packed files are unpacked", () => {
  const half = Math.floor(TEXT.length / 2);
  const frames = [TEXT.slice(0, half), TEXT.slice(half)].map((part) => zstdCompressSync(part));

  it.each<[string, Uint8Array]>([
    ["in.csv.gz", gzipSync(TEXT)],
    ["in.csv.zst", zstdCompressSync(TEXT)],
    ["frames.csv.zst", Buffer.concat(frames)],
  ])("%s", async (name, bytes) => {
    expect(await readOf(csvInput([writeInput(name, bytes)]))).toEqual(READ);
  });

  it.each<[string, Uint8Array, string]>([
    [
      "short.csv.zst",
      zstdCompressSync(TEXT).subarray(0, 20),
      "input.truncated: the zstd file ends",
    ],
    ["plain.csv.zst", Buffer.from(TEXT), "input.format: the file is not zstd, or it is damaged"],
    [
      "after.csv.zst",
      Buffer.concat([...frames, Buffer.from("more")]),
      "input.format: the file is not",
    ],
    [
      "bomb.csv.zst",
      zstdCompressSync(Buffer.alloc(80_000_000)),
      "input.unpacks-too-large: the zstd",
    ],
  ])("%s is refused", async (name, bytes, said) => {
    const [only, ...others] = await saidOf(csvInput([writeInput(name, bytes)]));
    expect(only).toContain(said);
    expect(others).toEqual([]);
  });
});

describe("zip archives", () => {
  const two = [
    { name: "b.csv", text: `${HEAD}b1,Di,4.00\n`, isStored: true },
    { name: "a.csv", text: TEXT },
    { name: "read/me.txt", text: "x" },
  ];

  it("give their members in the order of names, each one a file of its own", async () => {
    const file = writeInput("in.zip", await zipOf(two));
    const input = csvInput([file], { members: "*.csv" });
    const { scan } = await readForeign(input, shape);
    expect(await readOf(input)).toEqual([...READ, "b1|Di|4.00"]);
    expect(scan.files.map((one) => [one.file, one.rowCount, one.of])).toEqual([
      [`${file}/a.csv`, 2, 0],
      [`${file}/b.csv`, 1, 0],
    ]);
  });

  it("give their only member without a pattern", async () => {
    const file = writeInput("in.zip", await zipOf([{ name: "x.csv", text: TEXT }]));
    expect(await readOf(csvInput([file]))).toEqual(READ);
  });

  it.each<[string, () => Promise<Buffer>, string]>([
    [
      "a name that leads out",
      async () => changed(await zipOf([{ name: "aaaa.csv", text: TEXT }]), "aaaa.csv", "../a.csv"),
      "a member of the archive has a name that leads out of a folder",
    ],
    [
      "an absolute name",
      async () => changed(await zipOf([{ name: "aaaa.csv", text: TEXT }]), "aaaa.csv", "/aaa.csv"),
      "a member of the archive has a name that leads out of a folder",
    ],
    [
      "one name twice",
      async () => changed(await zipOf(two), "b.csv", "a.csv"),
      "the archive has two members a.csv",
    ],
    [
      "a member that is encrypted",
      async () => {
        const bytes = await zipOf([{ name: "a.csv", text: TEXT }]);
        const at = bytes.indexOf("PK\u0001\u0002");
        bytes[at + 8] = (bytes[at + 8] ?? 0) | 1;
        return bytes;
      },
      "the archive's member a.csv is encrypted",
    ],
    [
      "an archive that ends early",
      async () => (await zipOf(two)).subarray(0, 100),
      "no zip archive",
    ],
    [
      "a bomb",
      () => zipOf([{ name: "a.csv", text: Buffer.alloc(80_000_000) }]),
      "the zip file unpacks to far more than a real file would",
    ],
    [
      "a member whose bytes are damaged",
      async () => changed(await zipOf([two[0] as Member]), "b1,Di", "b1,De"),
      "the file is not zip, or it is damaged",
    ],
  ])("are refused: %s", async (_what, make, said) => {
    const input = csvInput([writeInput("in.zip", await make())]);
    expect((await saidOf(input)).join()).toContain(said);
  });

  it("are refused where no member fits, with the names that there are", async () => {
    const input = csvInput([writeInput("in.zip", await zipOf(two))], { members: "*.dat" });
    expect(await saidOf(input)).toEqual([
      "input.archive: the archive has no member that fits: it has a.csv, b.csv, read/me.txt; " +
        "correct the pattern in `members`, or leave it out",
    ]);
  });
});

describe("text in other encodings is turned into UTF-8", () => {
  const german = `${HEAD}a1,Jürgen Łuk,1.00\na2,Bob,2.00\n`;

  it.each<[string, Uint8Array, string | undefined]>([
    ["utf-16le by its mark", Buffer.from(`\uFEFF${german}`, "utf16le"), undefined],
    ["utf-16be by its mark", iconv.encode(`\uFEFF${german}`, "utf-16be"), undefined],
    ["utf-16 with a mark", iconv.encode(`\uFEFF${german}`, "utf-16be"), "utf-16"],
    ["utf-16le without a mark", Buffer.from(german, "utf16le"), "utf-16le"],
    ["utf-32", iconv.encode(`\uFEFF${german}`, "utf-32le"), undefined],
    ["iso-8859-2", iconv.encode(german, "iso-8859-2"), "iso-8859-2"],
    ["ibm852", iconv.encode(german, "ibm852"), "ibm852"],
  ])("%s", async (_what, bytes, encoding) => {
    const input = csvInput([writeInput("in.csv", bytes)], encodingOf(encoding));
    expect(await readOf(input)).toEqual(["a1|Jürgen Łuk|1.00", READ[1]]);
  });

  it("and bytes that are no characters there cost their row", async () => {
    const odd = Buffer.from(`${HEAD}a1,A\xffn,1.00\na2,Bob,2.00\n`, "latin1");
    const ascii = csvInput([writeInput("in.csv", odd)], encodingOf("us-ascii"));
    expect(await readOf(ascii)).toEqual(["2: data.bad-utf8", READ[1]]);
    const half = Buffer.from(`${HEAD}a1,A\ud800n,1.00\na2,Bob,2.00\n`, "utf16le");
    const utf16 = csvInput([writeInput("in.csv", half)], encodingOf("utf-16le"));
    expect(await readOf(utf16)).toEqual(["2: data.bad-utf8", READ[1]]);
  });

  it.each<[string, Uint8Array, string, string]>([
    [
      "a mark and a job that contradict each other",
      Buffer.from(`\uFEFF${TEXT}`, "utf16le"),
      "windows-1252",
      "input.encoding: the job says windows-1252, but the file begins with the order mark of " +
        "utf-16le; say `encoding: utf-16le` in the job, or leave it out",
    ],
    [
      "the mark of UTF-8 on a file that the job reads as Windows-1252",
      Buffer.from(`\uFEFF${TEXT}`),
      "windows-1252",
      "input.encoding: the job says windows-1252, but the file begins with the order mark of " +
        "utf-8; say `encoding: utf-8` in the job, or leave it out",
    ],
    [
      "utf-16 without a mark",
      Buffer.from(TEXT, "utf16le"),
      "utf-16",
      "input.encoding: the file has no order mark, so it is unknown which utf-16 it is; say " +
        "utf-16le or utf-16be in the job",
    ],
  ])("%s is refused", async (_what, bytes, encoding, said) => {
    const input = csvInput([writeInput("in.csv", bytes)], encodingOf(encoding));
    expect(await saidOf(input)).toEqual([said]);
  });

  it("by a library that knows every encoding that a job may name", () => {
    for (const name of ENCODINGS) expect([name, iconv.encodingExists(name)]).toEqual([name, true]);
  });
});

describe("lines that end in CR", () => {
  const cr = TEXT.replaceAll("\n", "\r");

  it("are read where nothing else ends one, or where the job says so", async () => {
    expect(await readOf(csvInput([writeInput("in.csv", cr)]))).toEqual(READ);
    const declared = csvInput([writeInput("in.csv", cr)], { crLines: true });
    expect(await readOf(declared)).toEqual(READ);
  });

  it("are refused where an LF ends one all the same", async () => {
    const mixed = csvInput([writeInput("in.csv", `${cr}a3,Cy,\n`)], { crLines: true });
    expect(await saidOf(mixed)).toEqual([
      "input.format: the lines of the file end in CR, but line 4 ends in LF; end all of them in " +
        "LF or CR LF, and send it again",
    ]);
  });
});

describe("several files", () => {
  const more = `${HEAD}b1,Di,4.00\ntorn\n`;
  const files = (): string[] => [writeInput("a.csv", TEXT), writeInput("b.csv.gz", gzipSync(more))];

  it("are read one after the other, counted one by one, with places of their own", async () => {
    const names = files();
    const { scan, rejects } = await readForeign(csvInput(names), shape);
    expect(await readOf(csvInput(names))).toEqual([...READ, "b1|Di|4.00", "3: data.field-count"]);
    expect(scan.files.map(({ file, rowCount }) => [file, rowCount])).toEqual([
      [names[0], 2],
      [names[1], 2],
    ]);
    expect(rejects.map(({ file }) => file)).toEqual([names[1]]);
    expect(scan.shards.map(({ file, firstOrdinal }) => [file, firstOrdinal])).toEqual([
      [0, 0],
      [1, 2],
    ]);
  });

  it("of JSON and NDJSON, too", async () => {
    const lines = [1, 2, 3].map((n) => `{"id":"n${n}"}\n`);
    const nd = [
      writeInput("a.ndjson", lines[0] as string),
      writeInput("b.ndjson", lines[1] as string),
    ];
    expect(await readOf(csvInput(nd, { format: "ndjson" }))).toEqual(["n1||", "n2||"]);
    const js = lines.map((line, at) => writeInput(`${at}.json`, `[${line}]`));
    expect(await readOf(csvInput(js, { format: "json" }))).toEqual(["n1||", "n2||", "n3||"]);
  });

  it("have trailers of their own, and what the job expects is of their sum", async () => {
    const job = { cycle: "2026-10", asOf: "2026-10-31" };
    const trailer = { marker: "TRL", at: 1, rows: {}, records: 2, sums: { due: 3 }, job };
    const withTrailer = (text: string, count: number, sum: string): string =>
      writeInput("x.csv", `${text}TRL,${count},${sum}\n`);
    const list = [withTrailer(TEXT, 2, "3.00"), withTrailer(`${HEAD}b1,Di,4.00\n`, 1, "4.00")];
    const expectation = { records: 3, sums: { due: "7.00" }, trailer };
    const right = csvInput(list, { expect: expectation });
    expect(await readOf(right)).toEqual([...READ, "b1|Di|4.00"]);
    const wrong = [list[0] as string, withTrailer(`${HEAD}b1,Di,4.00\n`, 2, "4.01")];
    const found = await findings(
      csvInput(wrong, { expect: { ...expectation, records: 4 } }),
      shape,
    );
    expect(found.map(({ message, data }) => [message, data?.file])).toEqual([
      ["the job expects 4 records, the file has 3", list[0]],
      ["the trailer says 2 records, the file has 1", wrong[1]],
      ["the sum of due is not what the trailer says", wrong[1]],
    ]);
  });

  it("have no one hash that a companion file could state", async () => {
    const companion = {
      file: writeInput("c.txt", "hash: 0\n"),
      rows: {},
      sums: {},
      sha256: "hash",
    };
    const job = { cycle: "2026-10", asOf: "2026-10-31" };
    const expectation = { sums: {}, companion: { ...companion, job } };
    expect((await saidOf(csvInput(files(), { expect: expectation })))[0]).toContain(
      "states hash or size of one file, but there are several",
    );
  });

  it("are refused where one is named or sent twice, or has other columns", async () => {
    const [a = "", b = ""] = files();
    expect(await saidOf(csvInput([a, b, a]))).toEqual([
      "input.twice: the file is in the list twice; name each file once",
    ]);
    const copy = writeInput("copy.csv", TEXT);
    expect((await saidOf(csvInput([a, copy])))[0]).toContain(`has the same bytes as ${a}`);
    const other = writeInput("other.csv", "ID,DUE,NAME\n");
    expect((await saidOf(csvInput([a, other])))[0]).toContain(
      `column 2 is not the one that the list's first file has there, ${a}`,
    );
  });
});

describe("standard input", () => {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (const byte of Buffer.from(TEXT)) yield Uint8Array.of(byte);
  }

  it("is kept in a work copy with its hash", async () => {
    const host = new TestHost();
    const workFolder = newFolder();
    const options = { workFolder, standardInput: chunks() };
    const scan = await readInput(host, csvInput(["-"]), shape, options);
    const [file] = scan.files;
    expect([file?.file, file?.rowCount]).toEqual(["-", 2]);
    expect(readFileSync(file?.workFile ?? "", "utf8")).toBe(TEXT);
    const hash = execFileSync("sha256sum", [file?.workFile ?? ""], { encoding: "utf8" });
    expect(hash.startsWith(file?.sha256 ?? "?")).toBe(true);
  });

  it("is refused where there is none, and where two files want it", async () => {
    expect((await saidOf(csvInput(["-"])))[0]).toContain("standard input is read once");
    expect((await saidOf(csvInput(["-", "-"])))[0]).toContain("standard input can be read once");
  });
});

test("a header of 100,000 columns and a line of many megabytes are refused or cost one line", async () => {
  const columns = Array.from({ length: 100_000 }, (_, index) => `c${index}`).join(",");
  const wide = writeInput("wide.csv", `${columns}\n`);
  expect((await saidOf(csvInput([wide])))[0]).toContain("more than 1024 columns");
  const long = writeInput("long.csv", TEXT);
  writeFileSync(long, `${"x".repeat(1024)}`.repeat(24 * 1024), { flag: "a" });
  writeFileSync(long, "\na3,Cy,\n", { flag: "a" });
  expect(await readOf(csvInput([long]))).toEqual([...READ, "4: data.record-too-large", "a3|Cy|"]);
});

test("records and details in several files are joined, with places in their own files", async () => {
  const masters = [`${HEAD}c3,Cy,3.00\na1,Ann,1.00\n`, `${HEAD}b2,Bob,2.00\n`];
  const rows = ["KEY,TEXT\nb2,two\na1,one\n", "KEY,TEXT\nz9,lost\nc3,three\nc3\na1,uno\n"];
  const [m1 = "", m2 = ""] = masters.map((text, at) => writeInput(`m${at}.csv`, text));
  const [d1 = "", d2 = ""] = rows.map((text, at) => writeInput(`d${at}.csv.gz`, gzipSync(text)));
  const item: ObjectShape = { kind: "object", fields: { text: { kind: "text", optional: false } } };
  const withList: ObjectShape = {
    ...shape,
    fields: { ...shape.fields, rows: { kind: "list", item } },
  };
  const file = { file: d1, more: [d2], compression: "gzip", encoding: "utf-8" } as const;
  const csv = { delimiter: ",", quote: '"', columns: { TEXT: "text" } };
  const detail = { ...file, into: "rows", keyColumn: "KEY", order: "none", csv } as const;
  const sums = { sums: { due: "6.00" }, records: 3 };
  const input = csvInput([m1, m2], { details: [{ ...detail, expectRows: 6 }], expect: sums });
  const { scan, records, rejects } = await readForeign(input, withList);
  expect(
    records.map(({ key, place, values }) => [key, place.file, place.line, values["rows"]]),
  ).toEqual([
    ["a1", m1, 3, [{ text: "one" }, { text: "uno" }]],
    ["b2", m2, 2, [{ text: "two" }]],
  ]);
  expect(rejects.map((one) => `${one.code} ${one.file} ${one.line}`).toSorted()).toEqual([
    `data.field-count ${d2} 4`,
    `data.orphan-detail ${d2} 2`,
  ]);
  expect(scan.files.map((one) => [one.file, one.of, one.rowCount])).toEqual([
    [m1, 0, 2],
    [m2, 0, 1],
    [d1, 1, 2],
    [d2, 1, 4],
  ]);
  const raw = rejects.map((one) => Buffer.from(one.raw, "base64").toString());
  expect(raw.toSorted()).toEqual(["c3", "z9,lost"]);
});
