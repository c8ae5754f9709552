import { defined } from "../base/assert.ts";
import type { BoundBlock, BoundText, Document } from "../model/document.ts";
import type { Template } from "../model/expr.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { CustomerRecord, RawAddress } from "../model/record.ts";
import type { TextFormat } from "../model/text-format.ts";
import type { StaticBlocks } from "./bind-blocks.ts";
import { compileBlocks } from "./bind-blocks.ts";
import { type BoundAppended, compileAppended } from "./bind-appended.ts";
import { compileAsserts, compileRequired } from "./compile-rules.ts";
import { compileText } from "./bind-spans.ts";
import { compileExpr, exprContext } from "../expr/compile-expr.ts";
import { compileTemplate } from "../expr/compile-template.ts";
import type { Formats } from "../expr/format.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { compileRaw, RECORD_SCOPE, scopesOf } from "../expr/scopes.ts";

/** The texts of an e-mail that are not in its document. */
export interface EmailTexts {
  /** The recipient's address, unchecked; undefined if the record has none. */
  readonly to: string | undefined;
  readonly subject: string;
  readonly preheader: string;
  readonly footer: string;
}

export interface SmsTexts {
  /** The recipient's number, unchecked; undefined if the record has none. */
  readonly to: string | undefined;
  readonly text: string;
}

const LARGE = { isLarge: true } as const;

type Furniture = readonly (readonly (readonly BoundBlock[] | undefined)[])[];
type BindBoxes = readonly (readonly Evaluate<readonly BoundBlock[] | undefined>[])[];

/** A plan compiled for one locale. */
export class LocaleBinder {
  readonly staticFurniture: Furniture;
  readonly #locale: string;
  readonly #title: Evaluate<string>;
  readonly #isLarge: Evaluate | undefined;
  readonly #textFormats: readonly (readonly [Evaluate, TextFormat])[];
  readonly #address: Evaluate<RawAddress | undefined>;
  readonly #blocks: Evaluate<readonly BoundBlock[]>;
  readonly #appended: Evaluate<BoundAppended> | undefined;
  readonly #checkAsserts: ((scopes: Scopes) => void) | undefined;
  readonly #required: Evaluate<readonly number[]> | undefined;
  readonly #notes: readonly Evaluate<BoundText | undefined>[] | undefined;
  readonly #furniture: BindBoxes;
  readonly #masterHolds: readonly Evaluate<boolean>[] | undefined;
  readonly #email: Evaluate<EmailTexts> | undefined;
  readonly #sms: Evaluate<SmsTexts> | undefined;

  constructor(plan: LayoutPlan, formats: Formats, statics: StaticBlocks) {
    const expr = exprContext(formats, RECORD_SCOPE, plan.lets);
    const text = (template: Template): Evaluate<string> => compileTemplate(template, expr);
    this.#locale = formats.locale;
    this.#title = text(plan.title);
    this.#isLarge = plan.largePrint && compileExpr(plan.largePrint.when, expr);
    this.#textFormats = [plan.braille, plan.plainText].flatMap((one) =>
      one === undefined ? [] : [[compileExpr(one.when, expr), one.format] as const],
    );
    this.#address =
      plan.address === undefined
        ? () => undefined
        : (compileRaw(plan.address, RECORD_SCOPE) as Evaluate<RawAddress | undefined>);
    this.#blocks = compileBlocks(plan.blocks, { expr, statics });
    this.#appended = plan.appended && compileAppended(plan.appended, expr);
    this.#checkAsserts = plan.asserts && compileAsserts(plan.asserts, expr);
    this.#required = plan.required && compileRequired(plan, formats.locale, expr);
    this.#notes = plan.notes?.map((note) => compileText(note, expr));
    this.#furniture = plan.masters.map(({ boxes }) =>
      boxes.map((box) =>
        box.isStatic ? () => undefined : compileBlocks(box.blocks, { expr, statics }),
      ),
    );
    this.#masterHolds = compileMasters(plan, expr);
    const nothing = scopesOf({});
    this.staticFurniture = plan.masters.map(({ boxes }) =>
      boxes.map((box) =>
        box.isStatic ? compileBlocks(box.blocks, { expr, statics: undefined })(nothing) : undefined,
      ),
    );
    this.#email = plan.email && compileEmail(plan.email, text, expr);
    this.#sms = plan.sms && compileSms(plan.sms, text, expr);
  }

  document(record: CustomerRecord, scopes: Scopes): Document {
    this.#checkAsserts?.(scopes);
    const required = this.#required?.(scopes);
    const notes = this.#notes?.map((note) => note(scopes));
    const appended = this.#appended?.(scopes);
    const blocks = this.#blocks(scopes);
    return {
      ordinal: record.ordinal,
      key: record.key,
      locale: this.#locale,
      title: this.#title(scopes),
      ...(this.#isLarge?.(scopes) === true && LARGE),
      ...(this.#textFormats.length > 0 && this.#textFormat(scopes)),
      address: this.#address(scopes),
      blocks: appended === undefined ? blocks : [...blocks, ...appended.links],
      ...(appended && { appended: appended.images }),
      ...(notes && { notes }),
      ...(this.#masterHolds && { masterHolds: this.#masterHolds.map((holds) => holds(scopes)) }),
      ...(required && { required }),
      furniture: this.#furniture.map((boxes) => boxes.map((box) => box(scopes))),
    };
  }

  #textFormat(scopes: Scopes): Pick<Document, "textFormat"> {
    const found = this.#textFormats.find(([when]) => when(scopes) === true);
    return found === undefined ? {} : { textFormat: found[1] };
  }

  email(scopes: Scopes): EmailTexts {
    return defined(this.#email, "the layout's email")(scopes);
  }

  sms(scopes: Scopes): SmsTexts {
    return defined(this.#sms, "the layout's sms")(scopes);
  }
}

type CompileText = (template: Template) => Evaluate<string>;
type Context = ReturnType<typeof exprContext>;

/** By master, whether its condition holds; undefined if no master has one. */
function compileMasters(
  { masters }: LayoutPlan,
  context: Context,
): readonly Evaluate<boolean>[] | undefined {
  if (!masters.some(({ variant }) => variant?.when !== undefined)) return undefined;
  return masters.map(({ variant }) => {
    const when = variant?.when && compileExpr(variant.when, context);
    return (scopes) => when === undefined || when(scopes) === true;
  });
}

function compileEmail(
  plan: NonNullable<LayoutPlan["email"]>,
  text: CompileText,
  context: Context,
): Evaluate<EmailTexts> {
  const to = compileExpr(plan.to, context) as Evaluate<string | undefined>;
  const subject = text(plan.subject);
  const preheader = text(plan.preheader);
  const footer = text(plan.footer);
  return (scopes) => ({
    to: to(scopes),
    subject: subject(scopes),
    preheader: preheader(scopes),
    footer: footer(scopes),
  });
}

function compileSms(
  plan: NonNullable<LayoutPlan["sms"]>,
  text: CompileText,
  context: Context,
): Evaluate<SmsTexts> {
  const to = compileExpr(plan.to, context) as Evaluate<string | undefined>;
  const message = text(plan.text);
  return (scopes) => ({ to: to(scopes), text: message(scopes) });
}
