import { messageOf } from "../../base/error-facts.ts";
import { type Host, isFaultOfFile } from "../../base/host.ts";
import type {
  DrawnSheet,
  RasterPaper,
  RasterSetup,
  RasterVerdict,
  SpoolSample,
} from "../../model/raster.ts";
import type { ComposedCode } from "../content/composed-codes.ts";
import { BreachList, type BreachPlace } from "../file/breach-list.ts";
import { composedFacts } from "../file/composed-facts.ts";
import { FragmentContent } from "../file/fragment-content.ts";
import type { DrawnSide, SeenCounts } from "./drawn-side.ts";
import { codesOfPage } from "./page-codes.ts";
import { extractPages } from "./extract-pages.ts";
import {
  type CodeReader,
  DrawingFailed,
  type PageRenderer,
  type PageViews,
  type SymbolReader,
} from "./page-view.ts";
import { type SampledRow, sampledRows } from "./sampled-rows.ts";
import { SideLook } from "./side-look.ts";
import { SpoolBytes, SpoolUnreadable } from "./spool-bytes.ts";
import { WindowLook } from "./window-look.ts";

/** What renders pages, and what reads codes from them: neither is ours. */
export interface RasterEyes {
  readonly renderer: PageRenderer;
  readonly readSymbol: SymbolReader;
  readonly readCode: CodeReader;
}

/**
 * Renders the sampled sheets of a spool and compares what is seen with the control file and the
 * composed addresses. Whatever is wrong is a breach in the verdict, and so is what could not be
 * examined.
 */
export async function lookAtSpool(
  host: Host,
  setup: RasterSetup,
  sample: SpoolSample,
  eyes: RasterEyes,
): Promise<RasterVerdict> {
  const breaches = new BreachList(sample.file);
  const counts: SeenCounts = { sides: 0, imbs: 0, matrices: 0, addresses: 0, codes: 0 };
  const look = new SpoolLook(host, setup, sample, breaches, counts);
  try {
    await look.run(eyes);
  } catch (error) {
    const isOfSpool = [SpoolUnreadable, DrawingFailed].some((one) => error instanceof one);
    if (!isOfSpool && !isFaultOfFile(error)) throw error;
    const message = `The spool's sample cannot be rendered: ${messageOf(error)}.`;
    breaches.add("verify.not-drawn", message);
  }
  return { breaches: breaches.found, breachCount: breaches.count, ...counts };
}

/** By side: the codes that its page says it has. */
type PageCodes = readonly (readonly ComposedCode[])[];

class SpoolLook {
  readonly #host: Host;
  readonly #setup: RasterSetup;
  readonly #sample: SpoolSample;
  readonly #breaches: BreachList;
  readonly #counts: SeenCounts;

  constructor(
    host: Host,
    setup: RasterSetup,
    sample: SpoolSample,
    breaches: BreachList,
    counts: SeenCounts,
  ) {
    this.#host = host;
    this.#setup = setup;
    this.#sample = sample;
    this.#breaches = breaches;
    this.#counts = counts;
  }

  async run({ renderer, readSymbol, readCode }: RasterEyes): Promise<void> {
    const sides = this.#sides();
    const pages = sides.map(({ place }) => (place.page ?? 1) - 1);
    const { pdf, codes } = this.#extracted(pages);
    const views = renderer.open(pdf);
    const window = new WindowLook(this.#setup, this.#breaches, this.#counts);
    const readers = { readSymbol, readCode };
    const look = new SideLook(this.#setup, readers, window, this.#breaches, this.#counts);
    try {
      await this.#lookAtAll(sides, codes, views, look);
    } finally {
      views.close();
    }
  }

  async #lookAtAll(
    sides: readonly DrawnSide[],
    codes: PageCodes,
    views: PageViews,
    look: SideLook,
  ): Promise<void> {
    if (views.count !== sides.length) throw new DrawingFailed("the renderer has different pages");
    for (const [index, side] of sides.entries())
      await views.view(index, (page) => look.look(page, side, codes[index] ?? []));
  }

  #extracted(pages: readonly number[]): { readonly pdf: Buffer; readonly codes: PageCodes } {
    const spool = new SpoolBytes(this.#host, `${this.#setup.root}/${this.#sample.file}`);
    try {
      const pageIds = spool.pageIds(pages);
      const codes = pageIds.map((pageId) => codesOfPage(spool, pageId));
      return { pdf: extractPages(spool, pageIds), codes };
    } finally {
      spool.close();
    }
  }

  /** The sides of all sampled sheets that have a row in the control file. */
  #sides(): DrawnSide[] {
    const { sheets, controlFile } = this.#sample;
    const numbers = new Set(sheets.map(({ sheet }) => sheet));
    const rows = sampledRows(this.#host, `${this.#setup.root}/${controlFile}`, numbers);
    const addresses = this.#addresses();
    return sheets.flatMap((drawn, index) => {
      const row = rows.get(drawn.sheet);
      const paper = this.#setup.papers.find(({ stock }) => stock === row?.stock);
      if (row !== undefined && paper !== undefined && isOfPiece(row, drawn))
        return this.#sidesOf(drawn, row, paper, addresses[index]);
      const message = "The control file does not have the sheet that must be here.";
      this.#breaches.add("verify.not-drawn", message, { sheet: drawn.sheet });
      return [];
    });
  }

  #sidesOf(
    drawn: DrawnSheet,
    row: SampledRow,
    paper: RasterPaper,
    addressLines: readonly string[] | undefined,
  ): DrawnSide[] {
    const { spoolNumber } = this.#sample;
    return Array.from({ length: this.#setup.sidesPerSheet }, (_, index) => {
      const place: BreachPlace = {
        page: row.firstPage + index,
        sheet: drawn.sheet,
        ...(drawn.piece && { piece: drawn.piece.pieceNumber, document: drawn.piece.ordinal }),
      };
      return { drawn, row, paper, isFront: index === 0, spoolNumber, addressLines, place };
    });
  }

  /** By sheet: the composed address, if the sheet shows it and a fragment has it. */
  #addresses(): (readonly string[] | undefined)[] {
    const { sheets, fragments } = this.#sample;
    const firsts = sheets.flatMap(({ piece }) => (piece?.sheetOfPiece === 1 ? [piece] : []));
    const content = new FragmentContent(this.#host, this.#setup.root, "print", {
      ordinals: Uint32Array.from(firsts, ({ ordinal }) => ordinal),
      fragmentOf: Uint32Array.from(firsts, ({ fragment }) => fragment),
      fragments,
    });
    try {
      return sheets.map(({ piece }) => {
        const position = piece === undefined ? -1 : firsts.indexOf(piece);
        const entry = position < 0 ? "no-entry" : content.entry(position);
        return typeof entry === "string" ? undefined : composedFacts(entry.meta)?.addressLines;
      });
    } finally {
      content.close();
    }
  }
}

function isOfPiece(row: SampledRow, { piece }: DrawnSheet): boolean {
  if (piece === undefined) return row.piece === 0;
  return row.piece === piece.pieceNumber && row.sheetOfPiece === piece.sheetOfPiece;
}
