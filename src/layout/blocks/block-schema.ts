import { z } from "zod";
import { barcodeFields } from "./barcode-schema.ts";
import { expression, length, text } from "../../yaml/schema-values.ts";
import { chartKeys } from "./chart-schema.ts";
import { listItems, listKeys } from "./list-schema.ts";
import { outerRows } from "./rows-schema.ts";

const align = z.enum(["left", "right", "center", "start", "end"]);
/** Of lines of text. */
export const textAlign = z.enum(["left", "right", "center", "start", "end", "justify"]);
const styleName = z.string().describe("a name from `styles`");
/** A name that the data choose. */
export const choiceSchema = z.strictObject({
  by: expression.describe("the value that chooses"),
  of: z.record(z.string(), z.string()).optional().describe("a name for each value"),
  from: z.string().optional().describe("for images: a folder, whose files' names are the values"),
  otherwise: z.string().optional().describe("the name for all other values"),
});
// Choices are settled before a block is checked, so that it has a name alone.
const chosen = (name: z.ZodString) =>
  z
    .union([name, choiceSchema], { error: () => "This must be a text." })
    .transform((value) => (typeof value === "string" ? value : ""));
const colorName = z.string().describe("a name from `colors`");

/** What every block may have. */
const common = {
  when: expression.optional().describe("shown only if this expression is true"),
  "space-before": length.optional(),
  "space-after": length.optional(),
  "keep-with-next": z.boolean().optional(),
  "if-room": z.boolean().optional().describe("in print only where it makes no page more"),
  priority: z.number().int().min(1).max(99).optional().describe("of blocks that compete, 1 first"),
  "at-foot": z.boolean().optional().describe("at the foot of the last page"),
  master: z.string().optional().describe("in print on pages of this one, with `when: named`"),
  channels: z
    .array(z.enum(["print", "email"]))
    .min(1)
    .optional(),
};

const frame = {
  padding: length.optional(),
  background: chosen(colorName).optional(),
  border: chosen(colorName).optional(),
  "border-width": length.optional(),
  "border-sides": z
    .array(z.enum(["top", "right", "bottom", "left"]))
    .min(1)
    .optional(),
  radius: length.optional().describe("of its corners, where they are round"),
  breakable: z.boolean().optional().describe("continues on the next page, with its frame open"),
  "keep-together": z.boolean().optional(),
};

const rotate = z
  .union([z.literal(90), z.literal(180), z.literal(270)], {
    error: () => "This must be 90, 180 or 270.",
  })
  .optional()
  .describe("degrees by which print turns the text: 90, it runs up; 180; 270, it runs down");

const paragraph = z.strictObject({
  paragraph: text.describe("text with {expressions}, **bold**, *italic* and [links](https://...)"),
  style: chosen(styleName).optional(),
  align: textAlign.optional(),
  indent: length.optional().describe("how far it is set in"),
  rotate,
  ...common,
});

const heading = z.strictObject({
  heading: text,
  level: z.number().int().min(1).max(6).optional(),
  style: chosen(styleName).optional(),
  align: textAlign.optional(),
  indent: length.optional().describe("how far it is set in"),
  rotate,
  ...common,
});

const button = z.strictObject({
  button: text.describe("what stands on it"),
  link: text.describe("where it leads: https, mailto or tel"),
  style: styleName.optional(),
  background: colorName,
  align: align.optional(),
  ...common,
});

const factSchema = z.strictObject({ label: text, value: text, when: expression.optional() });

const facts = z.strictObject({
  facts: z
    .union([z.record(z.string(), text), z.array(factSchema)])
    .describe("label: value, or a list of { label, value, when }"),
  "label-style": styleName.optional(),
  "value-style": styleName.optional(),
  "label-share": z.number().min(5).max(95).optional().describe("percentage of the width"),
  "value-align": align.optional(),
  "row-gap": length.optional(),
  "row-rule": colorName.optional(),
  ...common,
});

const runningSchema = z.strictObject({
  of: expression.describe("what each row adds"),
  from: expression.optional().describe("where it begins; 0 by default"),
  per: z.number().int().min(1).max(8).optional().describe("the level of groups to begin anew in"),
  format: z.string().optional(),
});

const looks = z
  .array(
    z.strictObject({
      when: expression,
      style: styleName.optional(),
      background: colorName.optional(),
    }),
  )
  .min(1)
  .max(12)
  .optional();

