import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { SharedResource } from "../../src/model/shared-resource.ts";
import type { SpoolEditor } from "./edit-spool.ts";
import type { RunCopy } from "./run-copy.ts";

/** The objects of what the pages of a spool share, found by what its dictionaries say. */
export class SharedParts {
  /** The resources of pages that draw nothing by name, which stand first. */
  readonly resources = 1;
  readonly #spool: SpoolEditor;

  constructor(spool: SpoolEditor) {
    this.#spool = spool;
  }

  /** The list of fonts or colour spaces. */
  list(kind: "Font" | "ColorSpace"): number {
    return this.#named(this.resources, kind);
  }

  /** The resources of pages, which all stand before the list of fonts. */
  get pages(): number[] {
    return Array.from({ length: this.list("Font") - 1 }, (_, index) => index + 1);
  }

  /** The resources of pages that draw just this. */
  drawing(...names: readonly string[]): number {
    const found = this.pages.find((id) => this.#listedIn(id).join() === names.join());
    if (found === undefined) throw new Error(`no page draws ${names.join(" ")}`);
    return found;
  }

  /** All that lists drawings: resources of pages, and the forms in them. */
  get lists(): number[] {
    const listed = this.pages.flatMap((id) => this.#listedIn(id));
    const forms = [...new Set(listed)].filter((name) => !name.startsWith("I"));
    return [...this.pages, ...forms.map((name) => this.xObject(name))];
  }

  font(name: string): number {
    return this.#named(this.list("Font"), name);
  }

  xObject(name: string): number {
    const isForm = !name.startsWith("I");
    const lists = isForm ? this.pages : this.lists;
    const list = lists.find((id) => this.#listedIn(id).includes(name));
    if (list === undefined) throw new Error(`nothing lists ${name}`);
    return this.#named(list, name);
  }

  descendant(name: string): number {
    return Number(/DescendantFonts\[(\d+) 0 R\]/.exec(this.#spool.head(this.font(name)))?.[1]);
  }

  descriptor(name: string): number {
    return this.#named(this.descendant(name), "FontDescriptor");
  }

  program(name: string): number {
    return this.#named(this.descriptor(name), "FontFile[23]");
  }

  glyphIds(name: string): number {
    return this.#named(this.descendant(name), "CIDToGIDMap");
  }

  toUnicode(name: string): number {
    return this.#named(this.font(name), "ToUnicode");
  }

  codes(name: string): number {
    return this.#named(this.font(name), "Encoding");
  }

  /** Changes what an object says; it must become something else. */
  change(id: number, from: string | RegExp, to: string): void {
    const head = this.#spool.head(id);
    const changed = head.replace(from, () => to);
    if (changed === head) throw new Error(`object ${id} does not have what is to be changed`);
    this.#spool.setHead(id, changed);
  }

  #listedIn(id: number): string[] {
    const list = /\/XObject<<([^>]*)>>/.exec(this.#spool.head(id))?.[1] ?? "";
    return [...list.matchAll(/\/([A-Z]\d+) /g)].map(([, name = ""]) => name);
  }

  #named(id: number, key: string): number {
    const found = new RegExp(`/${key} (\\d+) 0 R`).exec(this.#spool.head(id));
    if (found === null) throw new Error(`object ${id} names no ${key}`);
    return Number(found[1]);
  }
}

/** Has the run say that a part was made just as it now lies in a spool: the bug was the writer's. */
export function blessPart(run: RunCopy, name: string, part: string, bytes: Buffer | string): void {
  bless(run, name, (resource) => {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    return { ...resource, sha256: { ...resource.sha256, [part]: sha256 } };
  });
}

export function bless(
  run: RunCopy,
  name: string,
  change: (resource: SharedResource) => SharedResource,
): void {
  const path = run.path("assembly.json");
  const mark = JSON.parse(readFileSync(path, "utf8")) as { resources: SharedResource[] };
  const resources = mark.resources.map((one) => (one.name === name ? change(one) : one));
  writeFileSync(path, JSON.stringify({ ...mark, resources }));
}
