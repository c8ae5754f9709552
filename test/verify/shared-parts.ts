import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import type { SharedResource } from "../../src/model/shared-resource.ts";
import type { SpoolEditor } from "./edit-spool.ts";
import type { RunCopy } from "./run-copy.ts";

/** The objects of what the pages of a spool share, found by what its dictionaries say. */
export class SharedParts {
  readonly resources: number;
  readonly #spool: SpoolEditor;

  constructor(spool: SpoolEditor) {
    this.#spool = spool;
    this.resources = 1;
  }

  /** The list of fonts, drawings or colour spaces. */
  list(kind: "Font" | "XObject" | "ColorSpace"): number {
    return this.#named(this.resources, kind);
  }

  /** The list of images that forms may draw. */
  get images(): number {
    return this.#named(this.xObject("A0"), "XObject");
  }

  font(name: string): number {
    return this.#named(this.list("Font"), name);
  }

  xObject(name: string): number {
    return this.#named(this.list("XObject"), name);
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
