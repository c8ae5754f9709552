import { fileURLToPath } from "node:url";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import type { OpenFont } from "../../src/compose/type-style.ts";
import { contentPainter } from "../../src/work/content-painter.ts";
import { addFrameGlyphs } from "../../src/work/frame-glyphs.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { prepare, type Prepared } from "../../src/work/prepare.ts";
import { drawnNames } from "../../src/work/drawn-names.ts";
import { buildResources } from "../../src/work/resources.ts";
import { GlyphUsage } from "../../src/font/glyph-usage.ts";
import { compileRecordCheck } from "../../src/intake/check/record-check.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import type { Job } from "../../src/model/job.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import type { ContentPainter } from "../../src/paint/pdf/content-painter.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { Deflater } from "../../src/pdf/deflater.ts";
import { PdfFile } from "../../src/pdf/pdf-file.ts";
import type { PageResources } from "../../src/spool/spool-job.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { readySubsetter } from "../font/faces.ts";

export const projectFolder: string = fileURLToPath(new URL("../..", import.meta.url)).replace(
  /\/$/,
  "",
);
export const host = new NodeHost();

/** The checked plan of a layout in a folder. Throws all that is wrong with it. */
export function planIn(folder: string): LayoutPlan {
  const { plan, diagnostics } = checkLayout(host, folder, {
    fontsFolder: `${projectFolder}/fonts`,
    stocksFolder: `${projectFolder}/layouts/stocks`,
  });
  if (plan === undefined) throw new Error(diagnostics.map((found) => found.message).join("\n"));
  return plan;
}

export function retailPlan(): LayoutPlan {
  return planIn(`${projectFolder}/layouts/retail-statement`);
}

/** A job of which only what preparing and composing read is of interest. */
export const plainJob: Job = {
  name: "golden",
  folder: projectFolder,
  mode: "test",
  cycle: "2026-10",
  asOf: "2026-10-31",
  seed: 7,
  input: {
    file: "",
    compression: "none",
    encoding: "utf-8",
    format: "ndjson",
    recordsPath: "",
    key: "account.id",
    order: "key",
    csv: { delimiter: ",", quote: '"', columns: {} },
    details: [],
    expect: { sums: {} },
    shardBytes: 65_536,
  },
  layout: "",
  channels: {},
  mail: { mailerId: "902123456", serviceType: "270", barcodeId: "00" },
  print: {
    sheetClasses: [1, 2, 6],
    spoolSheetsMax: 20_000,
    spoolBytesMax: 2 ** 31,
    deflateLevel: 6,
    imbFor: ["automation"],
  },
  limits: { rejects: { kind: "count", countMax: 0 }, pagesPerDocumentMax: 1000 },
  missingGlyph: { action: "reject" },
  registerFile: "",
  priority: "normal",
};

/** One layout ready to print: the engine's own parts, put together without files or threads. */
export class PrintShop {
  readonly plan: LayoutPlan;
  readonly prepared: Prepared;
  readonly fonts: readonly OpenFont[];
  readonly binder: Binder;
  readonly #check: (raw: unknown) => RawObject | undefined;
  readonly #composer: Composer;
  readonly #painter: ContentPainter;
  readonly #usage: readonly GlyphUsage[];
  /** What the page of each content stream draws by name. */
  readonly #drawn = new Map<Uint8Array, string>();

  constructor(plan: LayoutPlan, prepared: Prepared) {
    this.plan = plan;
    this.prepared = prepared;
    this.fonts = openFonts(host, plan);
    this.binder = new Binder(plan);
    this.#check = compileRecordCheck(plan.shape);
    this.#composer = new Composer(plan, this.fonts, {
      missingGlyph: plainJob.missingGlyph,
      pagesMax: plainJob.limits.pagesPerDocumentMax,
      statics: prepared.statics,
    });
    this.#painter = contentPainter(plan, this.fonts);
    this.#usage = this.fonts.map(() => new GlyphUsage());
  }

  static async open(plan: LayoutPlan): Promise<PrintShop> {
    readySubsetter();
    return new PrintShop(plan, await prepare(host, plan, plainJob));
  }

  /** Content streams of a record's pages. Throws where the record is not good or not printable. */
  pages(values: RawObject, ordinal = 0): Uint8Array[] {
    const checked = this.#check(values);
    if (checked === undefined) throw new Error("the record is not what the layout declares");
    const { pageCount, faults } = this.#composer.compose(
      this.binder.bind(recordOf(checked, ordinal)),
    );
    const stop = (): void => {
      if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join("; "));
    };
    stop();
    const out = new ByteWriter();
    const streams = Array.from({ length: pageCount }, (_, page) => {
      const frame = this.#composer.frame(page);
      addFrameGlyphs(frame, this.#usage);
      out.clear();
      this.#painter.paintPage(frame, { ordinal, page: page + 1, pages: pageCount }, out);
      const stream = out.view().slice();
      this.#drawn.set(stream, drawnNames(frame));
      return stream;
    });
    stop();
    return streams;
  }

  /** What every file of the run begins with, with the glyphs used so far. */
  resources(): PageResources {
    const glyphs = this.#usage.map((own, index) => {
      const all = new GlyphUsage();
      all.merge(own.toBytes());
      all.merge(this.prepared.glyphs[index] ?? new Uint8Array());
      return all;
    });
    return buildResources(this.plan, this.prepared, { glyphs, drawn: this.#drawn.values() });
  }

  /** A PDF of content streams made by `pages`. */
  pdf(streams: readonly Uint8Array[]): Uint8Array {
    const chunks: Uint8Array[] = [];
    const resources = this.resources();
    const file = new PdfFile((bytes) => chunks.push(bytes.slice()), resources);
    const deflater = new Deflater(6);
    const { widthMpt, heightMpt } = this.plan.stock;
    for (const stream of streams) {
      const id = file.allocate();
      file.stream(id, "/Filter/FlateDecode", deflater.deflate(stream));
      const resourcesId = resources.byDrawn[this.#drawn.get(stream) ?? ""];
      file.page(String(widthMpt / 1000), String(heightMpt / 1000), [id], "", resourcesId);
    }
    file.finish("", "", "0".repeat(32));
    return Buffer.concat(chunks);
  }
}
