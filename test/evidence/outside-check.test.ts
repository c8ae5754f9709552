import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { inflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { certifyRun, makeOperatorKey, pullPieces, reprintPieces } from "../../src/index.ts";
import { smallShardJob } from "../e2e/run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/*
 * A certificate checked as `src/evidence/README.md` says that anybody can, by code of its own: below
 * the line of imports nothing of Nightpress is used but to make the run.
 */

const folder = temporaryFolder("outside");

const OUT = `${folder}/out`;
const KEY = `${folder}/shop.pem`;

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 16_384, spoolSheets: 40, mode: "production" } as const;
  await makeOperatorKey(KEY);
  await runJob(smallShardJob(`${folder}/job`, choice), { out: OUT, workers: 1 });
  const who = { by: "B. Ito", reason: "torn" };
  await pullPieces(OUT, { pieces: [2], ...who });
  await reprintPieces(OUT, { pieces: "3", cause: "damaged", ...who });
  await certifyRun(OUT, { key: KEY });
});

// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

function json(file: string): Json {
  return JSON.parse(readFileSync(`${OUT}/${file}`, "utf8"));
}

function sha256(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** RFC 8785. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

interface Rows {
  readonly column: (row: readonly string[], name: string) => string;
  readonly rows: readonly string[][];
}

/** A control file or index: nothing in these is quoted here. */
function csv(file: string): Rows {
  const [head = "", ...lines] = readFileSync(`${OUT}/${file}`, "utf8").trimEnd().split("\r\n");
  const names = head.split(",");
  const column = (row: readonly string[], name: string): string => row[names.indexOf(name)] ?? "";
  return { rows: lines.map((line) => line.split(",")), column };
}

describe("the hashes that the page of evidence names", () => {
  it("are those of the body, the frozen job, and the layout", () => {
    const { body, bodySha256, envelope } = json("reports/certificate.json");
    expect(sha256(canonical(body))).toBe(bodySha256);
    const bytes = readFileSync(`${OUT}/job.json`);
    expect(sha256(bytes)).toBe(envelope.jobFileSha256);
    const { sha256: seal, jobSha256, runId, parent, ...job } = json("job.json");
    expect(runId).toBe(envelope.runId);
    expect(parent).toBeUndefined();
    expect(sha256(bytes.toString("utf8").replace(seal, "0".repeat(64)))).toBe(seal);
    expect(sha256(canonical(withoutPlaces(job)))).toBe(jobSha256);
    expect(body.jobSha256).toBe(jobSha256);
    const { hash, places: _, ...plan } = job.plan;
    for (const font of plan.fonts) delete font.plain;
    for (const list of [plan.fonts, plan.images]) for (const one of list) delete one.file;
    // The retail statement has catalogues, which count by their bytes.
    expect(plan.sources.length).toBeGreaterThan(0);
    plan.sources = plan.sources.map((source: Json) => source.hash);
    expect(sha256(canonical(plan))).toBe(hash);
    expect(body.frozen.layout.sha256).toBe(hash);
  });

  it("are signed as DSSE says", () => {
    const { bodySha256, envelope, signature } = json("reports/certificate.json");
    const payload = Buffer.from(canonical({ bodySha256, envelope }));
    const type = signature.payloadType as string;
    const head = Buffer.from(`DSSEv1 ${type.length} ${type} ${payload.length} `);
    const key = createPublicKey(readFileSync(`${KEY}.pub`));
    const isSigned = (bytes: Uint8Array): boolean =>
      verify(null, bytes, key, Buffer.from(signature.sig, "base64"));
    expect(isSigned(Buffer.concat([head, payload]))).toBe(true);
    expect(isSigned(Buffer.concat([head, payload.subarray(1)]))).toBe(false);
    expect(sha256(key.export({ type: "spki", format: "der" }))).toBe(signature.keyid);
  });

  it("are those of every file named", () => {
    const { body, envelope } = json("reports/certificate.json");
    const files = [...body.spools, ...body.batches].flatMap(
      ({ file, sha256: hash, companions }) => {
        const inside = file.slice(0, file.lastIndexOf("/"));
        const beside = companions.map((one: Json) => [`${inside}/${one.name}`, one.sha256]);
        return [[file, hash], ...beside] as [string, string][];
      },
    );
    const again = [
      ...envelope.sheets.map((one: Json) => [`reports/${one.name}`, one.sha256]),
      ...envelope.reprints.flatMap((reprint: Json) =>
        reprint.files.map((one: Json) => [`${reprint.folder}/${one.name}`, one.sha256]),
      ),
    ] as [string, string][];
    expect([files.length, again.length]).toEqual([expect.any(Number), 2 + 4]);
    let pulled = 0;
    for (const [file, hash] of [...files, ...again]) {
      const bytes = readFileSync(`${OUT}/${file}`);
      const text = file.endsWith(".csv") ? bytes.toString("latin1").replaceAll(",pull,", ",,") : "";
      if (text !== "" && text !== bytes.toString("latin1")) pulled += 1;
      expect(sha256(text === "" ? bytes : Buffer.from(text, "latin1")), file).toBe(hash);
    }
    expect(pulled).toBe(1);
  });

  it("are those that the audit log has of what was printed once more", () => {
    const lines = readFileSync(`${OUT}/audit.ndjson`, "utf8").trimEnd().split("\n");
    const made = lines
      .map((line) => JSON.parse(line))
      .filter((one) => one.action === "reprint-made");
    const { reprints } = json("reports/certificate.json").envelope;
    expect(made.map(({ details }) => details)).toEqual([
      { number: reprints[0].number, files: reprints[0].files },
    ]);
    for (const { name, sha256: hash } of made[0].details.files)
      expect(sha256(readFileSync(`${OUT}/${reprints[0].folder}/${name}`)), name).toBe(hash);
  });

  it("chain the lines of the audit log", () => {
    const { body, envelope } = json("reports/certificate.json");
    const { job, jobMark, plan } = json("job.json");
    const subject = [job.name, job.cycle, job.mode, jobMark, plan.hash].join("\n");
    let previous = sha256(`nightpress audit log\n${subject}`);
    expect(body.auditRoot).toEqual({ seq: 0, hash: previous });
    const lines = readFileSync(`${OUT}/audit.ndjson`, "utf8").trimEnd().split("\n");
    for (const line of lines) {
      const { hash, ...told } = JSON.parse(line);
      expect(told.previous).toBe(previous);
      expect(sha256(canonical(told))).toBe(hash);
      previous = hash;
    }
    expect(envelope.auditRoot).toEqual({ seq: lines.length, hash: previous });
    expect(envelope.decisions.map(({ hash }: Json) => hash).at(-1)).toBe(previous);
  });
});

describe("what all spools share", () => {
  it("has the digests of the streams that pages draw it by", () => {
    const { body } = json("reports/certificate.json");
    expect(json("assembly.json").resources).toEqual(body.resources);
    const art = body.resources.filter(({ name }: Json) => /^[ISA]/.test(name));
    expect(json("job.json").art).toEqual(art);
    for (const { file } of body.spools) {
      const pdf = readFileSync(`${OUT}/${file}`);
      for (const { name, entries, sha256: hashes } of art) {
        const [head, content] = streamOf(pdf, name);
        const [kind, width, height] = entries.split(" ");
        expect([name, sha256(content)]).toEqual([name, hashes.content]);
        if (kind !== "image") expect(head).toContain(`/BBox[0 0 ${width} ${height}]`);
      }
      const [, programId = ""] = /\/FontFile2 (\d+) 0 R/.exec(pdf.toString("latin1")) ?? [];
      const programs = body.resources.map((one: Json) => one.sha256.program);
      expect(programs).toContain(sha256(objectOf(pdf, programId)[1]));
    }
  });
});

/** The head and the unpacked bytes of what pages draw by a name. */
function streamOf(pdf: Buffer, name: string): readonly [head: string, content: Buffer] {
  const [, id = ""] = new RegExp(`/${name} (\\d+) 0 R`).exec(pdf.toString("latin1")) ?? [];
  return objectOf(pdf, id);
}

function objectOf(pdf: Buffer, id: string): readonly [head: string, content: Buffer] {
  const text = pdf.toString("latin1");
  const at = text.indexOf(`\n${id} 0 obj`);
  const [head = "", length = ""] = /\/Length (\d+).*?stream\r?\n/s.exec(text.slice(at)) ?? [];
  const start = text.indexOf(head, at) + head.length;
  const stored = pdf.subarray(start, start + Number(length));
  const isPacked = text.slice(at, start).includes("/FlateDecode");
  return [text.slice(at, start), isPacked ? inflateSync(stored) : stored];
}

describe("the Merkle tree", () => {
  it("is over what spools and batches hold, piece by piece and message by message", () => {
    const { body } = json("reports/certificate.json");
    const leaves = [
      ...body.spools.flatMap((spool: Json) => spoolLeaves(spool.file, body.serials.mailerId)),
      ...body.batches.flatMap(({ file, channel }: Json) => batchLeaves(file, channel)),
    ].map((leaf) => Buffer.from(sha256(Uint8Array.of(0), JSON.stringify(leaf)), "hex"));
    expect(leaves.length).toBe(body.merkle.leafCount);
    const stored = readFileSync(`${OUT}/reports/pieces.leaves`);
    expect(Buffer.concat(leaves)).toEqual(stored.subarray(0, leaves.length * 32));
    expect(root(leaves).toString("hex")).toBe(body.merkle.root);
  });
});

function withoutPlaces(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (value === null || typeof value !== "object") return value;
  const inputs = "file|more|workFile|unsorted|database|suppressFile|seedsFile";
  const places = new RegExp(`^(${inputs}|folder|layout|from|registerFile|certificateKeyFile)$`);
  const kept = Object.entries(value).filter(
    ([name, inner]) => !(places.test(name) && /^\["?\//.test(JSON.stringify([inner].flat()))),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutPlaces(inner)]));
}

function spoolLeaves(file: string, mailerId: string): Json[] {
  const pages = composedStreams(readFileSync(`${OUT}/${file}`));
  const { rows, column } = csv(file.replace(/\.pdf$/, ".csv"));
  const sheets = rows.filter(([record]) => record === "S");
  const numbers = [...new Set(sheets.map((row) => column(row, "piece")))];
  return numbers.map((piece) => {
    const own = sheets.filter((row) => column(row, "piece") === piece);
    const streams = own.flatMap((row) => {
      const first = Number(column(row, "first_page"));
      return pages.slice(first - 1, first - 1 + Number(column(row, "pages_on_sheet")));
    });
    const composed = streams.filter((stream) => stream !== undefined);
    const [, document] =
      /\/O (\d+)/.exec(inflateSync(composed[0] as Buffer).toString("latin1")) ?? [];
    const imb = column(own[0] ?? [], "imb");
    const serial = imb === "" ? -1 : Number(imb.slice(5 + mailerId.length, 20));
    const content = sha256(...composed);
    const marks = [Number(piece), 0, serial, own.length, composed.length];
    return ["print", basename(file), Number(document), ...marks, content];
  });
}

/** Of each page the last of two streams; undefined for a page that holds one or none. */
function composedStreams(pdf: Buffer): (Buffer | undefined)[] {
  const text = pdf.toString("latin1");
  const pages = [...text.matchAll(/<<\/Type\/Page\/.*?\/Contents\[([^\]]*)\]/g)];
  return pages.map(([, contents = ""]) => {
    const ids = [...contents.matchAll(/(\d+) 0 R/g)].map(([, id]) => id);
    if (ids.length < 2) return undefined;
    const at = text.indexOf(`\n${ids.at(-1)} 0 obj`);
    const [head = "", length = ""] = /\/Length (\d+).*?stream\r?\n/s.exec(text.slice(at)) ?? [];
    const start = text.indexOf(head, at) + head.length;
    return pdf.subarray(start, start + Number(length));
  });
}

function batchLeaves(file: string, channel: string): Json[] {
  const batch = readFileSync(`${OUT}/${file}`);
  const { rows, column } = csv(file.replace(/\.[^.]*$/, ".csv"));
  return rows
    .filter(([record]) => record === "M")
    .map((row) => {
      const offset = Number(column(row, "offset"));
      const content = sha256(batch.subarray(offset, offset + Number(column(row, "bytes"))));
      const none = [-1, 0, -1, 0, 0];
      return [channel, basename(file), Number(column(row, "ordinal")), ...none, content];
    });
}

/** RFC 9162, 2.1.1. */
function root(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [root(leaves.slice(0, split)), root(leaves.slice(split))];
  return Buffer.from(sha256(Uint8Array.of(1), left, right), "hex");
}
