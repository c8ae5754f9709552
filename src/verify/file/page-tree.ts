import { limits } from "../../base/limits.ts";
import type { VerifiedPaper } from "../../model/verification.ts";
import type { BreachList } from "./breach-list.ts";
import { idOf } from "./cross-references.ts";
import { nodeFault, pageForm } from "./object-forms.ts";
import type { NumberPlaces, ObjectSkeleton } from "./object-skeleton.ts";
import type { PdfObjects } from "./pdf-objects.ts";
import { type PdfDictionary, PdfName, type PdfValue } from "./pdf-syntax.ts";
import { isArray } from "./pdf-values.ts";

const DEPTH_MAX = 8;

type SheetSize = Pick<VerifiedPaper, "widthMpt" | "heightMpt">;

/** A page's own dictionary. */
export interface PageEntry {
  /** Content streams in the order they are painted. */
  readonly contentIds: readonly number[];
  /** The object number of its resources; 0 if it names none. */
  readonly resourcesId: number;
  /** The tray that its sheet is to come from, if pages say so. */
  readonly tray: string | undefined;
}

/** Pages that are alike: which of their numbers means what. */
interface PageForm {
  readonly parentAt: number;
  readonly resourcesAt: number;
  readonly contents: NumberPlaces;
  readonly tray: string | undefined;
}

/** The pages of a PDF file in order, from its page tree (ISO 32000-1, 7.7.3). */
export class PageTree {
  readonly #objects: PdfObjects;
  readonly #breaches: BreachList;
  #pageIds = new Uint32Array(1024);
  #parentIds = new Uint32Array(1024);
  #count = 0;
  /** 1 for objects that are in the tree. */
  readonly #listed: Uint8Array;
  readonly #forms = new Map<ObjectSkeleton, PageForm | undefined>();
  readonly #pageFault: ReturnType<typeof pageForm>;

  /** All sheets have the size of `paper`. */
  constructor(objects: PdfObjects, paper: SheetSize, breaches: BreachList) {
    this.#pageFault = pageForm(paper.widthMpt, paper.heightMpt);
    this.#objects = objects;
    this.#breaches = breaches;
    this.#listed = new Uint8Array(objects.count);
  }

  get count(): number {
    return this.#count;
  }

  /** Reads the nodes of the tree down to its pages, which are left for `page`. */
  readNodes(rootId: number): void {
    this.#node(rootId, 0, 0);
  }

  /** Reads a page, counted from 0: each once, in order. */
  page(index: number): PageEntry | undefined {
    const id = this.#pageIds[index] ?? 0;
    const alike = this.#objects.alike(id);
    const form = alike && this.#formOf(alike);
    if (alike === undefined || form === undefined) return this.#ownPage(index, id);
    const { numbers } = alike;
    if (numbers[form.parentAt] !== this.#parentIds[index]) return this.#ownPage(index, id);
    const { start, end } = form.contents;
    const resourcesId = numbers[form.resourcesAt] ?? 0;
    return { contentIds: numbers.slice(start, end), resourcesId, tray: form.tray };
  }

  /** The form of pages that are alike; undefined if something is wrong with them. */
  #formOf(alike: ObjectSkeleton): PageForm | undefined {
    const known = this.#forms.get(alike);
    if (known !== undefined || this.#forms.has(alike)) return known;
    const entry = alike.value;
    const isSound = isName(entry.get("Type"), "Page") && this.#pageFault(entry) === undefined;
    const tray = entry.get("NPtray");
    const form = {
      parentAt: alike.places("Parent").start,
      resourcesAt: alike.places("Resources").start,
      contents: alike.places("Contents"),
      tray: typeof tray === "string" ? tray : undefined,
    };
    this.#forms.set(alike, isSound ? form : undefined);
    return this.#forms.get(alike);
  }

  #ownPage(index: number, id: number): PageEntry | undefined {
    const page = index + 1;
    const value = this.#objects.read(id, true, page)?.value;
    if (!(value instanceof Map)) return undefined;
    const entry: PdfDictionary = value;
    const isPage = isName(entry.get("Type"), "Page");
    if (!isPage || idOf(entry.get("Parent")) !== this.#parentIds[index]) {
      this.#breaches.add("verify.page-broken", `Object ${id} is not a page of the page tree.`, {
        page,
      });
      return undefined;
    }
    const fault = this.#pageFault(entry);
    if (fault !== undefined)
      this.#breaches.add("verify.page-form", `The page's dictionary ${fault}.`, { page });
    const contentIds = contentsOf(entry.get("Contents"));
    if (contentIds === undefined)
      this.#breaches.add("verify.page-broken", "The page's contents are not streams.", { page });
    const [tray, resourcesId] = [entry.get("NPtray"), idOf(entry.get("Resources"))];
    const itsTray = typeof tray === "string" ? tray : undefined;
    return { contentIds: contentIds ?? [], resourcesId, tray: itsTray };
  }

  /** Reads a node; returns its number of pages. A node whose count equals its kids has pages. */
  #node(id: number, parentId: number, depth: number): number {
    if (depth > DEPTH_MAX || !this.#list(id)) return 0;
    const node = this.#objects.dictionary(id);
    const [kids, count] = [node?.get("Kids"), node?.get("Count")];
    const isSound =
      node !== undefined &&
      isName(node.get("Type"), "Pages") &&
      idOf(node.get("Parent")) === parentId &&
      isArray(kids) &&
      typeof count === "number";
    if (!isSound) {
      this.#breaches.add("verify.page-tree", `Object ${id} is not a node of the page tree.`);
      return 0;
    }
    const fault = nodeFault(node, depth === 0);
    if (fault !== undefined)
      this.#breaches.add("verify.file-form", `Object ${id}, a node of the page tree, ${fault}.`);
    let below = 0;
    for (const kid of kids) {
      if (count === kids.length) below += this.#leaf(idOf(kid), id);
      else below += this.#node(idOf(kid), id, depth + 1);
    }
    if (below !== count) {
      const message = `The page tree counts ${count} pages at object ${id}, and has ${below}.`;
      this.#breaches.add("verify.page-tree", message);
    }
    return below;
  }

  #leaf(id: number, parentId: number): number {
    if (!this.#list(id)) return 0;
    if (this.#count >= limits.spoolSheetsMax * 4) return 0;
    if (this.#count === this.#pageIds.length) {
      this.#pageIds = grown(this.#pageIds);
      this.#parentIds = grown(this.#parentIds);
    }
    this.#pageIds[this.#count] = id;
    this.#parentIds[this.#count] = parentId;
    this.#count += 1;
    return 1;
  }

  #list(id: number): boolean {
    const isFree = id > 0 && id < this.#listed.length && this.#listed[id] === 0;
    if (isFree) this.#listed[id] = 1;
    else {
      const message = `Object ${id} is in the page tree twice, or is not in the file.`;
      this.#breaches.add("verify.page-listed-twice", message, { page: this.#count + 1 });
    }
    return isFree;
  }
}

function isName(value: PdfValue | undefined, text: string): boolean {
  return value instanceof PdfName && value.text === text;
}

function contentsOf(value: PdfValue | undefined): number[] | undefined {
  if (value === undefined) return [];
  const items = isArray(value) ? value : [value];
  const ids: number[] = [];
  for (const item of items) {
    const id = idOf(item);
    if (id === 0) return undefined;
    ids.push(id);
  }
  return ids;
}

function grown(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
