import { SYMBOLOGIES } from "../../barcode/symbology.ts";
import { parseLength } from "../../base/units.ts";
import type { BarcodeCorrection } from "../../model/barcode.ts";
import type { BarcodeBlock, BarcodePayload, BlockBase } from "../../model/block.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { checkConstants } from "./barcode-constants.ts";
import type { BlockValue } from "./block-schema.ts";
import { styleOf } from "./block-texts.ts";
import { checkedExpr, checkedTemplate } from "./texts.ts";

type Own = BlockValue<"barcode">;

/** The measures that the guidelines for Swiss QR bills give: 46 mm, and 5 mm blank around it. */
const SWISS_SIDE_MPT = parseLength("46mm") ?? 0;
const SWISS_QUIET_MPT = parseLength("5mm") ?? 0;
const BARS_HEIGHT = "12mm";
const BARS_HEIGHT_MIN_MPT = parseLength("5mm") ?? 0;
const PDF417_LEVEL_MAX = 8;
const AZTEC_PERCENT_MIN = 5;

export function barcodeBlock(
  check: LayoutCheck,
  path: Path,
  own: Own,
  base: BlockBase,
): BarcodeBlock | undefined {
  const payload = payloadOf(check, path, own);
  if (payload === undefined) return undefined;
  const { barcode: kind } = own;
  const isLinear = SYMBOLOGIES[kind].rowModules === 0;
  const showsText = own["show-text"] ?? isLinear;
  const block: BarcodeBlock = {
    ...base,
    kind: "barcode",
    symbology: kind,
    correction: correctionOf(check, path, own),
    payload,
    ...measuresOf(check, path, own),
    textStyle: showsText ? styleOf(check, [...path, "style"], own.style, ["small", "body"]) : -1,
    align: own.align ?? "start",
    alt: checkedTemplate(check, [...path, "alt"], own.alt),
  };
  checkWidth(check, path, block);
  checkConstants(check, path, block, new Map(writtenTexts(own)));
  return block;
}

/** Just one of the three keys says what is in the code. */
function payloadOf(check: LayoutCheck, path: Path, own: Own): BarcodePayload | undefined {
  const { value, epc, "swiss-bill": bill } = own;
  const given = [value, epc, bill].filter((one) => one !== undefined);
  if (given.length !== 1) {
    const message = "A barcode has either a `value`, `epc` or `swiss-bill`; give it one of them.";
    check.source.report("bad-barcode", path, message);
    return undefined;
  }
  if (value !== undefined)
    return { form: "text", value: checkedTemplate(check, [...path, "value"], value) };
  const form = epc === undefined ? "swiss-bill" : "epc";
  if (own.barcode !== "qr") {
    const message = "The code of a payment is a QR code; write `barcode: qr`.";
    check.source.report("bad-barcode", [...path, "barcode"], message);
  }
  const at = [...path, form];
  const { amount } = epc ?? bill ?? {};
  const sum = amount === undefined ? undefined : checkedAmount(check, [...at, "amount"], amount);
  const fields = writtenTexts(own).map(([name, text]) => ({
    name,
    value: checkedTemplate(check, [...at, ...name.split(".")], text),
  }));
  return { form, fields, ...(sum && { amount: sum }) };
}

function checkedAmount(check: LayoutCheck, path: Path, amount: string | boolean) {
  if (check.scope.currencyDigits !== 2) {
    const message = "A payment code needs a currency of two decimals; the layout's has others.";
    check.source.report("bad-barcode", path, message);
  }
  return checkedExpr(check, path, amount, "money");
}

interface PaymentTexts {
  readonly [name: string]: string | number | PaymentTexts | undefined;
}

/** The texts of a barcode by their names; those of a party with its name: `debtor.town`. */
function writtenTexts({ value, epc, "swiss-bill": bill }: Own): [name: string, text: string][] {
  if (value !== undefined) return [["value", String(value)]];
  const { amount: _, ...texts } = epc ?? bill ?? {};
  return textsIn(texts, "");
}

function textsIn(texts: PaymentTexts, prefix: string): [name: string, text: string][] {
  return Object.entries(texts).flatMap(([name, value]): [string, string][] => {
    if (value === undefined) return [];
    if (typeof value === "object") return textsIn(value, `${name}.`);
    return [[`${prefix}${name}`, String(value)]];
  });
}

