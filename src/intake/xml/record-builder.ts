import { defined } from "../../base/assert.ts";
import { limits } from "../../base/limits.ts";

export type XmlValue = string | XmlValue[] | XmlMembers;
export interface XmlMembers {
  [name: string]: XmlValue;
}

/** Lists of the record by the path of their elements. */
export interface ListNode {
  readonly children: ReadonlyMap<string, ListNode>;
  /** Index of the list that these elements go into, or -1. */
  readonly list: number;
}

/** An open element of a record; one object for each depth, used again. */
class OpenElement {
  name = "";
  text = "";
  members: XmlMembers | undefined;
  node: ListNode | undefined;
  isNil = false;
  keepsSpace = false;
}

/**
 * Makes a value of a record's elements: texts of the innermost, members of others, lists of those
 * that are repeated. Attributes are members whose names begin with `@`; the text beside elements is
 * `#text`. An element without content is absent.
 */
export class RecordBuilder {
  readonly #lists: ListNode;
  readonly #open: OpenElement[] = [];
  #depth = 0;
  readonly #items: XmlValue[][];
  /** Why the record cannot be used, or empty. */
  fault: "" | "data.too-deep" | "data.record-too-large" = "";

  constructor(lists: ListNode, listCount: number) {
    this.#lists = lists;
    this.#items = Array.from({ length: listCount }, () => []);
  }

  begin(): void {
    this.#depth = 0;
    this.fault = "";
    this.#items.forEach((_, index) => (this.#items[index] = []));
  }

  /** The elements of each declared list, in the order of the declaration. */
  get items(): readonly XmlValue[][] {
    return this.#items;
  }

  open(name: string): void {
    const node = this.#depth === 0 ? this.#lists : this.#top.node?.children.get(name);
    const element = (this.#open[this.#depth] ??= new OpenElement());
    this.#depth += 1;
    element.name = name;
    element.text = "";
    element.members = undefined;
    element.node = node;
    element.isNil = false;
    element.keepsSpace = false;
    if (this.#depth > limits.jsonDepthMax) this.fault = "data.too-deep";
  }

  attribute(name: string, value: string): void {
    const element = this.#top;
    if (name === "@xsi:nil" || name === "@nil") element.isNil = value === "true" || value === "1";
    else if (name === "@xml:space" || name === "@space") element.keepsSpace = value === "preserve";
    else if (value !== "") add((element.members ??= {}), name, value);
  }

  text(text: string): void {
    const element = this.#top;
    element.text = element.text === "" ? text : element.text + text;
  }

  /** Ends the innermost element; the record's value once that was its last one. */
  close(): XmlMembers | undefined {
    const element = this.#top;
    const { name, members, node } = element;
    const text = element.isNil ? "" : element.keepsSpace ? element.text : trimmed(element.text);
    this.#depth -= 1;
    const value = members === undefined ? text : text === "" ? members : textBeside(members, text);
    if (this.#depth === 0) return typeof value === "string" ? textBeside({}, value) : value;
    if (value === "") return undefined;
    if (node !== undefined && node.list >= 0) this.#items[node.list]?.push(value);
    else add((this.#top.members ??= {}), name, value);
    return undefined;
  }

  get #top(): OpenElement {
    return defined(this.#open[this.#depth - 1], "an open element");
  }
}

function textBeside(members: XmlMembers, text: string): XmlMembers {
  if (text !== "") members["#text"] = text;
  return members;
}

/** A name that comes again makes a list. */
function add(members: XmlMembers, name: string, value: XmlValue): void {
  // Names such as `constructor` are inherited by every object.
  const before = Object.hasOwn(members, name) ? members[name] : undefined;
  if (before === undefined) members[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else members[name] = [before, value];
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** Without white space at its ends, which is how XML is laid out. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start += 1;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
