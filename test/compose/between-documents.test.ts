import { existsSync, readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import { Galley } from "../../src/compose/galley.ts";
import { Shaper } from "../../src/font/shaper.ts";
import { compileRecordCheck } from "../../src/intake/check/record-check.ts";
import type { Document } from "../../src/model/document.ts";
import type { Frame } from "../../src/model/frame.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { ByteWriter } from "../../src/pdf/byte-writer.ts";
import { contentPainter } from "../../src/work/content-painter.ts";
import { prepare, type Prepared } from "../../src/work/prepare.ts";
import { literal, recordOf } from "../bind/sample-plan.ts";
import { host, plainJob, planIn, projectFolder } from "../golden/print-shop.ts";

const folder = `${projectFolder}/layouts`;
const LAYOUTS = readdirSync(folder).filter((name) => existsSync(`${folder}/${name}/samples`));

/** More are hundreds of pages, which show nothing that tens do not. */
const CHARACTERS_MAX = 100_000;
const NEVER = literal(false, "boolean");

/** A shipped layout with large print, and with lower pages for some documents. */
function variedPlan(name: string): LayoutPlan {
  const plan = planIn(`${folder}/${name}`);
  const [first, ...rest] = plan.masters;
  if (first === undefined) throw new Error("a layout without masters");
  const body = { ...first.body, heightMpt: first.body.heightMpt - 60_000 };
  const low = { ...first, body, variant: { of: 0 } };
  return { ...plan, masters: [first, ...rest, low], largePrint: { percent: 130, when: NEVER } };
}

/** Each sample as its record has it, on lower pages, and in large print. */
function documentsOf(name: string, plan: LayoutPlan): Document[] {
  const binder = new Binder(plan);
  const check = compileRecordCheck(plan.shape);
  const samples = readdirSync(`${folder}/${name}/samples`).map((file) =>
    readFileSync(`${folder}/${name}/samples/${file}`, "utf8"),
  );
  return samples.flatMap((text) => {
    if (text.length > CHARACTERS_MAX) return [];
    const values = check(JSON.parse(text));
    const document = binder.bind(recordOf(values as RawObject));
    const holding = (low: boolean): Document => {
      const masterHolds = plan.masters.map(({ variant }) => low || variant === undefined);
      return { ...document, masterHolds };
    };
    return [holding(false), holding(true), { ...holding(false), isLarge: true }];
  });
}

/** Leaves numbers of nobody's in all that a composer keeps of the document before. */
function spoilBuffers(): void {
  const clear = Reflect.get(Galley.prototype, "clear") as (this: Galley) => void;
  Galley.prototype.clear = function spoiled(this: Galley): void {
    for (const owner of [this, this.frames, this.frames.paths])
      for (const kept of Object.values(owner) as unknown[])
        if (kept instanceof Int32Array || kept instanceof Int16Array) kept.fill(77);
        else if (kept instanceof Uint16Array || kept instanceof Uint8Array) kept.fill(3);
    clear.call(this);
  };
  onTestFinished(() => void (Galley.prototype.clear = clear));
}

/** A composer and a painter with caches of their own. */
class Desk {
  readonly composer: Composer;
  readonly #paint: (frame: Frame, page: number, pages: number) => string;

  constructor(plan: LayoutPlan, { fonts, statics }: Prepared) {
    const own = fonts.map(({ index, face }) => ({
      index,
      face,
      shaper: new Shaper(face, { cacheWordsMax: 100 }),
    }));
    const { missingGlyph } = plainJob;
    this.composer = new Composer(plan, own, { missingGlyph, pagesMax: 1000, statics });
    const painter = contentPainter(plan, own);
    const out = new ByteWriter();
    this.#paint = (frame, page, pages) => {
      out.clear();
      painter.paintPage(frame, { ordinal: 0, page: page + 1, pages }, out);
      return Buffer.from(out.view()).toString("latin1");
    };
  }

  /** All that comes of a document. */
  made(document: Document): string[] {
    const { pageCount, faults, leftOut, choices } = this.composer.compose(document);
    const found = [...faults];
    const pages = Array.from({ length: found.length > 0 ? 0 : pageCount }, (_, page) =>
      this.#paint(this.composer.frame(page), page, pageCount),
    );
    const { substitutions } = this.composer;
    return [...pages, JSON.stringify([found, faults, leftOut, choices, substitutions])];
  }

  /** Begins a document that is given up after some of its blocks. */
  giveUp(document: Document, after: number): void {
    const reason = new Error("given up");
    let askedCount = 0;
    this.composer.stopOn({
      reason,
      get aborted() {
        return (askedCount += 1) > after;
      },
    });
    try {
      this.made(document);
    } catch (thrown) {
      expect(thrown).toBe(reason);
    } finally {
      this.composer.stopOn(undefined);
    }
  }

  /** All that comes of a document's blocks, each in a region of its own. */
  madeAlone({ blocks, locale }: Document, widthMpt: number): string[] {
    return blocks.map((block) => {
      const { frame, heightMpt } = this.composer.composeRegion([block], widthMpt, locale);
      return `${heightMpt} ${JSON.stringify(this.composer.faults)} ${this.#paint(frame, 0, 1)}`;
    });
  }
}

describe.each(LAYOUTS)("of %s", (name) => {
  const plan = variedPlan(name);
  const documents = documentsOf(name, plan);
  let prepared: Prepared;
  let alone: string[][];
  beforeAll(async () => {
    prepared = await prepare(host, plan, plainJob);
    alone = documents.map((document) => new Desk(plan, prepared).made(document));
  });

  test("a document is the same whatever its composer has set before", () => {
    spoilBuffers();
    const order = fc.shuffledSubarray([...documents.keys()], { minLength: documents.length });
    const widths = fc.constantFrom(120_000, 300_000, 333_333);
    const asked = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(order, widths, asked, (indices, widthMpt, after) => {
        const desk = new Desk(plan, prepared);
        for (const index of indices) {
          const document = documents[index] as Document;
          const fresh = new Desk(plan, prepared);
          desk.composer.enlarge(document.isLarge === true);
          fresh.composer.enlarge(document.isLarge === true);
          const region = fresh.madeAlone(document, widthMpt);
          expect(desk.madeAlone(document, widthMpt)).toEqual(region);
          desk.giveUp(document, after);
          expect(desk.madeAlone(document, widthMpt)).toEqual(region);
          expect(desk.made(document)).toEqual(alone[index]);
          expect(desk.composer.maps(document)).toEqual(fresh.composer.maps(document));
        }
      }),
      { numRuns: 1 },
    );
  });
});
