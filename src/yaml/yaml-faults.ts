import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Pair } from "yaml";
import { limits } from "../base/limits.ts";

const LOST_NAME = "__proto__";

/** A fault in the structure of a YAML file; `offset` is that of a character in the file. */
export interface YamlFault {
  readonly code: "too-deep" | "too-large" | "yaml-syntax" | "alias-limit";
  readonly message: string;
  readonly offset: number;
  readonly hint?: string;
}

/**
 * What makes a well-formed YAML document unfit for reading: values nested too deeply or too many,
 * duplicate keys, and aliases within their own anchors, which never end.
 */
export function yamlFaults(document: Document): readonly YamlFault[] {
  const walk = new YamlWalk();
  walk.visit(document.contents as Node | null, 0);
  return walk.faults;
}

class YamlWalk {
  readonly faults: YamlFault[] = [];
  /** Anchors of the values around the visited one. */
  readonly #open = new Set<string>();
  /** Anchors of all values so far. */
  readonly #known = new Set<string>();
  #count = 0;

  visit(node: Node | null | undefined, depth: number): void {
    if (this.faults.length >= limits.findingsMax || node === null || node === undefined) return;
    this.#count += 1;
    if (this.#count === limits.yamlValuesMax + 1)
      this.#find("too-large", `It has more than ${limits.yamlValuesMax} values; split it.`, node);
    if (this.#count > limits.yamlValuesMax) return;
    if (!isAlias(node) && "anchor" in node && typeof node.anchor === "string")
      this.#known.add(node.anchor);
    if (isAlias(node)) {
      if (!this.#known.has(node.source)) this.#findUnknown(node.source, node);
      else if (this.#open.has(node.source))
        this.#find("alias-limit", `\`*${node.source}\` refers to itself; write it out.`, node);
    } else if (isMap(node) || isSeq(node)) this.#enter(node, depth);
  }

  #enter(node: Node & { anchor?: string; items: unknown[] }, depth: number): void {
    const { yamlDepthMax } = limits;
    if (depth > yamlDepthMax)
      return this.#find("too-deep", `Values are nested more than ${yamlDepthMax} deep.`, node);
    const { anchor } = node;
    const isOuter = anchor !== undefined && !this.#open.has(anchor);
    if (isOuter) this.#open.add(anchor);
    if (isMap(node)) this.#visitPairs(node.items as Pair<Node, Node | null>[], depth);
    else for (const item of node.items) this.visit(item as Node | null, depth + 1);
    if (isOuter) this.#open.delete(anchor);
  }

  #visitPairs(pairs: readonly Pair<Node, Node | null>[], depth: number): void {
    const names = new Set<string>();
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? String(key.value) : "";
      if (names.has(name))
        this.#find("yaml-syntax", `The key \`${name.slice(0, 60)}\` is given twice.`, key);
      if (name === LOST_NAME) this.#findLost(key);
      names.add(name);
      this.visit(value, depth + 1);
    }
  }

  /** No object that is made of the file would have it. */
  #findLost({ range }: Node): void {
    const message = `\`${LOST_NAME}\` cannot be a key: what stands under it would be lost.`;
    const hint = `a column of it is a source: \`fields: { name: { from: ${LOST_NAME} } }\``;
    this.faults.push({ code: "yaml-syntax", message, offset: range?.[0] ?? 0, hint });
  }

  #findUnknown(name: string, { range }: Node): void {
    const message = `\`*${name}\` refers to an anchor that no value before it has.`;
    const hint = `give one \`&${name}\`; a text that begins with \`*\` needs quotes`;
    this.faults.push({ code: "alias-limit", message, offset: range?.[0] ?? 0, hint });
  }

  #find(code: YamlFault["code"], message: string, { range }: Node): void {
    this.faults.push({ code, message, offset: range?.[0] ?? 0 });
  }
}
