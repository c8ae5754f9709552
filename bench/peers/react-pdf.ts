import { defined } from "../../src/base/assert.ts";
import * as reactPdfLibrary from "@react-pdf/renderer";
import { createElement } from "react";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { addressZone } from "../../src/model/stock.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";
import { FileOutput } from "./file-output.ts";
import type { Peer } from "./peer.ts";
import { fontName } from "./peer-style.ts";
import { absoluteBox, type Element, ReactBlocks } from "./react-blocks.ts";
import { isNumbered } from "./statement-furniture.ts";

const { Document, Font, Page, View, renderToBuffer } = reactPdfLibrary;

/** react-pdf: an element tree for each customer, laid out by Yoga. */
export const reactPdf: Peer = {
  name: "react-pdf",
  open: (plan, file) => {
    const output = new FileOutput(file);
    const statements = new StatementElements(plan);
    setUp(plan);
    let pages = 0;
    return {
      async draw(statement) {
        output.write(await renderToBuffer(statements.of(statement) as never));
        pages += statements.pages;
      },
      close() {
        output.close();
        return Promise.resolve({ pages, bytes: output.bytes });
      },
    };
  },
};

let isSetUp = false;

function setUp(plan: LayoutPlan): void {
  if (isSetUp) return;
  isSetUp = true;
  plan.fonts.forEach(({ file }, index) => Font.register({ family: fontName(index), src: file }));
  // Hyphenation would cost time, and cut words that the others leave whole.
  Font.registerHyphenationCallback((word: string) => [word]);
}

/** Statements as react-pdf's elements. */
class StatementElements {
  readonly #plan: LayoutPlan;
  readonly #blocks: ReactBlocks;
  /** Pages of the document made last, known once it is rendered. */
  pages = 0;

  constructor(plan: LayoutPlan) {
    this.#plan = plan;
    this.#blocks = new ReactBlocks(plan);
  }

  of(statement: BoundStatement): Element {
    const { stock, masters } = this.#plan;
    const [first, rest = first] = masters;
    if (first === undefined || rest === undefined) throw new Error("a layout has a master");
    const { xMpt, yMpt, widthMpt, heightMpt } = rest.body;
    const style = {
      paddingLeft: xMpt / 1000,
      paddingRight: (stock.widthMpt - xMpt - widthMpt) / 1000,
      paddingTop: yMpt / 1000,
      paddingBottom: (stock.heightMpt - yMpt - heightMpt) / 1000,
    };
    const size = [stock.widthMpt / 1000, stock.heightMpt / 1000];
    const lower = createElement(View, { style: { height: (first.body.yMpt - yMpt) / 1000 } });
    const page = createElement(
      Page,
      { size, style } as never,
      ...this.#furniture(statement),
      this.#address(statement),
      lower,
      ...this.#blocks.of(statement.document.blocks),
    );
    return createElement(Document, null, page);
  }

  #address({ document }: BoundStatement): Element {
    const zone = addressZone(defined(this.#plan.envelope, "the envelope"));
    const lines = document.address?.lines ?? [];
    return absoluteBox(
      zone,
      lines.map((text) => this.#blocks.line(text, this.#plan.addressStyle)),
    );
  }

  /** Boxes of the first page stand on it alone; numbered ones and the others' on every page. */
  #furniture(statement: BoundStatement): Element[] {
    return statement.furniture.flatMap((boxes, master) =>
      boxes.flatMap((blocks, index) => {
        const place = this.#plan.masters[master]?.boxes[index];
        if (place === undefined) return [];
        const isLast = master === this.#plan.masters.length - 1;
        if (!isNumbered(blocks)) return [this.#plain(blocks, place.rect, master)];
        return isLast ? [this.#numbered(blocks, place.rect)] : [];
      }),
    );
  }

  #plain(blocks: BoundStatement["furniture"][number][number], rect: Rect, master: number): Element {
    const children = this.#blocks.of(blocks);
    if (master === 0) return absoluteBox(rect, children);
    const render = ({ pageNumber }: { pageNumber: number }) =>
      pageNumber > master ? children : undefined;
    return absoluteBox(rect, [], { fixed: true, render });
  }

  #numbered(blocks: BoundStatement["furniture"][number][number], rect: Rect): Element {
    const count = (pages: number): void => {
      this.pages = pages;
    };
    return absoluteBox(rect, this.#blocks.numbered(blocks, count), { fixed: true });
  }
}

type Rect = Parameters<typeof absoluteBox>[0];
