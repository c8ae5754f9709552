import { type Operand, type Operation, operationsOf } from "../paint-pdf/content-tokens.ts";
import type { UnicodeMap } from "./unicode-map.ts";

type Maps = ReadonlyMap<string, UnicodeMap>;

/**
 * A content stream for people: an operator a line, marked content indented, text as text and each
 * run at its own place, so that one moved line changes one line of the reference.
 */
export function prettyPage(content: Uint8Array, maps: Maps): string {
  return new PageReader(maps).read(operationsOf(content));
}

class PageReader {
  readonly #maps: Maps;
  readonly #lines: string[] = [];
  #depth = 0;
  #map: UnicodeMap | undefined;
  #x = 0;
  #y = 0;

  constructor(maps: Maps) {
    this.#maps = maps;
  }

  read(operations: readonly Operation[]): string {
    for (const operation of operations) this.#operation(operation);
    return `${this.#lines.join("\n")}\n`;
  }

  #operation({ name, operands, data }: Operation): void {
    switch (name) {
      case "BT":
        [this.#x, this.#y] = [0, 0];
        this.#line(name);
        break;
      case "Td":
        this.#x += number(operands[0]);
        this.#y += number(operands[1]);
        break;
      case "Tj":
      case "TJ":
        this.#line(`${this.#x} ${this.#y} ${JSON.stringify(this.#text(operands[0]))}`);
        break;
      case "Tf":
        this.#map = this.#maps.get(nameOf(operands[0]));
        this.#line(`${shown(operands)} Tf % ${this.#map?.fontName ?? ""}`);
        break;
      case "BDC":
      case "BMC":
        this.#line(`${shown(operands)} ${name}`);
        this.#depth += 1;
        break;
      case "EMC":
        this.#depth -= 1;
        break;
      case "EI":
        this.#line(`image ${shown(operands)} ${Buffer.from(data ?? []).toString("hex")}`);
        break;
      default:
        this.#line(`${shown(operands)} ${name}`.trim());
    }
  }

  #line(text: string): void {
    this.#lines.push("  ".repeat(this.#depth) + text);
  }

  /** Text through the font's codes; a kern shows as the figure it is, in braces. */
  #text(operand: Operand | undefined): string {
    if (operand?.kind === "string") return this.#glyphs(operand.bytes);
    if (operand?.kind !== "array") return "?";
    return operand.items
      .map((item) => (item.kind === "number" ? `{${item.value}}` : this.#text(item)))
      .join("");
  }

  #glyphs(bytes: Uint8Array): string {
    const map = this.#map;
    if (map === undefined) throw new Error("text is shown before a font is set");
    return map
      .codes(bytes)
      .map((code) => map.text(code) ?? `<${code}>`)
      .join("");
  }
}

function number(operand: Operand | undefined): number {
  return operand?.kind === "number" ? operand.value : Number.NaN;
}

function nameOf(operand: Operand | undefined): string {
  return operand?.kind === "name" ? operand.value : "";
}

function shown(operands: readonly Operand[]): string {
  return operands.map(shownOperand).join(" ");
}

function shownOperand(operand: Operand): string {
  switch (operand.kind) {
    case "number":
      return String(operand.value);
    case "name":
      return `/${operand.value}`;
    case "keyword":
      return operand.value;
    case "string":
      return JSON.stringify(textOf(operand.bytes));
    case "array":
      return `[${shown(operand.items)}]`;
    case "dictionary":
      return `<<${[...operand.entries].map(([key, value]) => `/${key} ${shownOperand(value)}`).join(" ")}>>`;
  }
}

/** A text string: UTF-16 where it begins with its mark, else a byte a character (7.9.2.2). */
export function textOf(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xfe && bytes[1] === 0xff;
  if (!isUtf16) return Buffer.from(bytes).toString("latin1");
  const swapped = Buffer.from(bytes.subarray(2)).swap16();
  return swapped.toString("utf16le");
}
