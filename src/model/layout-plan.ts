import type { Mpt } from "../base/units.ts";
import type { Block, TextBlock } from "./block.ts";
import type { ObjectShape } from "./data-shape.ts";
import type { Expr, FieldExpr, Template } from "./expr.ts";
import type { Color, Rect, TextAlign } from "./geometry.ts";
import type { Assertion, RequiredText } from "./layout-rules.ts";
import type { Envelope, Stock } from "./stock.ts";
import type { SvgDrawing } from "./svg-drawing.ts";
import type { TextPreference } from "./text-format.ts";

/** The checked, hashed form of a layout: plain data, safe to hand to a worker. */
export interface ZonePlan {
  readonly name: string;
  readonly most: number;
}

export interface LayoutPlan {
  readonly name: string;
  /** SHA-256 over everything the plan says, fonts, images and stocks by their content hashes. */
  readonly hash: string;
  readonly shape: ObjectShape;
  /** What the layout takes from its job beside the records; its values are in the expressions. */
  readonly parameters?: ObjectShape;
  /** What `let` names, each of the record and of those before it. */
  readonly lets?: readonly Expr[];
  /** Money fields, by their index in `moneyPaths`, whose sums are proven from the printed pages. */
  readonly sums?: readonly number[];
  /** BCP 47 tag used where `localeOf` is absent or names one that is not in `locales`. */
  readonly locale: string;
  readonly locales: readonly string[];
  readonly localeOf?: Expr;
  /** ISO 4217 and its number of fraction digits. */
  readonly currency: string;
  readonly currencyDigits: number;
  readonly fonts: readonly FontPlan[];
  readonly styles: readonly TextStyle[];
  /** Of a layout in large print: the percentage that texts in fixed places may be set back to. */
  readonly percentMin?: number;
  /** Documents that are set larger than the others. */
  readonly largePrint?: LargePrint;
  /** Documents whose e-mails are text alone; those for braille before others. */
  readonly plainText?: TextPreference;
  readonly braille?: TextPreference;
  /** Words with the hyphens they may have, by the BCP 47 tag of their language. */
  readonly hyphenation?: Readonly<Record<string, readonly string[]>>;
  readonly colors: readonly Color[];
  readonly images: readonly ImagePlan[];
  readonly stock: Stock;
  /** What stands in the window above the address: the last box of the masters of first pages. */
  readonly sender?: string;
  /** Absent of pages that are for the screen alone: these are never mailed. */
  readonly envelope?: Envelope;
  /** Further papers that masters name; the number 0 is `stock`, 1 the first of these. */
  readonly papers?: readonly Stock[];
  /**
   * By number of a paper: the image of what is on its front already, or -1. People are shown it on
   * screen, and it is never printed.
   */
  readonly underlays?: readonly number[];
  /** Envelopes for pieces beyond the limits of the first, in the order they are tried. */
  readonly envelopes?: readonly Envelope[];
  /** The address shown in the window, if there is an envelope. */
  readonly address?: FieldExpr;
  readonly addressStyle: number;
  /**
   * Masters[0] is the first page's, masters[1] (where there is one) every further page's; one with
   * `isLast` that of the last page of a document, never its first. Then come those that blocks ask
   * for (`isNamed`) and those that stand in for another one (`variant`). These have neither `paper`
   * nor `frontOnly`: their pages are on the paper of the others in their place.
   */
  readonly masters: readonly Master[];
  readonly blocks: readonly Block[];
  /** Footnotes, numbered where texts show their marks. */
  readonly notes?: readonly TextBlock[];
  /** Pages of other files that stand behind a document. */
  readonly appended?: readonly AppendedPages[];
  /** What must hold in every record. */
  readonly asserts?: readonly Assertion[];
  /** Texts that documents must have. */
  readonly required?: readonly RequiredText[];
  /** How many messages of a zone a document shows; of zones not named here, all. */
  readonly zones?: readonly ZonePlan[];
  readonly title: Template;
  readonly email?: EmailPlan;
  readonly sms?: SmsPlan;
  /** What differs in the locales of catalogues, but for the layout's own. */
  readonly translations?: Readonly<Record<string, Translation>>;
  /** Where blocks and boxes stand, by their ids; no part of what the hash is of. */
  readonly places?: Readonly<Record<string, BlockPlace>>;
  /** The files that the plan was made of beside `layout.yaml`, such as catalogues. */
  readonly sources?: readonly SourceFile[];
}

/** What customers who asked for large print get: the same document in larger text. */
export interface LargePrint {
  readonly when: Expr;
  /** The percentage of its size that text is set in. */
  readonly percent: number;
}

/** The pages of a PDF file, such as terms, behind the documents for which they are meant. */
export interface AppendedPages {
  readonly when?: Expr;
  /** Indices into `LayoutPlan.images`, in order. */
  readonly images: readonly number[];
  /** What e-mails show in their place; nothing if absent. */
  readonly link?: TextBlock;
}

/** The parts of a plan that have texts. */
export type Translation = Pick<
  LayoutPlan,
  "title" | "blocks" | "notes" | "appended" | "masters" | "lets" | "email" | "sms"
>;

/** A line of one of the layout's files. */
export interface BlockPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface SourceFile {
  readonly file: string;
  readonly hash: string;
}

export interface FontPlan {
  /** Name used by styles, such as `regular`. */
  readonly id: string;
  /** Path of the font file. */
  readonly file: string;
  readonly hash: string;
  /** Of a file that is no plain static font: what of it is meant. */
  readonly packed?: PackedFont;
  /** The plain static font that a run made of a packed one when it began. */
  readonly plain?: FontFile;
  /** Indices of fonts tried in turn for a character this one lacks. */
  readonly fallbacks: readonly number[];
}

