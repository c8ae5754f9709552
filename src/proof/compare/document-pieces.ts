import type { Binder, EmailTexts, SmsTexts } from "../../bind/binder.ts";
import type { Channel, MessageChannel } from "../../model/channel.ts";
import type { BoundBlock, BoundTable, Document } from "../../model/document.ts";
import { ROW_DETAIL } from "../../model/document.ts";
import type { BoundChart } from "../../model/bound-chart.ts";
import type { Span } from "../../model/block.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { BoundItems } from "../../model/list-block.ts";
import type { CustomerRecord } from "../../model/record.ts";
import { withinZones } from "../../rules/zone-choice.ts";
import { isBlankText, markedValue, templateText } from "./marked-plan.ts";

/** A text that a reader takes in as one: a paragraph, a label with its value, a row. */
export interface Piece {
  /** The block of the flow, or the box, that it is part of; pieces of one go and come together. */
  readonly owner: string;
  /** The block it is of, as the layout's file has it. */
  readonly block: string;
  readonly what: "text" | "fact" | "titles" | "row" | "item" | "chart" | "code" | "image" | "link";
  /** Marked, see `markedPlan`. */
  readonly text: string;
}

/** Lists the texts of documents that are bound to a marked plan, as the channels show them. */
export class DocumentPieces {
  readonly #plan: LayoutPlan;
  readonly #staticFurniture: Document["furniture"];

  constructor(plan: LayoutPlan, staticFurniture: Document["furniture"]) {
    this.#plan = plan;
    this.#staticFurniture = staticFurniture;
  }