const plainColumn = {
  show: text
    .optional()
    .describe("the cell: text with {expressions}, which refer to the row by its name"),
  width: length.optional(),
  grow: z.number().min(0).max(100).optional(),
  wrap: z.boolean().optional(),
  style: styleName.optional(),
};

/** A table in each cell of a column. */
const cellTableSchema = z.strictObject({
  rows: z.string().describe("path of a list, mostly of the row that the cell is of"),
  of: outerRows,
  as: z.string().optional().describe("the row's name in expressions; `item` by default"),
  where: expression.optional(),
  columns: z
    .array(z.strictObject({ ...plainColumn, align: align.optional() }))
    .min(1)
    .max(6),
  style: styleName.optional(),
  "column-gap": length.optional(),
  "row-gap": length.optional(),
  "row-rule": colorName.optional(),
});

const tableColumnSchema = z.strictObject({
  title: text,
  "title-style": styleName.optional(),
  ...plainColumn,
  group: text.optional().describe("a title above those of adjacent columns with the same group"),
  table: cellTableSchema.optional().describe("a table in each cell, instead of `show`"),
  running: runningSchema.optional().describe("shows what was added up so far, instead of `show`"),
  align: z.enum([...align.options, "decimal"]).optional(),
  decimals: z.number().int().min(0).max(6).optional().describe("digits of `align: decimal`; 2"),
  valign: z.enum(["top", "middle", "bottom"]).optional(),
  rotate,
  "rotate-title": rotate,
  spans: z.boolean().optional().describe("its cells take the room of empty ones after them"),
  merge: z.boolean().optional().describe("a value is shown once for rows that have it in turn"),
  "cell-styles": looks.describe("how a cell looks; the first whose `when` holds decides"),
  sum: expression.optional().describe("what carry, groups, subtotal and total add up"),
});

const groupLevelSchema = z.strictObject({
  by: expression.describe("rows in a stretch with the same value are a group"),
  header: text.optional().describe("stands above the group"),
  continued: text.optional().describe("stands above it on each further page"),
  footer: text.optional().describe("stands below it, with its sums"),
  "footer-when": z
    .enum(["always", "several"])
    .optional()
    .describe("several: only below groups of more than one row"),
  carry: z.boolean().optional().describe("`continued` shows the group's sums so far"),
  "new-page": z.boolean().optional(),
  "keep-together": z.boolean().optional(),
  indent: length.optional().describe("how far the labels are set in"),
  background: colorName.optional().describe("behind header and continued rows"),
  "header-style": styleName.optional(),
  "continued-style": styleName.optional(),
  "footer-style": styleName.optional(),
});

const tableSchema = z.strictObject({
  rows: z
    .union([z.string(), z.array(z.array(text).min(1).max(12)).min(1).max(200)])
    .describe("path of a list in the data, or rows written here, each a list of its cells"),
  of: outerRows,
  as: z.string().optional().describe("the row's name in expressions; `row` by default"),
  where: expression.optional(),
  "last-by": expression.optional().describe("only the last row of each run of equal values"),
  columns: z.array(tableColumnSchema).min(1).max(12),
  style: styleName.optional(),
  "title-style": styleName.optional(),
  "column-gap": length.optional(),
  "row-gap": length.optional(),
  "row-indent": length.optional().describe("how far the rows' first cells are set in"),
  header: z.boolean().optional(),
  "repeat-header": z.boolean().optional(),
  across: z.number().int().min(1).max(6).optional(),
  "across-gap": length.optional(),
  carry: z.strictObject({ forward: text, brought: text, style: styleName.optional() }).optional(),
  subtotal: z.strictObject({ by: expression, label: text, style: styleName.optional() }).optional(),
  groups: z.array(groupLevelSchema).min(1).max(8).optional().describe("from the outermost level"),
  total: z.strictObject({ label: text, style: styleName.optional() }).optional(),
  gaps: z
    .strictObject({ by: expression, column: text.describe("a column's title"), mark: text })
    .optional(),
  empty: text.optional().describe("shown if no row qualifies"),
  "header-rule": colorName.optional(),
  "row-rule": colorName.optional(),
  stripe: colorName.optional(),
  "column-rule": colorName.optional(),
  "side-rule": colorName.optional(),
  "row-styles": looks.describe("how a row looks; the first whose `when` holds decides"),
  "keep-together": z.boolean().optional(),
  "on-phone": z
    .enum(["cards", "rows", "summary"])
    .optional()
    .describe("in e-mails on a narrow screen; `rows` where there are one or two columns"),
});

