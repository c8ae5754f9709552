import { codeOfPayment, codeOfText } from "../barcode/bound-code.ts";
import { type BadPayload, isBadPayload } from "../barcode/encoded-symbol.ts";
import { diagnostic } from "../base/diagnostic.ts";
import { BindFault } from "../expr/bind-fault.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import type { BoundCode } from "../model/barcode.ts";
import type { BarcodeBlock, BarcodePayload } from "../model/block.ts";
import type { BoundBarcode } from "../model/document.ts";
import type { Expr, Template, TemplatePart } from "../model/expr.ts";
import { compileTemplate } from "../expr/compile-template.ts";

/** Codes that a block keeps: those of constants and of the few payloads that recur. */
const CODES_MAX = 32;
const KEY_LENGTH_MAX = 1024;

/** A barcode with its symbol; one whose value is empty is left out. */
export function compileBarcode(
  block: BarcodeBlock,
  context: ExprContext,
): Evaluate<BoundBarcode | undefined> {
  const alt = compileTemplate(block.alt, context);
  const code =
    block.payload.form === "text"
      ? compileText(block, block.payload.value, context)
      : compilePayment(block, block.payload, context);
  return (scopes) => {
    const made = code(scopes);
    return made && { kind: "barcode", block, code: made, alt: alt(scopes) };
  };
}

function compileText(
  block: BarcodeBlock,
  value: Template,
  context: ExprContext,
): Evaluate<BoundCode | undefined> {
  const text = compileTemplate(value, context);
  const field = fieldOf(value);
  const { symbology, correction } = block;
  const codes = new Map<string, BoundCode>();
  return (scopes) => {
    const said = text(scopes);
    if (said === "") return undefined;
    const known = codes.get(said);
    if (known !== undefined) return known;
    const code = codeOfText(symbology, said, correction);
    if (isBadPayload(code)) throw faultOf(block, code, field);
    keep(codes, said, code);
    return code;
  };
}

function keep(codes: Map<string, BoundCode>, text: string, code: BoundCode): void {
  if (text.length > KEY_LENGTH_MAX) return;
  if (codes.size >= CODES_MAX) codes.clear();
  // A copy, because a slice would keep the whole of the input that it was cut from.
  codes.set(Buffer.from(text, "utf16le").toString("utf16le"), code);
}

type Payment = Exclude<BarcodePayload, { form: "text" }>;

function compilePayment(
  block: BarcodeBlock,
  payment: Payment,
  context: ExprContext,
): Evaluate<BoundCode> {
  const texts = payment.fields.map(
    ({ name, value }) => [name, compileTemplate(value, context)] as const,
  );
  const amount = payment.amount && context.compile(payment.amount, context);
  return (scopes) => {
    const fields = new Map(texts.map(([name, text]) => [name, text(scopes)]));
    if (amount !== undefined) fields.set("amount", amountText(amount, scopes));
    const code = codeOfPayment(payment.form, fields);
    if (!isBadPayload(code)) return code;
    throw faultOf(block, code, fieldBehind(payment, code.field));
  };
}

/** Hundredths with a point, whatever the locale. */
function amountText(amount: Evaluate, scopes: Scopes): string {
  const cents = amount(scopes);
  if (typeof cents !== "number") return "";
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The record's field that a field of a payment shows; the payment's own name where it has none. */
function fieldBehind({ fields, amount }: Payment, name: string | undefined): string {
  if (name === "amount" && amount !== undefined) return fieldOf([amount]);
  const written = fields.find((field) => field.name === name);
  return written === undefined ? "" : fieldOf(written.value);
}

function fieldOf(template: Template): string {
  for (const part of template) {
    if (typeof part === "string" || !isExpr(part)) continue;
    const path = firstField(part);
    if (path !== undefined) return path;
  }
  return "";
}

function isExpr(part: Exclude<TemplatePart, string>): part is Expr {
  return part.op !== "page" && part.op !== "pages" && part.op !== "note";
}

/** The path of the first field in an expression. */
function firstField(expr: Expr): string | undefined {
  if (expr.op === "field") return expr.path.join(".");
  for (const value of Object.values(expr) as unknown[]) {
    const parts = Array.isArray(value) ? (value as unknown[]) : [value];
    for (const part of parts) {
      if (typeof part !== "object" || part === null || !("op" in part)) continue;
      const path = firstField(part as Expr);
      if (path !== undefined) return path;
    }
  }
  return undefined;
}

function faultOf(block: BarcodeBlock, bad: BadPayload, field: string): BindFault {
  const { field: named, fault, hint } = bad;
  const what = named === undefined ? "its content" : `\`${named}\``;
  const message = `the barcode ${block.id} cannot be made: ${what} ${fault}`;
  const data = { file: "", line: 0, byteOffset: 0, record: -1, field };
  return new BindFault(
    diagnostic("data.bad-barcode", message, { data, ...(hint !== undefined && { hint }) }),
  );
}
