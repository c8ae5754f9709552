import type { YamlArea, YamlCode } from "../base/yaml-code.ts";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from "yaml";
import type { Diagnostic, DiagnosticDetail, SourcePlace } from "../base/diagnostic.ts";
import { diagnostic } from "../base/diagnostic.ts";
import { moreFindings } from "../base/finding-list.ts";
import { type Host, HostError } from "../base/host.ts";
import { limits } from "../base/limits.ts";
import { isYamlName } from "../base/yaml-name.ts";
import { cutTextsIn } from "./cut-texts.ts";
import { syntaxHint } from "./syntax-hints.ts";
import { yamlFaults } from "./yaml-faults.ts";

/** Where a value is in a YAML file: keys and 0-based indices from its root. */
export type Path = readonly (string | number)[];

export type PlaceOf = "key" | "value";

const BREAKS = /tab|mapping|implicit key|indent|indicator|same column|collection/i;

/**
 * A YAML file with the place of every value in it, and the diagnostics found in it so far. The
 * codes it gives start with `area`, such as `layout` or `job`.
 */
export class YamlSource {
  readonly file: string;
  readonly area: YamlArea;
  readonly diagnostics: Diagnostic[] = [];
  /** The file's content as plain values; undefined if it is not YAML. */
  readonly value: unknown;
  readonly #text: string;
  readonly #lines = new LineCounter();
  readonly #document: Document | undefined;
  readonly #reported = new Set<string>();
  #hasError = false;
  /** Findings past the limit, and the place of the note that says how many. */
  #moreCount = 0;
  #moreAt = 0;

  constructor(file: string, text: string, area: YamlArea) {
    this.file = file;
    this.area = area;
    this.#text = text;
    this.#document = this.#parse();
    this.value = this.#document && this.#plainValue(this.#document);
  }

  /** Adds a finding at a value of the file; `offset` is a place inside a text value. */
  report(
    code: YamlCode,
    path: Path,
    message: string,
    detail: DiagnosticDetail & { offset?: number; at?: PlaceOf } = {},
  ): void {
    const isError = detail.severity !== "warning";
    // Past some hundred nobody reads on, and each costs a search; but an error must stay.
    if (this.diagnostics.length >= limits.findingsMax && (this.#hasError || !isError))
      return this.#countMore();
    this.#hasError ||= isError;
    const { offset, at, ...rest } = detail;
    const source = this.place(path, at ?? "value", offset);
    // A text that is checked for each locale has its faults once.
    const key = `${code} ${source.file}:${source.line}:${source.column} ${message}`;
    if (this.#reported.has(key)) return;
    this.#reported.add(key);
    this.diagnostics.push(diagnostic(`${this.area}.${code}`, message, { ...rest, source }));
  }

  /**
   * Notes after the kept findings how many are not listed; it does not turn warnings into an error.
   */
  #countMore(): void {
    if (this.#moreCount === 0) this.#moreAt = this.diagnostics.length;
    this.#moreCount += 1;
    this.diagnostics[this.#moreAt] = { ...moreFindings(this.#moreCount), severity: "warning" };
  }

  /**
   * The place of the value at `path`, or of its key; if there is no such value, that of the nearest
   * one around it.
   */
  place(path: Path, at: PlaceOf = "value", textOffset = 0): SourcePlace {
    const found = this.#nodeAt(path, at);
    const start = found?.range?.[0] ?? 0;
    const inner = textOffset > 0 && isScalar(found) ? this.#offsetInText(found, textOffset) : start;
    return this.#placeAt(inner, path.join("."));
  }

  #placeAt(offset: number, path?: string): SourcePlace {
    const { line, col } = this.#lines.linePos(offset);
    const place = { file: this.file, line: Math.max(1, line), column: Math.max(1, col) };
    return path === undefined || path === "" ? place : { ...place, path };
  }

  #fail(code: YamlCode, message: string, offset: number, hint?: string): void {
    const detail = { source: this.#placeAt(offset), hint };
    this.diagnostics.push(diagnostic(`${this.area}.${code}`, message, detail));
  }

  #parse(): Document | undefined {
    if (this.#text.length > limits.layoutBytesMax) {
      this.#fail("too-large", `The file is larger than ${limits.layoutBytesMax} bytes.`, 0);
      return undefined;
    }
    const document = this.#parseText();
    // An unknown tag comes as a warning, and its value as text.
    const faults = [...(document?.errors ?? []), ...(document?.warnings ?? [])];
    if (faults[0] === undefined) return document;
    // The parser quotes what it read, which in a data file given by mistake belongs to a customer.
    if (!isYamlName(this.file)) {
      const message = "This is not valid YAML, nor is it named as YAML: it may be the wrong file.";
      this.#fail("yaml-syntax", message, faults[0].pos[0]);
      return undefined;
    }
    const last = faults.findIndex(({ message }) => BREAKS.test(message));
    // Where the structure is broken, all that follows is found faulty.
    const end = last < 0 ? limits.findingsMax : Math.min(last + 1, limits.findingsMax);
    for (const fault of faults.slice(0, end)) {
      const message = fault.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "");
      const hint = syntaxHint(message ?? "", this.#lineAt(fault.pos[0]));
      this.#fail("yaml-syntax", `This is not valid YAML: ${message}.`, fault.pos[0], hint);
    }
    return undefined;
  }

  #lineAt(offset: number): string {
    const start = this.#text.lastIndexOf("\n", offset - 1) + 1;
    const end = this.#text.indexOf("\n", offset);
    return this.#text.slice(start, end < 0 ? undefined : end);
  }

  /**
   * Plain texts, and values left empty, right behind which a `#` begins a comment without a blank
   * after it: most are one text that was meant whole.
   */
  cutTexts(): { readonly path: Path; readonly comment: string }[] {
    return cutTextsIn(this.#document?.contents);
  }

  #parseText(): Document | undefined {
    try {
      return parseDocument(this.#text, {
        lineCounter: this.#lines,
        prettyErrors: false,
        // The library compares each key with all before it; `yamlFaults` finds them in one pass.
        uniqueKeys: false,
        resolveKnownTags: false,
        stringKeys: true,
      });
    } catch (error) {
      // Thousands of open brackets overflow the parser's stack.
      if (!(error instanceof RangeError)) throw error;
      this.#fail("too-deep", "The file is nested too deeply to be read.", 0);
      return undefined;
    }
  }

