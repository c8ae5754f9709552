import { expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import type { TextFormat } from "../../src/model/text-format.ts";
import { linearText } from "../../src/paint/html/linear-text.ts";
import { writeMime } from "../../src/paint/html/mime.ts";
import { textAloneFault } from "../../src/verify/text-alone-fault.ts";
import { recordOf, samplePlan, sampleValues } from "../bind/sample-plan.ts";

/** Messages as the writer makes them, then with a fault planted, told of by the verifier. */
const TEXT: TextFormat = { kind: "text", width: 60 };
const BRAILLE: TextFormat = { kind: "braille", width: 40, pageLines: 25 };
const FORMATS = [TEXT, BRAILLE];
const document = new Binder(samplePlan).bind(recordOf(sampleValues(60)));
const LINK = `https://bank.example/${"long/".repeat(20)}`;
const plain = linearText(document, `The end <${LINK}>`, TEXT);
const braille = linearText(document, `The end <${LINK}>`, BRAILLE);

function message(text: string, html = ""): Uint8Array {
  return writeMime({
    to: "ana@mail.example",
    subject: "Statement",
    html,
    text,
    from: "statements@bank.example",
    fromName: "Bank",
    messageIdSeed: "1",
    dateRfc5322: "Sat, 31 Oct 2026 06:00:00 +0000",
    images: [],
  });
}

test("what is written as its customer prefers has no fault", () => {
  expect(plain).toContain(`\n<${LINK}>\n`);
  expect(textAloneFault(message(plain), "text", FORMATS)).toBe(undefined);
  expect(textAloneFault(message(braille), "braille", FORMATS)).toBe(undefined);
  expect(textAloneFault(message(plain, "<p>A</p>"), undefined, FORMATS)).toBe(undefined);
});

const longer = (text: string): string => text.replace(/\S(?=\n)/, `$&${"x".repeat(61)}`);
test.each<[what: string, text: string, html: string, kind: string | undefined, fault: RegExp]>([
  ["HTML beside it", plain, "<p>A</p>", "text", /not text alone/],
  ["no HTML where it is wanted", plain, "", undefined, /nobody asked for/],
  ["a kind that there is not", plain, "", "audio", /of a kind/],
  ["a long line", longer(plain), "", "text", /line of more than 60/],
  ["a long line for braille", longer(braille), "", "braille", /line of more than 40/],
  ["pages where there are none", braille, "", "text", /in pages/],
  ["no pages for braille", plain.replaceAll(/\S{40,}/g, ""), "", "braille", /.+/],
  ["a page left out", braille.replace(/^[^\f]*\f/, ""), "", "braille", /numbered pages of 25/],
  ["a line left out", braille.replace("\n", ""), "", "braille", /.+/],
  ["text behind the last page", `${braille}x`, "", "braille", /numbered pages of 25/],
])("of an e-mail with %s, that is said", (_, text, html, kind, fault) => {
  expect(textAloneFault(message(text, html), kind, FORMATS)).toMatch(fault);
});
