import { describe, expect, test } from "vitest";
import { codeOfText } from "../../src/barcode/bound-code.ts";
import { isBadPayload } from "../../src/barcode/encoded-symbol.ts";
import { BindFault, Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import type { BarcodeBlock } from "../../src/model/block.ts";
import type { CodeItem } from "../../src/model/frame.ts";
import type { RawObject } from "../../src/model/record.ts";
import { base, field, literal, recordOf } from "../bind/sample-plan.ts";
import { BODY, openFonts, planOf } from "./setting.ts";

const block: BarcodeBlock = {
  ...base("blocks.0"),
  kind: "barcode",
  symbology: "qr",
  correction: "M",
  payload: { form: "text", value: ["https://pay.example/", field("id", "text")] },
  size: { moduleMpt: 1500 },
  heightMpt: 0,
  quiet: { modules: 4 },
  textStyle: -1,
  align: "left",
  alt: ["Pay ", field("id", "text")],
};

function composed(given: Partial<BarcodeBlock>, values: RawObject) {
  const plan = planOf([{ ...block, ...given }]);
  const composer = new Composer(plan, openFonts(plan), {
    missingGlyph: { action: "reject" },
    pagesMax: 9,
    statics: new Map(),
  });
  const { faults } = composer.compose(new Binder(plan).bind(recordOf(values)));
  const { codes, runCount, markCount } = faults.length > 0 ? NO_FRAME : composer.frame(0);
  return { faults, codes: [...codes] as readonly CodeItem[], runCount, markCount };
}
const NO_FRAME = { codes: [], runCount: 0, markCount: 0 };

function fault(given: Partial<BarcodeBlock>, values: RawObject) {
  try {
    new Binder(planOf([{ ...block, ...given }])).bind(recordOf(values));
  } catch (error) {
    if (error instanceof BindFault) return error.diagnostic;
    throw error;
  }
  throw new Error("a record that is no reject");
}

describe("a barcode on a page", () => {
  test("stands in its quiet zone with its modules in whole millipoints", () => {
    const { codes, markCount } = composed({}, { id: "A1" });
    const [item] = codes;
    expect(codes.length).toBe(1);
    const side = (item?.code.modules.columns ?? 0) * 1500;
    expect(item).toMatchObject({
      xMpt: BODY.xMpt + 6000,
      yMpt: BODY.yMpt + 6000,
      widthMpt: side,
      heightMpt: side,
      quietXMpt: 6000,
      quietYMpt: 6000,
      mark: 0,
    });
    expect(markCount).toBe(1);
    const alone = codeOfText("qr", "https://pay.example/A1", "M");
    expect(isBadPayload(alone) ? "" : alone.digest).toBe(item?.code.digest);
  });

  test("stands at the right of its space, with its text beneath it", () => {
    const given = {
      symbology: "code-128",
      heightMpt: 30_000,
      textStyle: 2,
      align: "right",
      quiet: { modules: 10 },
      size: { widthMpt: 200_000 },
    } as const;
    const { codes, runCount } = composed(given, { id: "" });
    const [item] = codes;
    const quiet = item?.quietXMpt ?? 0;
    expect((item?.xMpt ?? 0) + 200_000 + quiet).toBe(BODY.xMpt + BODY.widthMpt);
    expect(item).toMatchObject({ widthMpt: 200_000, heightMpt: 30_000, quietYMpt: 0 });
    expect(runCount).toBeGreaterThan(0);
  });

  test("is left out where its value is empty", () => {
    const payload = { form: "text", value: [field("id", "text", true)] } as const;
    expect(composed({ payload }, {}).codes).toEqual([]);
  });

  test("of a constant is encoded once", () => {
    const payload = { form: "text", value: ["constant"] } as const;
    const binder = new Binder(planOf([{ ...block, payload }]));
    const [one, other] = [1, 2].map((ordinal) => binder.bind(recordOf({}, ordinal)).blocks[0]);
    expect(one?.kind === "barcode" && one.code).toBe(other?.kind === "barcode" && other.code);
    expect(one?.kind).toBe("barcode");
  });
});

describe("a record is rejected", () => {
  test("whose payload is too long or lacks a right check digit, by block and field", () => {
    const tooLong = fault({}, { id: "x".repeat(3000) });
    expect(tooLong).toMatchObject({ code: "data.bad-barcode", data: { field: "id", line: 1 } });
    expect(tooLong.message).toContain("blocks.0");
    const payload = { form: "text", value: [field("bill.gtin", "text")] } as const;
    const wrong = fault(
      { symbology: "ean-13", payload, heightMpt: 30_000 },
      { bill: { gtin: "4006381333932" } },
    );
    expect(wrong).toMatchObject({ code: "data.bad-barcode", data: { field: "bill.gtin" } });
    expect(wrong.message).not.toContain("4006381333932");
  });

  test("for the field behind a payment's", () => {
    const payload = {
      form: "epc",
      fields: [
        { name: "name", value: [field("payee", "text")] },
        { name: "iban", value: [field("bank.iban", "text")] },
      ],
      amount: field("total", "money"),
    } as const;
    const right = { payee: "A", bank: { iban: "DE02120300000000202051" }, total: "1.00" };
    expect(composed({ payload }, right).codes.length).toBe(1);
    const fieldOf = (values: RawObject) => fault({ payload }, values).data?.field;
    expect(fieldOf({ ...right, bank: { iban: "DE03120300000000202051" } })).toBe("bank.iban");
    expect(fieldOf({ ...right, total: "-1.00" })).toBe("total");
    expect(fieldOf({ ...right, payee: "" })).toBe("payee");
  });

  test("whose code is wider than its space, or too fine for scanners", () => {
    const wide = composed({ size: { moduleMpt: 10_000 } }, { id: "A1" });
    expect(wide.faults.map((one) => one.code)).toEqual(["compose.barcode-too-wide"]);
    const fine = composed({ size: { widthMpt: 15_000 } }, { id: "A1" });
    expect(fine.faults.map((one) => one.code)).toEqual(["compose.barcode-too-fine"]);
    expect(fine.faults[0]?.message).toContain("blocks.0");
  });
});

test("an amount is written for machines, whatever the locale", () => {
  const payload = {
    form: "epc",
    fields: [
      { name: "name", value: ["A"] },
      { name: "iban", value: ["DE02120300000000202051"] },
    ],
    amount: literal(5, "money"),
  } as const;
  const { codes } = composed({ payload }, {});
  const said = "BCD\n002\n1\nSCT\n\nA\nDE02120300000000202051\nEUR0.05";
  const alone = codeOfText("qr", said, "M");
  expect(isBadPayload(alone) ? "" : alone.digest).toBe(codes[0]?.code.digest);
});