function correctionOf(check: LayoutCheck, path: Path, own: Own): BarcodeCorrection {
  const { barcode: kind, correction } = own;
  if (correction === undefined) return SYMBOLOGIES[kind].correction;
  const isNumber = typeof correction === "number";
  const fits =
    (kind === "qr" && !isNumber) ||
    (kind === "pdf417" && isNumber && correction <= PDF417_LEVEL_MAX) ||
    (kind === "aztec" && isNumber && correction >= AZTEC_PERCENT_MIN);
  const isPayment = own.value === undefined && correction !== "M";
  if (!fits || isPayment) {
    const message = isPayment
      ? "The code of a payment has the correction M; leave it out."
      : `This is no error correction of ${kind}; leave it out or give one that is.`;
    check.source.report("bad-barcode", [...path, "correction"], message, {
      hint: "qr: L, M, Q or H; pdf417: 0 to 8; aztec: 5 to 90 per cent; others have none",
    });
    return SYMBOLOGIES[kind].correction;
  }
  return correction;
}

function measuresOf(
  check: LayoutCheck,
  path: Path,
  own: Own,
): Pick<BarcodeBlock, "size" | "heightMpt" | "quiet"> {
  const { barcode: kind } = own;
  const { quietModules, rowModules } = SYMBOLOGIES[kind];
  const report = (key: string, message: string): void =>
    check.source.report("bad-barcode", [...path, key], message);
  if (own["swiss-bill"] !== undefined) {
    for (const key of ["module", "width", "height", "quiet-zone"] as const)
      if (own[key] !== undefined) report(key, "The code of a Swiss bill is 46mm; leave this out.");
    return { size: { widthMpt: SWISS_SIDE_MPT }, heightMpt: 0, quiet: { mpt: SWISS_QUIET_MPT } };
  }
  if (own.module !== undefined && own.width !== undefined)
    report("width", "Give either `module` or `width`: each follows from the other.");
  if (rowModules > 0 && own.height !== undefined)
    report("height", `The height of ${kind} follows from its width; leave it out.`);
  const heightMpt = rowModules > 0 ? 0 : lengthMpt(own.height ?? BARS_HEIGHT);
  const tooFine = (key: string, message: string, hint: string): void =>
    check.source.report("barcode-too-fine", [...path, key], message, { hint });
  if (rowModules === 0 && heightMpt < BARS_HEIGHT_MIN_MPT)
    tooFine("height", "Bars this low are missed by scanners; make them higher.", "at least 5mm");
  const quiet = own["quiet-zone"] ?? quietModules;
  if (quiet < quietModules)
    tooFine(
      "quiet-zone",
      `Scanners need ${quietModules} modules blank at each side of ${kind}; leave this out.`,
      "it is in modules, not a length",
    );
  return { size: sizeOf(own, tooFine), heightMpt, quiet: { modules: quiet } };
}

function sizeOf(
  own: Own,
  tooFine: (key: string, message: string, hint: string) => void,
): BarcodeBlock["size"] {
  const { moduleMinMpt, moduleMpt, columns } = SYMBOLOGIES[own.barcode];
  const least = `at least ${Math.round((moduleMinMpt / 72_000) * 25_400) / 1000}mm`;
  const message = `Scanners cannot read modules of ${own.barcode} this small; make it larger.`;
  if (own.width !== undefined) {
    const widthMpt = lengthMpt(own.width);
    const isFine = columns !== undefined && widthMpt < columns * moduleMinMpt;
    if (isFine || widthMpt <= 0) tooFine("width", message, `modules are ${least} wide`);
    return { widthMpt };
  }
  const wantedMpt = own.module === undefined ? moduleMpt : lengthMpt(own.module);
  if (wantedMpt < moduleMinMpt) tooFine("module", message, least);
  return { moduleMpt: wantedMpt };
}

/** What is known of the width before any record is: the rest is a fault of the record. */
function checkWidth(
  check: LayoutCheck,
  path: Path,
  { size, quiet, symbology }: BarcodeBlock,
): void {
  const { columns = 0 } = SYMBOLOGIES[symbology];
  const symbolMpt = "widthMpt" in size ? size.widthMpt : columns * size.moduleMpt;
  const moduleMpt = "moduleMpt" in size ? size.moduleMpt : columns && size.widthMpt / columns;
  const wholeMpt = symbolMpt + 2 * ("mpt" in quiet ? quiet.mpt : quiet.modules * moduleMpt);
  if (wholeMpt <= check.widthMpt) return;
  const message =
    `With its quiet zone this is ${inPoints(wholeMpt)} wide, ` +
    `and its space has ${inPoints(check.widthMpt)}; make it smaller or give it more room.`;
  check.source.report("barcode-too-wide", path, message);
}

function inPoints(mpt: number): string {
  return `${Math.round(mpt / 100) / 10}pt`;
}
