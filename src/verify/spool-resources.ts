import type { Host } from "../base/host.ts";
import type { VerifySetup } from "../model/verification.ts";
import type { BreachList } from "./file/breach-list.ts";
import { fontProofs } from "./resources/font-proofs.ts";
import type { PdfObjects } from "./file/pdf-objects.ts";
import { checkResources } from "./resources/check-resources.ts";
import type { ReadFont } from "./resources/read-font.ts";
import { readResources } from "./resources/read-resources.ts";
import { wordsOfRuns } from "./content/plain-words.ts";
import { type FontDecoders, shownText } from "./content/shown-text.ts";
import type { SharedWords } from "./shown-text-check.ts";
import { spoolFonts } from "./spool-fonts.ts";

/** Names of static art and of static blocks. */
const FORM_NAME = /^[AS]\d{1,4}$/;

/** What the pages of a spool share: read, compared with what was made, and its fonts proven. */
export class SpoolResources {
  /** The fonts that pages may name, each by its own ToUnicode map (ISO 32000-1, 9.10.3). */
  readonly decoders: FontDecoders;
  /** The drawings that the resources of pages list, by the object that pages name. */
  readonly pages: ReadonlyMap<number, string>;
  /** What could not be proven, and why. */
  readonly notChecked: readonly string[];
  /** Whether every font has all of printable ASCII, each character under its own code. */
  readonly hasAscii: boolean;
  /** What forms show, if the layout requires any text, and how strings are read. */
  readonly words: SharedWords;
  readonly #breaches: BreachList;
  readonly #fontIds: ReadonlyMap<string, number>;
  readonly #widths: ReadonlyMap<string, ReadonlyMap<number, number>>;

  constructor(host: Host, setup: VerifySetup, objects: PdfObjects, breaches: BreachList) {
    const read = readResources(objects, breaches);
    const { resources: made } = setup;
    if (made !== undefined) checkResources(read, made, breaches);
    const unmade = made === undefined ? ["fonts, images and art: the run did not say"] : [];
    this.notChecked = [...unmade, ...fontProofs(host, setup).check(read.fonts, breaches)];
    this.pages = read.pages;
    this.decoders = spoolFonts(read.fonts);
    this.#breaches = breaches;
    this.hasAscii = [...read.fonts.values()].every(hasAscii);
    const { decoders } = this;
    const forms = setup.required.length > 0 ? formWords(objects, read.ids, decoders) : new Map();
    this.words = { forms, decoders, hasAscii: this.hasAscii };
    this.#fontIds = read.ids;
    this.#widths = new Map([...read.fonts].map(([name, { font }]) => [name, font.widths]));
  }

  /** After all pages were read: a code that any page shows must be in the font. */
  finish(): void {
    for (const [name, { used }] of this.decoders) {
      const widths = this.#widths.get(name);
      const missing: number[] = [];
      for (let code = used.indexOf(1); code >= 0; code = used.indexOf(1, code + 1))
        if (widths?.has(code) !== true) missing.push(code);
      if (missing.length === 0) continue;
      const shown = missing.slice(0, 5).join(", ");
      const message =
        `Object ${this.#fontIds.get(name)}, font ${name}: pages show ${missing.length} codes ` +
        `that it has no glyph for (${shown}).`;
      this.#breaches.add("verify.font-glyphs", message);
    }
  }
}

/** What static art and static blocks say. */
function formWords(
  objects: PdfObjects,
  ids: ReadonlyMap<string, number>,
  decoders: FontDecoders,
): Map<string, string> {
  const words = new Map<string, string>();
  for (const [name, id] of ids) {
    const stream = FORM_NAME.test(name) ? objects.stream(id, false) : undefined;
    if (stream === undefined) continue;
    const { runs } = shownText(stream.content, decoders);
    words.set(name, wordsOfRuns(runs));
  }
  return words;
}

function hasAscii({ font: { isCff, widths } }: ReadFont): boolean {
  if (isCff) return false;
  for (let code = 0x20; code <= 0x7e; code += 1) if (!widths.has(code)) return false;
  return true;
}