  /** What pages show in the order of the flow, but for blocks that had no room. */
  flow(document: Document, leftOut: ReadonlySet<string>): Piece[] {
    const list = new PieceList(this.#plan, "print");
    const address = (document.address?.lines ?? []).join("\n");
    list.add("address", "text", markedValue(this.#plan.address?.path.join(".") ?? "", address));
    for (const bound of document.blocks) if (!leftOut.has(plainId(bound.block.id))) list.top(bound);
    for (const note of document.notes ?? []) if (note !== undefined) list.top(note);
    for (const image of document.appended ?? []) list.appended(image);
    return list.pieces;
  }

  /** What the boxes of masters show. */
  boxes(document: Document, masters: Iterable<number>): Piece[] {
    const list = new PieceList(this.#plan, "print");
    for (const master of masters)
      this.#plan.masters[master]?.boxes.forEach(({ id }, box) => {
        const blocks =
          document.furniture[master]?.[box] ?? this.#staticFurniture[master]?.[box] ?? [];
        for (const bound of blocks) list.top(bound, plainId(id));
      });
    return list.pieces;
  }

  /** What a message shows; `binder` is of the marked plan. */
  message(
    channel: MessageChannel,
    binder: Pick<Binder, "bindEmail" | "bindSms">,
    record: CustomerRecord,
    document: Document,
  ): Piece[] {
    return channel === "email"
      ? this.#email(document, binder.bindEmail(record))
      : this.#sms(binder.bindSms(record));
  }

  #email(document: Document, { subject, preheader, footer }: EmailTexts): Piece[] {
    const list = new PieceList(this.#plan, "email");
    list.add("email.subject", "text", subject);
    list.add("email.preheader", "text", preheader);
    for (const bound of withinZones(document.blocks, this.#plan.zones)) list.top(bound);
    list.add("email.footer", "text", footer);
    const { logo = -1, fromName = "", fromAddress = "" } = this.#plan.email ?? {};
    if (logo >= 0) list.image("email.logo", logo);
    list.add("email.from", "text", `${fromName} <${fromAddress}>`);
    return list.pieces;
  }

  #sms({ text }: SmsTexts): Piece[] {
    return [{ owner: "sms", block: "sms", what: "text", text }];
  }
}

/** Of the texts of a locale, the block that they are of. */
export function plainId(id: string): string {
  return id.slice(id.lastIndexOf("@") + 1);
}

class PieceList {
  readonly pieces: Piece[] = [];
  readonly #plan: LayoutPlan;
  readonly #channel: "print" | "email";
  #owner = "";

  constructor(plan: LayoutPlan, channel: Extract<Channel, "print" | "email">) {
    this.#plan = plan;
    this.#channel = channel;
  }

  top(bound: BoundBlock, owner = plainId(bound.block.id)): void {
    this.#owner = owner;
    this.#block(bound);
  }

  add(block: string, what: Piece["what"], text: string): void {
    this.#owner = block;
    this.#add(block, what, text);
  }

  image(block: string, image: number): void {
    this.#owner = block;
    this.#image(block, image, "");
  }

  appended(image: number): void {
    this.#owner = "append";
    this.#image("append", image, "");
  }

  #add(block: string, what: Piece["what"], text: string): void {
    if (isBlankText(text)) return;
    this.pieces.push({ owner: this.#owner, block: plainId(block), what, text });
  }

  #block(bound: BoundBlock): void {
    const { block } = bound;
    if (!block.channels[this.#channel]) return;
    switch (bound.kind) {
      case "text":
        return this.#spans(block.id, "text", bound.texts, bound.block.spans);
      case "facts":
        return bound.entries.forEach((entry, index) => {
          const { label = [], value = [] } = bound.block.entries[entry] ?? {};
          const texts = [...(bound.labels[index] ?? []), "\t", ...(bound.values[index] ?? [])];
          this.#spans(block.id, "fact", texts, [...label, ...value]);
        });
      case "table":
        return this.#table(bound);
      case "chart":
        return this.#chart(bound);
      case "group":
        return bound.blocks.forEach((inner) => this.#block(inner));
      case "columns":
        return bound.columns.flat().forEach((inner) => this.#block(inner));
      case "barcode": {
        const said = markedValue("code", JSON.stringify(bound.code));
        return this.#add(block.id, "code", `${bound.alt} ${said}`);
      }
      case "list":
        return this.#items(block.id, bound.items);
      case "static":
        return this.#block(bound.content);
      case "fixed":
        if (bound.block.kind === "image") this.#image(block.id, bound.block.image, bound.block.alt);
    }
  }

  #spans(
    block: string,
    what: Piece["what"],
    texts: readonly string[],
    spans: readonly Span[],
  ): void {
    this.#add(block, what, texts.join(""));
    for (const { href } of spans)
      if (href !== undefined) this.#add(block, "link", templateText(href, this.#plan.lets));
  }

  #items(block: string, { items }: BoundItems): void {
    for (const { marker, texts, item, items: inner } of items) {
      this.#spans(block, "item", [`${marker} `, ...texts], item.spans);
      if (inner !== undefined) this.#items(block, inner);
    }
  }

  #table({ block, titles, groupTitles = [], rowCount, rowKinds, cells, empty }: BoundTable): void {
    const { id, columns, carry, showHeader } = block;
    if (empty !== undefined) return this.#spans(id, "text", empty, block.empty ?? []);
    if (showHeader) this.#add(id, "titles", [...groupTitles, ...titles].join("\t"));
    for (let row = 0; row < rowCount; row += 1) {
      const isDetail = rowKinds[row] === ROW_DETAIL;
      const own = columns.map(({ running, sumOf }, column) => {
        const cell = cells[row * columns.length + column] ?? "";
        if (isDetail) return running === undefined ? cell : markedValue("running", cell);
        return sumOf === undefined ? cell : markedValue("sum", cell);
      });
      this.#add(id, "row", own.join("\t"));
    }
    if (carry === undefined) return;
    const said = [carry.forward, carry.brought].map((one) => templateText(one, this.#plan.lets));
    this.#add(id, "row", said.join("\t"));
  }

  #chart(bound: BoundChart): void {
    const { id } = bound.block;
    if (bound.empty !== undefined)
      return this.#spans(id, "text", bound.empty, bound.block.empty ?? []);
    this.#add(id, "chart", bound.alt());
    const said = bound.shape === "axes" ? bound.labels : [bound.figure, bound.caption];
    this.#add(id, "chart", said.join("\t"));
    const shown = bound.shape === "gauge" ? [] : bound.categories;
    this.#add(id, "chart", shown.join("\t"));
    const table = bound.table();
    if (table !== undefined) this.#table(table);
  }

  /** A picture counts by what is in it. */
  #image(block: string, image: number, alt: string): void {
    const { name = "", hash = "", page } = this.#plan.images[image] ?? {};
    const part = page === undefined ? "" : ` page ${page.number}`;
    this.#add(block, "image", `[${alt === "" ? name : alt}${part} ${hash.slice(0, 8)}]`);
  }
}
