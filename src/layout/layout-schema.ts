import { z } from "zod";
import { keysOf } from "../base/keys-of.ts";
import { CHANNELS } from "../model/channel.ts";
import { TYPE_FEATURES } from "../font/type-features.ts";
import { blockSchema, textAlign } from "./blocks/block-schema.ts";
import {
  assetName,
  fontFile,
  color,
  expression,
  length,
  mailAddress,
  rect,
  text,
} from "../yaml/schema-values.ts";

/** A field's kind, an object of fields, or a list of one object. */
export type DataDeclaration = string | { [field: string]: DataDeclaration } | DataDeclaration[];
const dataDeclaration: z.ZodType<DataDeclaration> = z.lazy(() =>
  z.union([
    z.string(),
    z.record(z.string(), dataDeclaration),
    z.array(dataDeclaration).min(1).max(1),
  ]),
);

export const formatSchema = z.strictObject({
  locale: z.string().describe("BCP 47 tag, such as en-US"),
  locales: z.array(z.string()).optional().describe("more tags that locale-of may give"),
  "locale-of": expression.optional().describe("expression of kind text that gives the tag"),
  currency: z.string().describe("ISO 4217 code, such as USD"),
});

/** A font of a collection, or an instance of a variable font. */
export const packedFontSchema = z.strictObject({
  file: fontFile,
  face: z
    .union([z.int().min(1), z.string()])
    .optional()
    .describe("the font of a collection, by its number from 1 or by its name"),
  axes: z
    .record(z.string().length(4), z.number())
    .optional()
    .describe("values of a variable font's axes, such as `{ wght: 600 }`"),
});

const fontOfFamily = z.union([fontFile, packedFontSchema]);

export const fontSchema = z.strictObject({
  regular: fontOfFamily,
  bold: fontOfFamily.optional(),
  italic: fontOfFamily.optional(),
  "bold-italic": fontOfFamily.optional(),
  fallback: z.array(z.string()).optional().describe("families tried for characters it lacks"),
});

const tabSchema = z.strictObject({
  at: z
    .union([z.literal("end"), length])
    .describe("a length from where the line begins, or its end"),
  align: z.enum(["start", "end"]).optional(),
  leader: z.string().min(1).max(3).optional().describe("fills the way there, such as a full stop"),
});

export const styleSchema = z.strictObject({
  font: z.string().optional().describe("a family from `fonts`; the first one by default"),
  weight: z.enum(["regular", "bold"]).optional(),
  slant: z.enum(["upright", "italic"]).optional(),
  size: length,
  leading: length.optional().describe("from baseline to baseline; 1.25 times the size by default"),
  color: z.string().optional().describe("a name from `colors`; the first one by default"),
  "fixed-size": z.boolean().optional().describe("neither larger in large print nor shrunk"),
  "letter-spacing": length.optional().describe("added after each letter"),
  underline: z.boolean().optional(),
  strike: z.boolean().optional(),
  script: z.enum(["super", "sub"]).optional().describe("raised or lowered, in its own size"),
  features: z
    .array(z.enum(keysOf(TYPE_FEATURES)))
    .optional()
    .describe("what the font can do beyond its plain letters"),
  align: textAlign.optional().describe("where its paragraphs stand that do not say so"),
  breaking: z
    .enum(["greedy", "optimal"])
    .optional()
    .describe("optimal: line breaks are chosen for a paragraph as a whole"),
  hyphenate: z
    .union([z.boolean(), z.string()])
    .optional()
    .describe("divides words: true, by the document's language; or a BCP 47 tag"),
  "first-line-indent": length.optional(),
  tabs: z.array(tabSchema).min(1).max(8).optional().describe("where text after each tab stands"),
  "hyphens-in-a-row": z.number().int().min(1).max(10).optional(),
  "hyphenation-zone": length.optional().describe("how short a line may be without a hyphen"),
  "space-min": z.number().int().min(50).max(100).optional().describe("of justified lines, in %"),
  "space-max": z.number().int().min(100).max(1000).optional(),
});

export const boxSchema = z.strictObject({
  at: rect.describe("[left, top, width, height] on the page"),
  blocks: z.array(blockSchema),
  "in-email": z
    .enum(["before", "after"])
    .optional()
    .describe("e-mails show its blocks too, before or after those of the flow"),
  shrink: z
    .number()
    .int()
    .min(50)
    .max(99)
    .optional()
    .describe("the percentage of their size down to which texts may be set so that all fits"),
});

export const masterSchema = z.strictObject({
  name: z.string(),
  body: rect.describe("where the blocks flow: [left, top, width, height]"),
  boxes: z.array(boxSchema).optional(),
  stock: assetName.optional().describe("the paper of its pages; that of `print` by default"),
  sides: z.enum(["both", "front"]).optional().describe("front: nothing is printed on the back"),
  when: z
    .enum(["last", "odd", "even", "back", "named"])
    .optional()
    .describe(
      "last: of the last page, never of the first; named: of blocks that name it as their " +
        "`master`; else of such pages of another master",
    ),
  "instead-of": z
    .string()
    .optional()
    .describe("in whose place it stands: that of further pages by default"),
  if: expression.optional().describe("of which documents its pages are"),
  landscape: z.boolean().optional().describe("its pages lie turned on their sheets"),
});

export const printSchema = z.strictObject({
  stock: assetName,
  envelope: assetName.optional().describe("left out: pages for the screen, which no job prints"),
  "larger-envelopes": z
    .array(assetName)
    .max(4)
    .optional()
    .describe("for pieces beyond the limits of the envelope, in the order they are tried"),
  address: z.string().optional().describe("path of the address field, where there is an envelope"),
  "address-style": z.string().optional(),
  sender: z.string().min(1).max(120).optional().describe("a line above the address in the window"),
  "sender-style": z.string().optional().describe("`sender` by default"),
  masters: z
    .array(masterSchema)
    .min(1)
    .max(16)
    .describe("the first page's, further pages', one for the last page; then their variants"),
});