/** A font file and its SHA-256. */
export interface FontFile {
  readonly file: string;
  readonly hash: string;
}

export interface PackedFont {
  /** In a collection: the number of the font, from 1, or its PostScript or full name. */
  readonly face?: number | string;
  /** Values of a variable font's axes, by their tags. */
  readonly axes?: Readonly<Record<string, number>>;
}

export interface TextStyle {
  readonly name: string;
  /** Index into `LayoutPlan.fonts`. */
  readonly font: number;
  readonly sizeMpt: Mpt;
  readonly leadingMpt: Mpt;
  /** Index into `LayoutPlan.colors`. */
  readonly color: number;
  readonly bold: boolean;
  readonly italic: boolean;
  /** How its paragraphs are broken into lines; absent: each line is filled as far as it goes. */
  readonly paragraph?: ParagraphStyle;
  /** What is done to its letters; absent: nothing. */
  readonly ornament?: TextOrnament;
  /** Neither larger in large print nor smaller where there is little room. */
  readonly isFixed?: true;
}

/** Where text after a tab stands. */
export interface TabStop {
  /** From where lines begin, the left or the right; undefined for where they end. */
  readonly atMpt?: Mpt;
  /** Text starts or ends there. */
  readonly align: "start" | "end";
  /** Fills the way to it. */
  readonly leader?: string;
}

export interface TextOrnament {
  /** What is added after each letter. */
  readonly letterSpacingMpt: Mpt;
  readonly isUnderlined: boolean;
  readonly isStruck: boolean;
  /** How far above the baseline it stands; negative below. */
  readonly raiseMpt: Mpt;
  /** Names of `font/type-features`. */
  readonly features: readonly string[];
}

/** How text is broken into lines and these are filled. */
export interface ParagraphStyle {
  /** Breaks are chosen for the paragraph as a whole, not line by line. */
  readonly isOptimal: boolean;
  /** Where its text stands if a block does not say so itself. */
  readonly align?: TextAlign;
  /** A BCP 47 tag, or true for the document's language; absent: words are not divided. */
  readonly hyphenate?: string | true;
  /** The least and the most that a space of a justified line may be, in per cent of its width. */
  readonly spaceMin: number;
  readonly spaceMax: number;
  /** Hyphenated lines in a row. */
  readonly hyphensMax: number;
  /** A line that falls short by no more than this is not filled with part of a word. */
  readonly zoneMpt: Mpt;
  /** How far the first line of a paragraph is set in. */
  readonly firstLineMpt?: Mpt;
  readonly tabs?: readonly TabStop[];
}

export interface ImagePlan {
  readonly name: string;
  readonly file: string;
  readonly hash: string;
  /** A PDF is a page of a file, which `append` puts behind documents. */
  readonly kind: "png" | "jpeg" | "svg" | "pdf";
  /** Of the picture as displayed. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** How the picture in the file is turned for display (Exif): 2 to 8; absent if it is not. */
  readonly orientation?: number;
  /** True for a JPEG whose four inks are stored inverted. */
  readonly isInverted?: true;
  /** Which page of a PDF, how many the file is to have, and where they may have no ink. */
  readonly page?: {
    readonly number: number;
    readonly of: number;
    readonly clear: readonly NamedArea[];
  };
  /** What an SVG shows. */
  readonly drawing?: SvgDrawing;
  /** The colour behind a PNG, if it is not the paper; an index into `LayoutPlan.colors`. */
  readonly ground?: number;
}

export interface NamedArea {
  readonly name: string;
  readonly rect: Rect;
}

/** A page's fixed furniture and the region the flow fills. */
export interface Master {
  readonly name: string;
  readonly body: Rect;
  readonly boxes: readonly MasterBox[];
  /** Number of the paper its pages are printed on; the layout's if absent. */
  readonly paper?: number;
  /** The backs of its sheets stay empty. */
  readonly frontOnly?: true;
  readonly isLast?: true;
  /** For pages of blocks that ask for it, see `BlockBase.pagesOf`. */
  readonly isNamed?: true;
  /** Its pages lie turned on their sheets, see `rules/turned-page`. */
  readonly isLandscape?: true;
  readonly variant?: MasterVariant;
}

/** For which pages of another master this one stands in; of several, the first in the list does. */
export interface MasterVariant {
  /** The other master's index. */
  readonly of: number;
  /** Pages by their number, or those on the back of a sheet; all of them if absent. */
  readonly on?: PageTurn;
  /** Of which documents. */
  readonly when?: Expr;
}

export type PageTurn = "odd" | "even" | "back";

/** Blocks at a fixed place of every page of a master. `{page}` and `{pages}` are known here. */
export interface MasterBox {
  readonly id: string;
  readonly rect: Rect;
  readonly blocks: readonly Block[];
  readonly isStatic: boolean;
  /** What does not fit is set smaller, down to this percentage of its size. */
  readonly percentMin?: number;
}

export interface EmailPlan {
  readonly subject: Template;
  readonly preheader: Template;
  readonly fromName: string;
  readonly fromAddress: string;
  /** Shown as a banner above the blocks; an index into `LayoutPlan.images`, or -1. */
  readonly logo: number;
  readonly footer: Template;
  /** Of kind text: the recipient's address. */
  readonly to: FieldExpr;
}

export interface SmsPlan {
  readonly text: Template;
  /** Of kind text: the recipient's number, E.164. */
  readonly to: FieldExpr;
  readonly segmentsMax: number;
}
