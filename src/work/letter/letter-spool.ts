import { createHash, type Hash } from "node:crypto";
import type { GlyphUsage } from "../../font/glyph-usage.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { formatThousandths } from "../../pdf/byte-writer.ts";
import { PdfFile } from "../../pdf/pdf-file.ts";
import { textString } from "../../pdf/strings.ts";
import type { Prepared } from "../prepare.ts";
import { preparedUse, type ResourceUse } from "../resource-use.ts";
import { buildResources } from "../resources.ts";
import { fileIdOf, pageContents, pageEntries } from "./letter-pdf.ts";
import type { PrintedLetter } from "./letter-composer.ts";

/** Pages name a dictionary of their own; none stands at the head of the file. */
const NO_RESOURCES = { bodies: [], resourcesId: 0 };

/**
 * One PDF file of many letters, written front to back while they are composed: the fonts, each one
 * subset with the glyphs that were used, come last. Memory grows by 8 bytes an object and 8 a page.
 */
export class LetterSpool {
  readonly #plan: LayoutPlan;
  readonly #prepared: Prepared;
  readonly #info: string;
  readonly #use: ResourceUse;
  readonly #pdf: PdfFile;
  readonly #widthPt: string;
  readonly #heightPt: string;
  readonly #identity: Hash;
  /** The number of the resource dictionary of pages, by what they draw. */
  readonly #dictionaries = new Map<string, number>();
  #chunks: Uint8Array[] = [];

  constructor(plan: LayoutPlan, prepared: Prepared, info: string) {
    this.#plan = plan;
    this.#prepared = prepared;
    this.#info = info;
    this.#use = preparedUse(prepared);
    this.#pdf = new PdfFile((bytes) => this.#chunks.push(bytes.slice()), NO_RESOURCES);
    this.#widthPt = formatThousandths(plan.stock.widthMpt);
    this.#heightPt = formatThousandths(plan.stock.heightMpt);
    this.#identity = createHash("sha256").update(info);
  }

  get pageCount(): number {
    return this.#pdf.pageCount;
  }

  /** Adds a letter's pages, with the glyphs they use by font. */
  add({ pages }: PrintedLetter, used: readonly GlyphUsage[]): void {
    const { glyphs, drawn } = this.#use;
    used.forEach((usage, font) => {
      const all = glyphs[font];
      if (all !== undefined && !usage.isWithin(all)) all.merge(usage.toBytes());
    });
    for (const page of pages) {
      drawn.add(page.drawn);
      const contents = pageContents(this.#pdf, page);
      const resources = this.#dictionary(page.drawn);
      this.#pdf.page(this.#widthPt, this.#heightPt, contents, pageEntries(page), resources);
      this.#identity.update(page.content);
    }
  }

  /** What was written since the last call. */
  take(): readonly Uint8Array[] {
    const taken = this.#chunks;
    this.#chunks = [];
    return taken;
  }

  /** Writes what the pages draw with, and the end of the file. */
  finish(): void {
    const pdf = this.#pdf;
    const firstId = pdf.allocate();
    const resources = buildResources(this.#plan, this.#prepared, { ...this.#use, firstId });
    resources.bodies.forEach((body, index) =>
      pdf.object(index === 0 ? firstId : pdf.allocate(), body),
    );
    for (const [drawn, id] of this.#dictionaries) {
      const made = resources.byDrawn[drawn] ?? firstId;
      pdf.object(id, resources.bodies[made - firstId] ?? new Uint8Array());
    }
    const fileId = fileIdOf(this.#identity.digest("hex"));
    pdf.finish(`/Lang${textString(this.#plan.locale)}`, this.#info, fileId);
  }

  #dictionary(drawn: string): number {
    const id = this.#dictionaries.get(drawn) ?? this.#pdf.allocate();
    this.#dictionaries.set(drawn, id);
    return id;
  }
}
