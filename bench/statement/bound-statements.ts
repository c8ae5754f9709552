import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { Binder } from "../../src/bind/binder.ts";
import type { BoundBlock, Document } from "../../src/model/document.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { CustomerRecord, RawObject } from "../../src/model/record.ts";
import { collectTexts } from "./bound-text.ts";
import { standardJob } from "./standard-job.ts";

/** Rows of the standard statement. */
export const STANDARD_TRANSACTIONS = 30;
export const STANDARD_SEED = 20_261_031;

/** The layout of the standard statement, checked. */
export function standardPlan(): LayoutPlan {
  return standardJob().plan;
}

/** A document and its furniture as a peer draws it: static boxes filled in. */
export interface BoundStatement {
  readonly document: Document;
  /** Per master, per box. */
  readonly furniture: readonly (readonly (readonly BoundBlock[])[])[];
  /** Every text of the address and the flow, in order, for whoever lays nothing out. */
  readonly texts: readonly string[];
  /** Every text of the furniture, per master, with marks for the page number and count. */
  readonly furnitureTexts: readonly (readonly string[])[];
}

export type BindStatement = (record: CustomerRecord) => BoundStatement;

/** Binds records to the plan with Nightpress' own binder. */
export function statementBinder(plan: LayoutPlan): BindStatement {
  const binder = new Binder(plan);
  return (record) => {
    const document = binder.bind(record);
    const furniture = document.furniture.map((boxes, master) =>
      boxes.map((box, index) => box ?? binder.staticFurniture[master]?.[index] ?? []),
    );
    const texts = [...(document.address?.lines ?? []), ...collectTexts(document.blocks)];
    return { document, furniture, texts, furnitureTexts: furniture.map(textsOfBoxes) };
  };
}

function textsOfBoxes(boxes: readonly (readonly BoundBlock[])[]): string[] {
  return boxes.flatMap((blocks) => collectTexts(blocks));
}

/** Records of the standard statement, read one by one from a fixture that is removed at the end. */
export function* standardRecords(records: number): Generator<CustomerRecord> {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-bench-"));
  try {
    writeStatementFixture({
      records,
      seed: STANDARD_SEED,
      folder,
      format: "ndjson",
      transactions: STANDARD_TRANSACTIONS,
      badPercent: 0,
      mode: "test",
    });
    let ordinal = 0;
    for (const line of linesOf(join(folder, "customers.ndjson"))) yield recordOf(line, ordinal++);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function recordOf(line: string, ordinal: number): CustomerRecord {
  const values = JSON.parse(line) as RawObject & { account: { id: string } };
  const place = { file: "", line: ordinal + 1, byteOffset: 0, sizeBytes: line.length };
  return { ordinal, key: values.account.id, values, place };
}

function* linesOf(path: string): Generator<string> {
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(1024 * 1024);
  const decoder = new StringDecoder("utf8");
  try {
    let rest = "";
    for (;;) {
      const length = readSync(file, chunk, 0, chunk.length, null);
      if (length === 0) break;
      const lines = (rest + decoder.write(chunk.subarray(0, length))).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(file);
  }
}
