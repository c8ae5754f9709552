import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { assert } from "../../src/base/assert.ts";
import { Binder } from "../../src/bind/binder.ts";
import type { BoundChart } from "../../src/model/bound-chart.ts";
import { type BoundBlock, type BoundTable, ROW_GROUP } from "../../src/model/document.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";

type Drawn = Readonly<Record<string, unknown>>;
const PT = 1000;

/** Writes documents, bound by Nightpress, as Typst's template reads them: a file for each batch. */
export function writeBatches(
  plan: LayoutPlan,
  data: string,
  folder: string,
  perBatch: number,
  colors: TypstColors = COLORS,
): number {
  const binder = new Binder(plan);
  const lines = readFileSync(data, "utf8").split("\n").slice(0, -1);
  const docs = lines.map((line, ordinal) => {
    const values = JSON.parse(line) as RawObject;
    const place = { file: "", line: ordinal + 1, byteOffset: 0, sizeBytes: line.length };
    return drawnDocument(plan, binder, { ordinal, key: String(ordinal), values, place });
  });
  let batches = 0;
  for (let at = 0; at + perBatch <= docs.length; at += perBatch) {
    const file = openSync(`${folder}/batch-${batches}.json`, "w");
    writeSync(
      file,
      JSON.stringify({ ...looksOf(plan, colors), docs: docs.slice(at, at + perBatch) }),
    );
    closeSync(file);
    batches += 1;
  }
  return batches;
}

function looksOf(plan: LayoutPlan, named: TypstColors): Drawn {
  assert(plan.colors.length === named.length, "the layout's colours are those named here");
  const colorOf = (name: string): number => named.findIndex(([known]) => known === name);
  return {
    colors: named.map(([, color]) => color),
    styles: plan.styles.map((style) => {
      const isDisplay = (plan.fonts[style.font]?.file ?? "").endsWith("-Bold.ttf");
      const weight = isDisplay ? 700 : style.bold ? 600 : 400;
      return { z: inPt(style.sizeMpt), w: weight, c: style.color };
    }),
    hairline: colorOf("hairline"),
    tint: colorOf("tint"),
    accent: 1,
  };
}

/** A layout's colours, in its order: `hairline`, `tint` and, second, the one of its headings. */
export type TypstColors = readonly (readonly [name: string, color: string])[];

const COLORS: TypstColors = [
  ["ink", "#1a1a1a"],
  ["green", "#0b5d4e"],
  ["green-2", "#4f9485"],
  ["green-3", "#9fcdbf"],
  ["grey", "#9e9e9e"],
  ["muted", "#616161"],
  ["hairline", "#cccccc"],
  ["tint", "#eef5f2"],
];

function drawnDocument(
  plan: LayoutPlan,
  binder: Binder,
  record: Parameters<Binder["bind"]>[0],
): Drawn {
  const document = binder.bind(record);
  const boxes = (master: number): (readonly BoundBlock[])[] =>
    (document.furniture[master] ?? []).map(
      (box, nth) => box ?? binder.staticFurniture[master]?.[nth] ?? [],
    );
  const first = boxes(0);
  const running = textsIn(boxes(1)[0] ?? []);
  const foot = textsIn(first.at(-1) ?? []).join(" ");
  const places = plan.masters[0]?.boxes ?? [];
  return {
    address: document.address?.lines ?? [],
    boxes: first.slice(1, -1).map((box) => drawn(box)),
    at: places.slice(1, -1).map(({ rect }) => [rect.xMpt, rect.yMpt, rect.widthMpt].map(inPt)),
    head: [...running, "", ""].slice(0, 2),
    foot: foot.replaceAll("\uE000", "{p}").replaceAll("\uE001", "{n}"),
    blocks: drawn(document.blocks),
  };
}

function textsIn(blocks: readonly BoundBlock[]): string[] {
  return drawn(blocks).flatMap(function texts(block): string[] {
    if (block["k"] === "c") return (block["cols"] as Drawn[][]).flat().flatMap(texts);
    return block["k"] === "p" ? [String(block["t"])] : [];
  });
}

