import { defined } from "../../src/base/assert.ts";
import pdfmakeLibrary from "pdfmake";
import type { LayoutPlan, Master } from "../../src/model/layout-plan.ts";
import { addressZone } from "../../src/model/stock.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";
import { FileOutput } from "./file-output.ts";
import type { Peer } from "./peer.ts";
import { fontName } from "./peer-style.ts";
import { type Node, PdfmakeBlocks } from "./pdfmake-blocks.ts";
import { isNumbered } from "./statement-furniture.ts";

/** pdfmake: a document definition for each customer, its own tables and columns. */
export const pdfmake: Peer = {
  name: "pdfmake",
  open: (plan, file) => {
    const output = new FileOutput(file);
    const statements = new StatementDefinition(plan);
    setUp(plan);
    let pages = 0;
    return {
      async draw(statement) {
        const definition = statements.of(statement);
        output.write(await pdfmakeLibrary.createPdf(definition).getBuffer());
        pages += statements.pages;
      },
      close() {
        output.close();
        return Promise.resolve({ pages, bytes: output.bytes });
      },
    };
  },
};

function setUp(plan: LayoutPlan): void {
  const files = plan.fonts.map(({ file }, index) => [fontName(index), { normal: file }] as const);
  pdfmakeLibrary.setFonts(Object.fromEntries(files));
  pdfmakeLibrary.setUrlAccessPolicy(() => false);
  pdfmakeLibrary.setLocalAccessPolicy(() => true);
}

/** Statements as pdfmake's document definitions. */
class StatementDefinition {
  readonly #plan: LayoutPlan;
  readonly #blocks: PdfmakeBlocks;
  /** Pages of the document made last. */
  pages = 0;

  constructor(plan: LayoutPlan) {
    this.#plan = plan;
    this.#blocks = new PdfmakeBlocks(plan);
  }

  of(statement: BoundStatement): Node {
    const { stock, masters } = this.#plan;
    const [first, rest = first] = masters;
    if (first === undefined || rest === undefined) throw new Error("a layout has a master");
    const { xMpt, yMpt, widthMpt, heightMpt } = rest.body;
    // pdfmake has one body for all pages: the first page's starts lower by a margin.
    const start = { text: "", fontSize: 0.1, margin: [0, (first.body.yMpt - yMpt) / 1000, 0, 0] };
    return {
      pageSize: { width: stock.widthMpt / 1000, height: stock.heightMpt / 1000 },
      pageMargins: [
        xMpt / 1000,
        yMpt / 1000,
        (stock.widthMpt - xMpt - widthMpt) / 1000,
        (stock.heightMpt - yMpt - heightMpt) / 1000,
      ],
      defaultStyle: this.#blocks.style(0),
      background: (page: number) => this.#boxes(statement, page, 0, false),
      footer: (page: number, pages: number) => this.#boxes(statement, page, pages, true),
      content: [start, this.#address(statement), ...this.#blocks.of(statement.document.blocks)],
    };
  }

  #address({ document }: BoundStatement): Node {
    const { xMpt, yMpt } = addressZone(defined(this.#plan.envelope, "the envelope"));
    const style = this.#blocks.style(this.#plan.addressStyle);
    const stack = (document.address?.lines ?? []).map((text) => ({ text, ...style }));
    return { absolutePosition: { x: xMpt / 1000, y: yMpt / 1000 }, stack };
  }

  get #footerMpt(): number {
    const { yMpt, heightMpt } = (this.#plan.masters.at(-1) as Master).body;
    return yMpt + heightMpt;
  }

  /** The furniture of a page: the boxes with page numbers, or the others. */
  #boxes(statement: BoundStatement, page: number, pages: number, wantsNumbers: boolean): Node[] {
    const master = Math.min(page, this.#plan.masters.length) - 1;
    const places = this.#plan.masters[master]?.boxes ?? [];
    const nodes: Node[] = [];
    if (wantsNumbers) this.pages = pages;
    (statement.furniture[master] ?? []).forEach((blocks, index) => {
      if (isNumbered(blocks) !== wantsNumbers) return;
      const { xMpt, yMpt, widthMpt } = (places[index] as (typeof places)[number]).rect;
      const stack = this.#blocks.of(blocks, { page, pages });
      const columns = [{ width: widthMpt / 1000, stack }];
      // A footer flows from the end of the body, and nothing in it can be placed absolutely.
      const margin = [xMpt / 1000, (yMpt - this.#footerMpt) / 1000, 0, 0];
      const place = { absolutePosition: { x: xMpt / 1000, y: yMpt / 1000 } };
      nodes.push({ columns, ...(wantsNumbers ? { margin } : place) });
    });
    return nodes;
  }
}
