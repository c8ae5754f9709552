import type { FixedPartValue, FixedPartsValue } from "../field-schema.ts";
import { CopybookFault, type CopybookItem, itemsOf } from "./copybook-items.ts";
import { sentencesOf } from "./copybook-sentences.ts";
import { type Picture, pictureOf } from "./picture.ts";

/** What a job chooses of a copybook. */
export interface CopybookChoice {
  /** Its record (level 01); needed if it has several. */
  readonly record?: string | undefined;
  /** Of fields that are redefined, the one to read, by the first of them. */
  readonly redefines?: Readonly<Record<string, string>> | undefined;
}

/** The fields of a copybook's record at their places. */
export interface CopybookLayout {
  readonly fields: FixedPartsValue;
  /** Absent if the record ends with a list whose length differs. */
  readonly recordBytes?: number;
}

interface Node extends CopybookItem {
  readonly children: Node[];
}

const DIGITS_MAX = 31;

/** Reads a copybook as fields at places. Throws a `CopybookFault`. */
export function copybookLayout(text: string, choice: CopybookChoice): CopybookLayout {
  const roots = treeOf(itemsOf(sentencesOf(text)));
  const record = chosenRecord(roots, choice.record);
  const placer = new Placer(choice.redefines ?? {});
  const length = placer.place([record], 1, "DISPLAY", placer.fields);
  placer.checkChoices(record.line);
  return { fields: placer.fields, ...(!placer.hasOpenEnd && { recordBytes: length }) };
}