export const emailSchema = z.strictObject({
  to: z.string().describe("path of the field with the recipient's address"),
  from: z.strictObject({ name: z.string().min(1), address: mailAddress }),
  subject: text,
  preheader: text.optional(),
  footer: text.optional(),
  logo: z.string().optional().describe("a PNG or JPEG from `images`"),
});

export const smsSchema = z.strictObject({
  to: z.string().describe("path of the field with the number"),
  text,
  "segments-max": z.number().int().min(1).max(6).optional(),
  "allow-private": z.boolean().optional().describe("allow amounts and similar values in the text"),
});

export const imageFolderSchema = z.strictObject({
  folder: assetName.describe("in `images`: each file is an image, by its name without the ending"),
});

export const preferencesSchema = z.strictObject({
  "large-print": z
    .strictObject({
      when: expression.describe("of which records the customer wants it"),
      scale: z
        .number()
        .min(101)
        .max(300)
        .describe("the percentage of their size that texts are set in, but in the window"),
    })
    .optional(),
  "plain-text": z
    .strictObject({
      when: expression.describe("of which records the e-mail is text alone"),
      width: z.int().min(32).max(76).optional().describe("characters a line; 72 by default"),
    })
    .optional(),
  braille: z
    .strictObject({
      when: expression.describe("of which records the e-mail is text for braille"),
      cells: z.int().min(20).max(48).optional().describe("characters a line; 40 by default"),
      lines: z.int().min(10).max(40).optional().describe("of a page; 25 by default"),
    })
    .optional(),
});

export const byLocaleSchema = z.record(
  z.string(),
  z.strictObject({
    styles: z
      .record(z.string(), styleSchema.partial())
      .describe("what the locale's text is set in, where it differs from `styles`"),
  }),
);

const appendSchema = z.strictObject({
  file: assetName.describe("a PDF in `images`, whose pages are as large as the paper"),
  pages: z.number().int().min(1).max(40).describe("how many pages it has"),
  when: expression.optional(),
  "in-email": text.optional().describe("what e-mails show in their place, or `nothing`"),
});

const requiredSchema = z.strictObject({
  id: assetName.describe("what breaches and reports call it"),
  text: z
    .union([text, z.array(text).min(1).max(20)])
    .describe("the wording, or several that all must be there; `…` stands for what may differ"),
  on: z
    .array(z.enum(CHANNELS))
    .min(1)
    .optional()
    .describe("channels that must show it: by default, print and e-mail"),
  when: expression.optional().describe("required only where this expression is true"),
  locales: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("languages or tags of the documents that must show it; all by default"),
});

const assertSchema = z.strictObject({
  that: expression.describe("what must be true of every record"),
  else: z.literal("reject").describe("what becomes of a record for which it is not"),
  message: text.optional().describe("what people read of such a record; without values"),
});

/** The whole file. Sections are checked one by one, so that a fault affects its own node only. */
export const layoutSchema = z.strictObject({
  layout: assetName.describe("the layout's name, which is also its folder's"),
  extends: assetName.optional().describe("a layout beside this one, which this one changes"),
  include: z.array(assetName).max(32).optional().describe("parts: files of styles, blocks, ..."),
  fill: z
    .record(z.string(), z.array(blockSchema))
    .optional()
    .describe("blocks for the slots of the layout that this one extends"),
  data: z.record(z.string(), dataDeclaration),
  parameters: z
    .record(z.string(), z.string())
    .optional()
    .describe("what the job gives beside the records: name and kind, as in `data`"),
  let: z
    .record(z.string(), expression)
    .optional()
    .describe("names for what expressions compute: each of the data and of those before it"),
  labels: z
    .record(z.string(), z.record(z.string(), text))
    .optional()
    .describe("what people read for each choice of a `one of [...]` field, by the field's path"),
  sums: z
    .array(z.string())
    .optional()
    .describe("paths of money fields whose sums are proven from the printed pages"),
  format: formatSchema,
  fonts: z.record(z.string(), fontSchema),
  colors: z.record(z.string(), color),
  styles: z.record(z.string(), styleSchema),
  "style-scale": z
    .number()
    .min(50)
    .max(300)
    .optional()
    .describe("the percentage of their size that all texts but the address are set in"),
  preferences: preferencesSchema.optional().describe("what some customers want otherwise"),
  "by-locale": byLocaleSchema.optional().describe("what differs in further locales"),
  hyphenation: z
    .record(z.string(), z.array(z.string().min(2)))
    .optional()
    .describe("by BCP 47 tag, words written with the hyphens that they may have"),
  images: z.record(z.string(), z.union([assetName, imageFolderSchema])).optional(),
  title: text,
  print: printSchema,
  footnotes: z
    .record(z.string().regex(/^[A-Za-z][\w-]*$/), text)
    .optional()
    .describe("texts at the foot of the page where another has their mark: `[^name]`"),
  append: z.array(appendSchema).max(8).optional().describe("pages of PDF files, behind all others"),
  require: z.array(requiredSchema).max(100).optional().describe("texts that documents must show"),
  assert: z.array(assertSchema).max(100).optional().describe("what must hold between fields"),
  zones: z
    .record(z.string(), z.strictObject({ most: z.number().int().min(1).max(20) }))
    .optional()
    .describe("how many messages of a zone a document shows"),
  blocks: z.array(blockSchema),
  email: emailSchema.optional(),
  sms: smsSchema.optional(),
});
