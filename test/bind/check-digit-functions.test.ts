import { describe, expect, test } from "vitest";
import { BindFault, Binder } from "../../src/bind/binder.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { check, SMALL, spoiled } from "../layout/support.ts";
import { recordOf, sampleValues } from "./sample-plan.ts";

function planOf(text: string): LayoutPlan {
  const { plan, diagnostics } = check(spoiled("Hello {customer.name}", text, SMALL));
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return plan;
}

/** What the small layout's paragraph says for an account of this number. */
function shown(text: string, number: string): string {
  const values = sampleValues(0);
  const account = { ...(values["account"] as object), number };
  const { blocks } = new Binder(planOf(text)).bind(recordOf({ ...values, account }));
  const [, paragraph] = blocks;
  return paragraph?.kind === "text" ? (paragraph.texts.join("").split(",")[0] ?? "") : "none";
}

describe("a text shows", () => {
  test.each([
    ["{luhn(account.number)}", "7992 7398 71", "3"],
    [
      "{account.number}{mod10(account.number)}",
      "21000000000313947143000901",
      "210000000003139471430009017",
    ],
    ["{mod11(account.number)}", "8601 11 1794", "7"],
    ["{mod97(account.number)}", "370400440532013000DE", "89"],
    ["{creditorReference(account.number)}", "5390 0754 7034", "RF18539007547034"],
    ['{isIban(account.number) ? \\"yes\\" : \\"no\\"}', "DE89 3704 0044 0532 0130 00", "yes"],
    ['{isIban(account.number) ? \\"yes\\" : \\"no\\"}', "DE88 3704 0044 0532 0130 00", "no"],
    ['{isCreditorReference(account.number) ? \\"yes\\" : \\"no\\"}', "RF18539007547034", "yes"],
    [
      "{ocrB(account.number)}",
      "0100003949753>120000000000234478943216899+ 010001628>",
      "0100003949753>120000000000234478943216899+ 010001628>",
    ],
    ["{ocrA(account.number)}", "12\u2440 34", "12\u2440 34"],
    ["{e13b(account.number)}", "\u2446123456780\u2446", "\u2446123456780\u2446"],
    ["{cmc7(account.number)}", "0123456A", "0123456A"],
  ])("%s of %s", (text, number, expected) => {
    expect(shown(text, number)).toBe(expected);
  });
});

test.each([
  ["luhn", "12-34"],
  ["ocrB", "12\u00e434"],
  ["e13b", "12A34"],
  ["cmc7", "12Z34"],
])("a record is rejected of which %s has nothing to show, by its field", (name, number) => {
  try {
    shown(`{${name}(account.number)}`, number);
  } catch (fault) {
    if (!(fault instanceof BindFault)) throw fault;
    const { code, data, message } = fault.diagnostic;
    expect([code, data?.field]).toEqual(["data.bad-check-digits", "account.number"]);
    expect(message).not.toContain(number);
    return;
  }
  throw new Error("a record that is no reject");
});

test("a check digit of anything but a text is an error of the layout", () => {
  const { diagnostics } = check(spoiled("Hello {customer.name}", "{luhn(account.closing)}", SMALL));
  expect(diagnostics.map(({ code }) => code)).toEqual(["layout.wrong-type"]);
});