function treeOf(items: readonly CopybookItem[]): Node[] {
  const roots: Node[] = [];
  const open: Node[] = [];
  for (const item of items) {
    const node = { ...item, children: [] };
    while ((open.at(-1)?.level ?? 0) >= item.level) open.pop();
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

function chosenRecord(roots: readonly Node[], name: string | undefined): Node {
  const [first, ...others] = roots;
  if (first === undefined) throw new CopybookFault(1, "it declares no field");
  if (name === undefined) {
    // A copybook may leave out the record's own level, as it is put below one.
    if (others.every(({ level }) => level === first.level && level > 1))
      return { line: 1, level: 0, name: "RECORD", children: [...roots] };
    if (others.length === 0) return first;
    const names = roots.map((root) => root.name).join(", ");
    throw new CopybookFault(1, `it has several records; name one with \`record\`: ${names}`);
  }
  const found = roots.find((root) => root.name === name.toUpperCase());
  if (found === undefined) throw new CopybookFault(1, `it has no record ${name}`);
  return found;
}

/** Gives the fields of a tree their places. */
class Placer {
  readonly fields: FixedPartsValue = {};
  /** Whether a list whose length differs has been placed: nothing can follow it. */
  hasOpenEnd = false;
  readonly #redefines: Readonly<Record<string, string>>;
  readonly #used = new Set<string>();

  constructor(redefines: Readonly<Record<string, string>>) {
    this.#redefines = Object.fromEntries(
      Object.entries(redefines).map(([name, own]) => [name.toUpperCase(), own.toUpperCase()]),
    );
  }

  /** Places items one behind the other from `start`; returns how many bytes they take. */
  place(items: readonly Node[], start: number, usage: string, into: FixedPartsValue): number {
    let at = start;
    for (const item of items) {
      if (item.redefines !== undefined) continue;
      const forms = [item, ...items.filter(({ redefines }) => redefines === item.name)];
      const sizes = forms.map((form) => this.#sizeOf(form, usage));
      if (this.hasOpenEnd && sizes.some((size) => size > 0))
        throw new CopybookFault(item.line, `${item.name} follows a list whose length differs`);
      this.#placeOne(this.#chosen(item, forms), at, usage, into);
      at += Math.max(...sizes);
    }
    return at - start;
  }

  /** A choice that nothing asks for is a mistake. */
  checkChoices(line: number): void {
    const idle = Object.keys(this.#redefines).find((name) => !this.#used.has(name));
    if (idle !== undefined) throw new CopybookFault(line, `${idle} is not redefined`);
  }

  #chosen(item: Node, forms: readonly Node[]): Node {
    if (forms.length === 1) return item;
    const name = Object.hasOwn(this.#redefines, item.name) ? this.#redefines[item.name] : undefined;
    this.#used.add(item.name);
    const chosen = forms.find((form) => form.name === name);
    if (chosen !== undefined) return chosen;
    const names = forms.map((form) => form.name).join(", ");
    const advice = `\`redefines: { ${item.name}: ... }\`, one of ${names}`;
    const message = `${item.name} is redefined: say which is to be read, ${advice}`;
    throw new CopybookFault(forms[1]?.line ?? item.line, message);
  }

  #placeOne(item: Node, start: number, usage: string, into: FixedPartsValue): void {
    const own = item.usage ?? usage;
    if (item.occurs !== undefined) return this.#placeList(item, start, usage, into);
    if (item.children.length > 0) return void this.place(item.children, start, own, into);
    if (item.name === "FILLER") return;
    into[freeName(item.name, into)] = { start, ...fieldOf(item, own) };
  }

  #placeList(item: Node, start: number, usage: string, into: FixedPartsValue): void {
    const { countMax, dependingOn } = item.occurs ?? { countMax: 1 };
    const own = item.usage ?? usage;
    const fields: FixedPartsValue = {};
    const isGroup = item.children.length > 0;
    const length = isGroup ? this.place(item.children, 1, own, fields) : fieldOf(item, own).length;
    const { length: _, ...form } = isGroup ? { length } : fieldOf(item, own);
    if (dependingOn !== undefined) {
      if (!Object.hasOwn(into, dependingOn))
        throw new CopybookFault(
          item.line,
          `${item.name} depends on ${dependingOn}, which is not before it`,
        );
      this.hasOpenEnd = true;
    }
    if (item.name === "FILLER") return;
    const list: FixedPartValue = {
      start,
      length,
      times: countMax,
      ...(dependingOn !== undefined && { "depending-on": dependingOn }),
      ...(isGroup ? { fields } : form),
    };
    into[freeName(item.name, into)] = list;
  }

  #sizeOf(item: Node, usage: string): number {
    const own = item.usage ?? usage;
    const times = item.occurs?.countMax ?? 1;
    if (item.children.length === 0) return times * fieldOf(item, own).length;
    const parts = item.children.filter(({ redefines }) => redefines === undefined);
    const sizes = parts.map((part) => {
      const forms = [part, ...item.children.filter(({ redefines }) => redefines === part.name)];
      return Math.max(...forms.map((form) => this.#sizeOf(form, own)));
    });
    return times * sizes.reduce((sum, size) => sum + size, 0);
  }
}

/** Names that a copybook has twice, in different groups, get a number. */
function freeName(name: string, taken: FixedPartsValue): string {
  let free = name;
  for (let count = 2; Object.hasOwn(taken, free); count += 1) free = `${name}-${count}`;
  return free;
}

/** The length and form of an elementary item. */
function fieldOf(item: CopybookItem, usage: string): Omit<FixedPartValue, "start" | "fields"> {
  const picture = item.picture === undefined ? undefined : pictureOf(item.picture);
  if (picture === undefined) {
    const what = item.picture === undefined ? "has no PICTURE" : "has a PICTURE that is not known";
    throw new CopybookFault(item.line, `${item.name} ${what}`);
  }
  if (picture.kind === "text") return { length: picture.size };
  if (picture.size > DIGITS_MAX)
    throw new CopybookFault(item.line, `${item.name} has more than ${DIGITS_MAX} digits`);
  const keepsZeros = !picture.isSigned && picture.decimals === 0;
  const number = { decimals: picture.decimals, ...(keepsZeros && { digits: picture.size }) };
  if (usage === "COMP-3") return { ...packedOf(picture), ...number };
  if (usage === "COMP") return { ...binaryOf(picture, item), ...number };
  return { ...zonedOf(picture, item), ...number };
}

function packedOf({ size, isSigned }: Picture): Omit<FixedPartValue, "start"> {
  const sign = isSigned ? "trailing" : "none";
  return { type: "packed", length: Math.floor(size / 2) + 1, sign };
}

function binaryOf({ size, isSigned }: Picture, { line, name }: CopybookItem) {
  if (size > 18) throw new CopybookFault(line, `${name} is binary and has more than 18 digits`);
  const length = size < 5 ? 2 : size < 10 ? 4 : 8;
  return { type: "binary", length, sign: isSigned ? "trailing" : "none" } as const;
}

function zonedOf({ size, isSigned }: Picture, { sign }: CopybookItem) {
  if (!isSigned) return { type: "zoned", length: size, sign: "none" } as const;
  const { isLeading = false, isSeparate = false } = sign ?? {};
  const place = isLeading ? "leading" : "trailing";
  if (!isSeparate) return { type: "zoned", length: size, sign: place } as const;
  return { type: "zoned", length: size + 1, sign: `${place}-separate` } as const;
}
