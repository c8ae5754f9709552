import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { zipBytes } from "../../fixtures/xlsx-file.ts";
import { compressionOf } from "../../src/base/packing-name.ts";
import { readInput } from "../../src/intake/read-input.ts";
import { unpackedBytes } from "../../src/intake/source/packed-size.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { copiesWanted, inputSizes } from "../../src/shop/input-sizes.ts";
import { inputSpec } from "./retail.ts";
import { writeInput } from "./run-intake.ts";
import { newFolder, TestHost } from "./test-host.ts";

const host = new TestHost();

/** Rows that pack as those of customers do: some words again and again, and numbers. */
function rows(count: number): string {
  let state = 7;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647);
  const row = (index: number): string =>
    `k${String(index).padStart(7, "0")},${["Ana", "Bo", "Cy"][next() % 3]} N${next()},${next() % 999}.50\n`;
  return `ID,NAME,DUE\n${Array.from({ length: count }, (_, index) => row(index)).join("")}`;
}

const sizeOf = (name: string, bytes: Uint8Array, members?: string): Promise<number> => {
  const file = writeInput(name, bytes);
  return unpackedBytes(host, file, compressionOf(file), members);
};

describe("what a packed file unpacks to", () => {
  const small = rows(100);
  const large = rows(120_000);

  it("is known of small ones, and of archives", async () => {
    expect(await sizeOf("a.csv", Buffer.from(small))).toBe(small.length);
    expect(await sizeOf("a.csv.gz", gzipSync(small))).toBe(small.length);
    expect(await sizeOf("a.csv.zst", zstdCompressSync(small))).toBe(small.length);
    const zip = await zipBytes(
      new Map([
        ["a.csv", small],
        ["b.txt", large],
      ]),
    );
    expect(await sizeOf("a.zip", zip)).toBe(small.length + large.length);
    expect(await sizeOf("a.zip", zip, "*.csv")).toBe(small.length);
  });

  it("is judged by their beginning of large ones", async () => {
    for (const packed of [gzipSync(large), zstdCompressSync(large)]) {
      expect(packed.length).toBeGreaterThan(3 * 256 * 1024);
      const name = packed[0] === 0x1f ? "l.csv.gz" : "l.csv.zst";
      const judged = await sizeOf(name, packed);
      expect(Math.abs(judged / large.length - 1)).toBeLessThan(0.1);
    }
  });

  it("is nothing of what is no such file, and of bombs", async () => {
    expect(await sizeOf("b.gz", Buffer.from(small))).toBe(0);
    expect(await sizeOf("b.zst", Buffer.alloc(0))).toBe(0);
    expect(await sizeOf("b.zip", Buffer.from(small))).toBe(0);
    expect(await sizeOf("z.gz", gzipSync(Buffer.alloc(80_000_000)))).toBe(0);
    const zip = await zipBytes(new Map([["z", Buffer.alloc(90_000_000)]]));
    expect(await sizeOf("z.zip", zip)).toBe(0);
  });
});

describe("the copies of an input", () => {
  const text = rows(2000);
  const shape: ObjectShape = {
    kind: "object",
    fields: {
      id: { kind: "text", optional: false },
      name: { kind: "text", optional: true },
      due: { kind: "money", optional: true },
    },
  };
  const csv = { delimiter: ",", quote: '"', columns: { ID: "id", NAME: "name", DUE: "due" } };
  const inputOf = (file: string, more: Partial<InputSpec> = {}): InputSpec => {
    const compression = compressionOf(file);
    return inputSpec(file, { format: "csv", key: "id", order: "none", compression, csv, ...more });
  };

  it("are as large as what is unpacked, and again where that is sorted or in another format", async () => {
    const plain = writeInput("in.csv", text);
    const packed = writeInput("in.csv.gz", gzipSync(text));
    expect(await copiesWanted(host, inputOf(plain))).toBe(0);
    expect(await copiesWanted(host, inputOf(packed))).toBe(text.length);
    expect(await copiesWanted(host, inputOf(packed, { more: [plain] }))).toBe(text.length);
    const detail = { into: "rows", keyColumn: "ID", csv: { ...csv, columns: {} } } as const;
    const details = [{ ...detail, ...inputOf(packed), csv, order: "key" as const }];
    expect(await copiesWanted(host, inputOf(packed, { details }))).toBe(3 * text.length);
    expect(await copiesWanted(host, inputOf(`${packed}-gone`))).toBe(0);
  });

  it("are measured once they are made", async () => {
    const packed = writeInput("in.csv.gz", gzipSync(text));
    const scan = await readInput(host, inputOf(packed), shape, { workFolder: newFolder() });
    expect(inputSizes(host, scan)).toEqual({ plainBytes: text.length, copiesBytes: text.length });
    const own = await readInput(host, inputOf(writeInput("in.csv", text)), shape, {
      workFolder: newFolder(),
    });
    expect(inputSizes(host, own)).toEqual({ plainBytes: text.length, copiesBytes: 0 });
  });
});
