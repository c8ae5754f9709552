import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { suggest } from "../../base/nearest-name.ts";
import type { XmlSpec } from "../../model/input-format.ts";
import { UNIT_FAULT_MESSAGES } from "../check/fault.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile, ForeignRecord, ForeignRecords } from "../copy/foreign-source.ts";
import { listTree, placeLists } from "./list-tree.ts";
import { RecordBuilder, type XmlMembers } from "./record-builder.ts";
import type { XmlAttributes } from "./markup.ts";
import { XmlDocument } from "./xml-document.ts";
import { isDeclaration, XmlNames } from "./xml-names.ts";
import type { XmlEvents } from "./xml-parser.ts";

/** Names remembered for a hint if the path leads nowhere. */
const NAMES_MAX = 200;

/** The records of an XML file, read in one pass in bounded memory. */
export function xmlRecords(spec: XmlSpec, file: ForeignFile): ForeignRecords {
  return {
    form: "records",
    // What is not well formed is known only when it is reached: the batches then end in an error.
    async *batches() {
      const reader = new XmlRecordReader(spec, file);
      for (const _ of reader.document.pieces()) {
        const records = reader.take();
        if (records.length > 0) yield records;
      }
      reader.checkFound();
    },
  };
}

class XmlRecordReader implements XmlEvents {
  readonly document: XmlDocument;
  readonly #file: string;
  readonly #path: readonly string[];
  readonly #names: XmlNames;
  readonly #builder: RecordBuilder;
  readonly #lists: readonly (readonly string[])[];
  #records: ForeignRecord[] = [];
  #depth = 0;
  /** How many of the open elements are on the path. */
  #matched = 0;
  #hasParent = false;
  readonly #met = new Set<string>();
  #start = { line: 0, position: 0, byteOffset: 0 };

  constructor(spec: XmlSpec, file: ForeignFile) {
    this.document = new XmlDocument(file, this);
    this.#file = file.file;
    this.#path = spec.recordsPath.split("/").filter((step) => step !== "");
    const refuse = (what: string, hint?: string): never => {
      throw this.document.parser.refusal(what, hint);
    };
    this.#names = new XmlNames(spec.namespaces, refuse);
    this.#lists = Object.keys(spec.lists).map((field) => field.split("."));
    const tree = listTree(Object.values(spec.lists));
    this.#builder = new RecordBuilder(tree, this.#lists.length);
  }

  take(): readonly ForeignRecord[] {
    const records = this.#records;
    if (records.length > 0) this.#records = [];
    return records;
  }

  /** An empty list of records is an input of none; a path that leads nowhere is a mistake. */
  checkFound(): void {
    if (this.#hasParent) return;
    const path = this.#path.join("/");
    const hint = suggest(this.#path.at(-1) ?? "", [...this.#met]);
    const message = `the document has no element at "${path}"`;
    throw new UsageError([inputFinding("input.records-path", message, { file: this.#file }, hint)]);
  }

  start(name: string): void {
    if (this.#depth !== this.#path.length - 1 || this.#matched !== this.#depth) return;
    const { place, position } = this.document.parser;
    const tag = `<${name}`;
    const byteOffset = Math.max(0, place.byteOffset - place.bytesOf(tag));
    this.#start = { line: place.line, position: position - tag.length, byteOffset };
  }

  open(name: string, attributes: XmlAttributes): void {
    this.#depth += 1;
    this.#names.enter(attributes, this.#depth);
    const known = this.#names.element(name);
    if (this.#matched === this.#path.length) return this.#openWithin(known, attributes);
    if (this.#met.size < NAMES_MAX) this.#met.add(known);
    if (this.#depth !== this.#matched + 1 || known !== this.#path[this.#matched]) return;
    this.#matched = this.#depth;
    if (this.#matched >= this.#path.length - 1) this.#hasParent = true;
    if (this.#matched < this.#path.length) return;
    this.#builder.begin();
    this.#openWithin(known, attributes);
  }

  text(text: string): void {
    if (this.#matched === this.#path.length && this.#builder.fault === "") this.#builder.text(text);
  }

  close(): void {
    if (this.#matched === this.#path.length) this.#closeWithin();
    this.#names.leave(this.#depth);
    this.#depth -= 1;
    if (this.#matched > this.#depth) this.#matched = this.#depth;
  }

  #openWithin(name: string, attributes: XmlAttributes): void {
    const builder = this.#builder;
    if (builder.fault !== "") return;
    const sizeChars = this.document.parser.position - this.#start.position;
    if (sizeChars > limits.recordBytesMax) builder.fault = "data.record-too-large";
    builder.open(name);
    for (const attribute in attributes)
      if (!isDeclaration(attribute))
        builder.attribute(this.#names.attribute(attribute), attributes[attribute] ?? "");
  }

  #closeWithin(): void {
    const isRecord = this.#depth === this.#path.length;
    const value = this.#builder.fault === "" ? this.#builder.close() : undefined;
    if (isRecord) this.#add(value ?? {});
  }

  #add(value: XmlMembers): void {
    const { fault, items } = this.#builder;
    const { line, byteOffset } = this.#start;
    const sizeBytes = this.document.parser.place.byteOffset - byteOffset;
    const place = { line, byteOffset, sizeBytes };
    if (fault === "" && placeLists(value, this.#lists, items)) this.#records.push({ value, place });
    else this.#records.push({ value: {}, place, fault: faultOf(fault) });
  }
}

function faultOf(code: RecordBuilder["fault"]): NonNullable<ForeignRecord["fault"]> {
  if (code !== "") return { code, message: UNIT_FAULT_MESSAGES[code] ?? code };
  const message =
    "an element has a text where the job places a list: correct `lists`, or send it again";
  return { code: "data.wrong-type", message };
}
