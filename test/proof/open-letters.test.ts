import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLayout } from "../../src/proof/open-layout.ts";
import { type Letters, openLetters } from "../../src/proof/open-letters.ts";

const samples = new URL("../../layouts/retail-statement/samples/", import.meta.url);
const STANDARD = JSON.parse(readFileSync(new URL("standard.json", samples), "utf8")) as {
  readonly transactions: readonly unknown[];
};

let letters: Letters;
beforeAll(async () => {
  letters = await openLetters(["retail-statement"], { asOf: "2026-10-31", threads: 1 });
});
afterAll(() => letters.close());

describe("letters composed in threads", () => {
  test("are those that this thread composes, from a value or from the bytes of its JSON", async () => {
    const layout = await openLayout("retail-statement", { asOf: "2026-10-31" });
    const { values, ...expected } = layout.compose(STANDARD, { key: "A-1" });
    expect(values).toBeDefined();
    const { isComposed, ...letter } = await letters.compose("retail-statement", STANDARD, {
      key: "A-1",
    });
    expect(isComposed).toBe(true);
    expect(bytes(letter.pdf).equals(bytes(expected.pdf))).toBe(true);
    expect(letter.messages.email?.html).toEqual(expected.messages.email?.html);
    const json = Buffer.from(JSON.stringify(STANDARD));
    const read = await letters.composeJson("retail-statement", json, { channels: ["sms"] });
    expect(read.sms).toBe(expected.sms);
  });

  test("say what is no JSON without quoting it", async () => {
    for (const [json, code] of [
      [Buffer.from('{"secret": 4711'), "data.json-syntax"],
      [Buffer.from([0x22, 0xff, 0x22]), "data.bad-utf8"],
    ] as const) {
      const letter = await letters.composeJson("retail-statement", json);
      expect(letter.isComposed).toBe(false);
      expect(letter.diagnostics.map((found) => found.code)).toEqual([code]);
      expect(JSON.stringify(letter.diagnostics)).not.toMatch(/4711|secret/);
    }
  });

  test("refuse what cannot be asked for", async () => {
    await expect(letters.compose("other", STANDARD)).rejects.toThrow(/no layout other here/);
    const french = letters.compose("retail-statement", STANDARD, { locale: "fr-FR" });
    await expect(french).rejects.toThrow(/no locale fr-FR/);
    const never = letters.compose("retail-statement", STANDARD, { asOf: "2026-02-30" });
    await expect(never).rejects.toThrow(/day that letters are made as of/);
    await expect(openLetters(["retail-statement", "retail-statement"])).rejects.toThrow(/called/);
  });

  test("of a thousand pages are given up in mid-work, and the next letter is composed", async () => {
    const rows = STANDARD.transactions;
    const transactions = Array.from({ length: 60_000 }, (_, index) => rows[index % rows.length]);
    const long = { ...STANDARD, transactions };
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("client gone")), 150);
    const sent = letters.compose("retail-statement", long, { signal: stop.signal });
    await expect(sent).rejects.toThrow("client gone");
    const { pdf } = await letters.compose("retail-statement", STANDARD);
    expect(bytes(pdf).toString("latin1", 0, 8)).toBe("%PDF-1.6");
    const gone = AbortSignal.abort(new Error("gone before"));
    const late = letters.compose("retail-statement", STANDARD, { signal: gone });
    await expect(late).rejects.toThrow("gone before");
  });
});

function bytes(array: Uint8Array = new Uint8Array()): Buffer {
  return Buffer.from(array);
}