const table = z.strictObject({ table: tableSchema, ...common });

const chart = z.strictObject({ ...chartKeys, ...common });

const list = z.strictObject({
  list: listItems,
  style: styleName.optional(),
  ...listKeys,
  ...common,
});

const image = z.strictObject({
  image: chosen(z.string().describe("a name from `images`")),
  alt: z.string().describe("what it shows, for people who cannot see it"),
  width: length.optional(),
  height: length.optional(),
  align: align.optional(),
  ...common,
});

const barcode = z.strictObject({
  ...barcodeFields,
  style: styleName.optional(),
  align: align.optional(),
  ...common,
});

const rule = z.strictObject({
  rule: length.describe("its thickness"),
  color: chosen(colorName).optional(),
  ...common,
});
const space = z.strictObject({ space: length, ...common });
const pageBreak = z.strictObject({ "page-break": z.literal(true), ...common });

// Recursive through getters, so that the JSON Schema refers to one definition.
const children = z.lazy(() => z.array(blockSchema));
const group = z.strictObject({ group: children, ...frame, ...common });
const message = z.strictObject({
  message: z.string().min(1).describe("the zone, such as marketing"),
  text: text.optional(),
  style: chosen(styleName).optional(),
  blocks: children.optional(),
  ...frame,
  ...common,
});
const repeat = z.strictObject({
  repeat: z.string().describe("path of a list, of the data or of a row in scope"),
  of: outerRows,
  as: z.string().optional().describe("the row's name in expressions; `item` by default"),
  where: expression.optional(),
  "last-by": expression.optional(),
  blocks: children,
  gap: length.optional().describe("space between rows"),
  across: z.number().int().min(2).max(6).optional().describe("so many rows side by side, a grid"),
  "across-gap": length.optional(),
  "new-page": z.boolean().optional().describe("each row begins a page"),
  empty: text.optional().describe("shown if no row qualifies"),
  style: styleName.optional().describe("of `empty`"),
  ...frame,
  ...common,
});
const use = z.strictObject({
  use: z.string().describe("a list of blocks that an included part has"),
  with: z.record(z.string(), expression).optional().describe("names for values in these blocks"),
});
const slot = z.strictObject({
  slot: z.string().describe("filled by layouts that extend this one, under `fill`"),
  blocks: children.optional().describe("shown where nothing is filled in"),
});
const columnPlanSchema = z.strictObject({
  width: length.optional(),
  grow: z.number().min(0).max(100).optional(),
  blocks: children,
});
const columns = z.strictObject({
  columns: z
    .union([z.array(columnPlanSchema).min(2).max(6), z.int().min(2).max(6)])
    .describe("columns side by side; or how many `blocks` flow through"),
  blocks: children.optional().describe("what flows from column to column"),
  balance: z.boolean().optional().describe("its last columns are equally high; true by default"),
  breakable: z.boolean().optional().describe("columns side by side continue on the next page"),
  gap: length.optional(),
  ...common,
});

/** The schema of each kind of block, by the key that names the kind. */
export const blockSchemas = {
  paragraph,
  heading,
  button,
  facts,
  table,
  chart,
  list,
  image,
  barcode,
  rule,
  space,
  "page-break": pageBreak,
  group,
  message,
  repeat,
  columns,
} as const;
/** Blocks that stand for others. */
export const standInSchemas = { use, slot } as const;
export type BlockKey = keyof typeof blockSchemas;

export type BlockValue<K extends BlockKey> = z.output<(typeof blockSchemas)[K]>;
export type AnyBlockValue = { [K in BlockKey]: BlockValue<K> }[BlockKey];
export type CommonValue = Pick<BlockValue<"space">, keyof typeof common>;
export type TableValue = z.output<typeof tableSchema>;
export type CellTableValue = z.output<typeof cellTableSchema>;
export type TableColumnValue = z.output<typeof tableColumnSchema>;

export const blockSchema: z.ZodType = z.union([
  ...Object.values(blockSchemas),
  ...Object.values(standInSchemas),
]);