const inPt = (mpt: number): number => mpt / PT;

/** The blocks that print shows, one below the other but for columns. */
function drawn(blocks: readonly BoundBlock[]): Drawn[] {
  return blocks.flatMap((bound) => {
    const content = bound.kind === "static" ? bound.content : bound;
    const { block } = content;
    if (!block.channels.print) return [];
    const below = inPt(block.spaceAfterMpt);
    return drawnBlock(content).map((one) => ({ below, ...one }));
  });
}

function drawnBlock(bound: Exclude<BoundBlock, { kind: "static" }>): Drawn[] {
  switch (bound.kind) {
    case "text": {
      const s = bound.block.spans[0]?.style ?? 0;
      return [{ k: "p", s, a: bound.block.align, t: bound.texts.join("") }];
    }
    case "facts": {
      const rows = bound.labels.map((label, nth) => [
        label.join(""),
        (bound.values[nth] ?? []).join(""),
      ]);
      const [first] = bound.block.entries;
      const styles = { ls: first?.label[0]?.style ?? 0, vs: first?.value[0]?.style ?? 0 };
      return [{ k: "f", share: bound.block.labelShare / 10, ...styles, rows }];
    }
    case "table":
      return bound.empty === undefined
        ? [drawnTable(bound)]
        : [{ k: "p", s: 0, a: "left", t: bound.empty.join("") }];
    case "chart":
      return drawnChart(bound);
    case "group":
      return drawn(bound.blocks);
    case "columns":
      return [
        {
          k: "c",
          g: bound.block.columns.map(({ grow }) => grow),
          cols: bound.columns.map((column) => drawn(column)),
        },
      ];
    case "fixed":
      return bound.block.kind === "page-break"
        ? [{ k: "break" }]
        : bound.block.kind === "rule"
          ? [{ k: "r", z: inPt(bound.block.thicknessMpt), c: bound.block.color }]
          : [];
    default:
      return [];
  }
}

function drawnTable({ block, titles, rowCount, rowKinds, groups, cells }: BoundTable): Drawn {
  const count = block.columns.length;
  const rows = Array.from({ length: rowCount }, (_, row) => {
    const kind = rowKinds[row] ?? 0;
    const level = groups?.rowLevels[row] ?? 0;
    const texts = cells.slice(row * count, row * count + count);
    return [kind, level, texts, styleOf(block, kind, level)];
  });
  return {
    k: "t",
    w: block.columns.map(({ widthMpt }) => (widthMpt === undefined ? 0 : inPt(widthMpt))),
    a: block.columns.map(({ align }) => align[0]).join(""),
    h: titles,
    hs: block.columns[0]?.titleStyle ?? 0,
    rows,
  };
}

function styleOf(block: BoundTable["block"], kind: number, level: number): number {
  const group = block.groups?.[level];
  const detail = block.columns[0]?.style ?? 0;
  if (kind === 0) return detail;
  if (group === undefined) return block.total?.style ?? detail;
  return (kind === ROW_GROUP ? group.header?.style : group.footer?.style) ?? detail;
}

function drawnChart(bound: BoundChart): Drawn[] {
  if (bound.shape === "gauge") return [];
  const v = [...bound.values];
  const l = bound.categories;
  if (bound.shape === "donut") {
    const t = v.map((value) => bound.texts.value(value));
    return [{ k: "d", v, l, t, c: bound.block.colors, f: bound.figure, n: bound.caption }];
  }
  const [low, high] = [Math.min(...v), Math.max(...v)];
  const ticks = [4, 3, 2, 1, 0].map((nth) => Math.round(low + ((high - low) * nth) / 4));
  const t = bound.texts.ticks(ticks);
  const last = bound.texts.value(v.at(-1) ?? 0);
  return [{ k: "l", v, l, t, last, c: bound.block.series[0]?.color ?? 0 }];
}
