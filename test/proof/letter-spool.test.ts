import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { openLayout, type OpenLayout } from "../../src/proof/open-layout.ts";
import type { SpooledLetter, SpoolRequest } from "../../src/proof/opened-layout.ts";
import { hasPrograms } from "../e2e/page-words.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const samples = new URL("../../layouts/retail-statement/samples/", import.meta.url);
const STANDARD = JSON.parse(readFileSync(new URL("standard.json", samples), "utf8")) as {
  readonly customer: { readonly address: { readonly lines: readonly string[] } };
};

let layout: OpenLayout;
beforeAll(async () => {
  layout = await openLayout("retail-statement", { asOf: "2026-10-31" });
});

/** A record whose address has this first line. */
function named(name: string): unknown {
  const { customer } = STANDARD;
  const lines = [name, ...customer.address.lines.slice(1)];
  return { ...STANDARD, customer: { ...customer, address: { ...customer.address, lines } } };
}

async function* arriving(records: readonly unknown[]): AsyncGenerator<unknown> {
  for (const record of records) {
    await nextTurn();
    yield record;
  }
}

async function spooled(
  records: readonly unknown[],
  request: SpoolRequest = {},
): Promise<{ pdf: Buffer; letters: SpooledLetter[] }> {
  const letters: SpooledLetter[] = [];
  const parts: Uint8Array[] = [];
  const onLetter = (letter: SpooledLetter): void => void letters.push(letter);
  for await (const part of layout.spool(arriving(records), { onLetter, ...request }))
    parts.push(part);
  return { pdf: Buffer.concat(parts), letters };
}

test("records are composed whether or not anybody is told of each", async () => {
  const records = [named("ANNA ALDER")];
  const parts: Uint8Array[] = [];
  for await (const part of layout.spool(records)) parts.push(part);
  expect(Buffer.concat(parts).equals((await spooled(records)).pdf)).toBe(true);
});

test("records as they arrive are one file, with the same bytes each time", async () => {
  const records = [
    named("ANNA ALDER"),
    { account: {} },
    named("Łukasz Ωμέγα"),
    named("CARL CEDAR"),
  ];
  const { pdf, letters } = await spooled(records);
  expect(letters.map(({ record, firstPage, pages }) => [record, firstPage, pages])).toEqual([
    [0, 0, 2],
    [1, 2, 0],
    [2, 2, 2],
    [3, 4, 2],
  ]);
  expect(letters[1]?.diagnostics[0]?.code).toBe("data.missing-field");
  expect((await spooled(records)).pdf.equals(pdf)).toBe(true);
  if (!hasPrograms("pdftotext", "qpdf")) return;
  const file = `${temporaryFolder()}/spool.pdf`;
  writeFileSync(file, pdf);
  execFileSync("qpdf", ["--check", file]);
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const pages = text.split("\f");
  expect(pages).toHaveLength(7);
  expect([0, 2, 4].map((page) => pages[page])).toEqual([
    expect.stringContaining("ANNA ALDER"),
    expect.stringContaining("Łukasz Ωμέγα"),
    expect.stringContaining("CARL CEDAR"),
  ]);
});

test("a file of no letters is one all the same", async () => {
  const { pdf } = await spooled([]);
  expect(pdf.toString("latin1")).toMatch(/^%PDF-1\.6[^]*%%EOF\n$/);
});

test("a spool ends at its signal with the reason, and asks for no further record", async () => {
  const stop = new AbortController();
  let asked = 0;
  async function* endless(): AsyncGenerator<unknown> {
    for (;;) {
      asked += 1;
      if (asked === 5) setImmediate(() => stop.abort(new Error("enough")));
      yield STANDARD;
    }
  }
  const reading = async (): Promise<void> => {
    for await (const part of layout.spool(endless(), { signal: stop.signal }))
      expect(part.length).toBeGreaterThan(0);
  };
  await expect(reading()).rejects.toThrow("enough");
  expect(asked).toBeLessThan(8);
});