  #plainValue(document: Document): unknown {
    const faults = yamlFaults(document);
    for (const { code, message, offset, hint } of faults) this.#fail(code, message, offset, hint);
    if (faults.length > 0) return undefined;
    try {
      const value: unknown = document.toJS({ maxAliasCount: limits.yamlAliasesMax });
      return value;
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      const message = "The file uses its YAML aliases too often, or refers to an undefined one.";
      this.#fail("alias-limit", message, 0, "write the values out, or use fewer aliases");
      return undefined;
    }
  }

  #nodeAt(path: Path, at: PlaceOf): Node | undefined {
    let node = this.#resolved(this.#document?.contents as Node | null | undefined);
    let lastKey: Node | undefined;
    for (const [depth, step] of path.entries()) {
      const { key, value } = childOf(node, step);
      if (key === undefined && value === undefined) return node;
      const isLast = depth === path.length - 1;
      lastKey = key ?? lastKey;
      if (isLast && at === "key" && key !== undefined) return key;
      const child = this.#resolved(value);
      if (child === undefined) return key ?? node;
      node = child;
    }
    return node ?? lastKey;
  }

  #resolved(node: Node | null | undefined): Node | undefined {
    if (!isAlias(node)) return node ?? undefined;
    return this.#document ? (node.resolve(this.#document) as Node | undefined) : undefined;
  }

  /**
   * The file offset of a place inside a text value. Quotes, escapes, folding and indents change
   * only white space and punctuation, so counting the other characters leads there.
   */
  #offsetInText(scalar: Scalar, textOffset: number): number {
    const start = scalar.range?.[0] ?? 0;
    const end = scalar.range?.[1] ?? start;
    const text = String(scalar.value);
    const from = this.#contentStart(scalar, start);
    if (this.#text.startsWith(text.slice(0, textOffset), from)) return from + textOffset;
    let left = text.slice(0, textOffset).replace(/[\s\\"']/g, "").length;
    let offset = from;
    while (offset < end && (left > 0 || /[\s\\"']/.test(this.#text[offset] ?? "x"))) {
      if (!/[\s\\"']/.test(this.#text[offset] ?? "x")) left -= 1;
      offset += 1;
    }
    return offset;
  }

  #contentStart(scalar: Scalar, start: number): number {
    if (scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE") return start + 1;
    if (scalar.type !== "BLOCK_FOLDED" && scalar.type !== "BLOCK_LITERAL") return start;
    return this.#text.indexOf("\n", start) + 1;
  }
}

/**
 * Reads a YAML file; a file that cannot be read is a source without a value and with one
 * diagnostic.
 */
export function readYaml(host: Host, file: string, area: YamlArea): YamlSource {
  try {
    const isOversized = host.sizeBytes(file) > limits.layoutBytesMax;
    const bytes = isOversized ? undefined : host.readFile(file);
    const text = bytes ? new TextDecoder("utf-8", { fatal: true }).decode(bytes) : undefined;
    return new YamlSource(file, text ?? " ".repeat(limits.layoutBytesMax + 1), area);
  } catch (error) {
    const source = new YamlSource(file, "", area);
    const isMissing = error instanceof HostError;
    if (!isMissing && !(error instanceof TypeError)) throw error;
    const message = isMissing ? unreadable(file, error) : `The file ${file} is not UTF-8 text.`;
    source.report(isMissing ? "unreadable" : "not-utf8", [], message);
    return source;
  }
}

function unreadable(file: string, { code }: HostError): string {
  return code === "ENOENT"
    ? `There is no file ${file}.`
    : `The file ${file} cannot be read: ${code}.`;
}

function childOf(node: Node | undefined, step: string | number): { key?: Node; value?: Node } {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isScalar(item.key) && String(item.key.value) === `${step}`,
    );
    if (pair === undefined) return {};
    return { key: pair.key as Node, ...(pair.value ? { value: pair.value as Node } : {}) };
  }
  if (!isSeq(node)) return {};
  const value = node.items[Number(step)] as Node | undefined;
  return value === undefined ? {} : { value };
}
