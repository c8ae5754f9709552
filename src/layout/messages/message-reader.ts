import type { MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import type { Expr, Template, TemplatePart } from "../../model/expr.ts";
import { shownValue } from "../blocks/shown-value.ts";
import type { TemplateToken } from "../blocks/template-scan.ts";
import { checkExpression } from "../expression/expression-check.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";
import { choicesIn } from "../expression/expression-paths.ts";
import type { Scope } from "../expression/expression-scope.ts";
import { refuseImpossible } from "../expression/impossible-value.ts";
import { TYPE, elementsOf, nameOf, wordsOf } from "./message-syntax.ts";

type Element<T extends TYPE> = Extract<MessageFormatElement, { type: T }>;

/** What a message is checked against. */
export interface MessageContext {
  readonly scope: Scope;
  readonly locale: string;
  /** Whether `{page}` and `{pages}` are known. */
  readonly hasPages: boolean;
  /** Notes something that is doubtful at an offset of the text. */
  warn(code: "missing-plural" | "impossible-value", message: string, offset: number): void;
}

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

/** Reads one ICU message to the tokens of a template; its values become checked expressions. */
export class MessageReader {
  /** The names of the values it shows or decides by. */
  readonly shown = new Set<string>();
  readonly #context: MessageContext;
  /** What `#` shows, innermost last. */
  readonly #counts: Expr[] = [];

  constructor(context: MessageContext) {
    this.#context = context;
  }

  /** Throws an `ExpressionFault` for what the message says wrong. */
  tokens(text: string): TemplateToken[] {
    return elementsOf(text).flatMap((element): TemplateToken[] => {
      const offset = element.location?.start.offset ?? 0;
      if (element.type === TYPE.literal) return [{ kind: "words", text: wordsOf(element), offset }];
      const part = this.#part(element, offset);
      return part === undefined ? [] : [{ kind: "expression", text: "", offset, part }];
    });
  }

  #template(elements: readonly MessageFormatElement[]): Template {
    return elements.flatMap((element) => {
      const offset = element.location?.start.offset ?? 0;
      return element.type === TYPE.literal
        ? [wordsOf(element)]
        : (this.#part(element, offset) ?? []);
    });
  }

  #part(element: MessageFormatElement, offset: number): TemplatePart | undefined {
    switch (element.type) {
      case TYPE.argument:
        return this.#argument(element, offset);
      case TYPE.number:
      case TYPE.date:
        return this.#formatted(element, offset);
      case TYPE.plural:
        return this.#plural(element, offset);
      case TYPE.select:
        return this.#select(element, offset);
      case TYPE.pound:
        return this.#counts.at(-1);
      default:
        throw unsupported("This argument", offset, "use {field}, number, date, plural or select");
    }
  }

  #argument(element: Element<TYPE.argument>, offset: number): TemplatePart | undefined {
    const name = nameOf(element);
    if (name === "page" || name === "pages") {
      if (this.#context.hasPages) return { op: name };
      const message = `\`{${name}}\` works only in the boxes of masters; leave it out here.`;
      throw new ExpressionFault("page-number", message, offset);
    }
    const expr = this.#value(name, offset);
    return expr && placed(offset, () => shownValue(expr));
  }

  #formatted(element: Element<TYPE.number | TYPE.date>, offset: number): Expr | undefined {
    const name = nameOf(element);
    const { style, type } = element;
    if (style !== undefined && style !== null && typeof style !== "string")
      throw unsupported(
        "A skeleton",
        offset,
        "name a format of layouts, such as {total, number, symbol}",
      );
    const expr = this.#value(name, offset);
    if (expr === undefined) return undefined;
    const kinds = type === TYPE.date ? ["date"] : ["money", "integer", "decimal"];
    if (!kinds.includes(expr.kind)) {
      const word = type === TYPE.date ? "date" : "number";
      const message = `\`${name}\` is ${expr.kind}, so it cannot be written as a ${word}.`;
      throw new ExpressionFault("wrong-type", message, offset);
    }
    const grouped = expr.kind === "money" || expr.kind === "date" ? undefined : "grouped";
    const format = style ?? grouped;
    const at = { name: format ?? "", offset: 0 };
    return placed(offset, () => shownValue(expr, format === undefined ? undefined : at));
  }

  #plural(element: Element<TYPE.plural>, offset: number): Expr | undefined {
    const name = nameOf(element);
    const of = this.#value(name, offset);
    if (of === undefined) return undefined;
    if (of.kind !== "integer") {
      const message = `\`${name}\` is ${of.kind}; words are chosen by whole numbers.`;
      throw new ExpressionFault("wrong-type", message, offset);
    }
    const isOrdinal = element.pluralType === "ordinal";
    this.#checkCategories(element, offset);
    this.#counts.push(countOf(of, element.offset));
    const cases: Record<string, Template> = {};
    for (const [key, option] of Object.entries(element.options))
      cases[key] = this.#template(option.value);
    this.#counts.pop();
    const counted = { kind: "text", of, cases, offset: element.offset } as const;
    return { op: "plural", ...counted, ...(isOrdinal && { isOrdinal }) };
  }

  #checkCategories({ options, pluralType = "cardinal" }: Element<TYPE.plural>, at: number): void {
    const { locale } = this.#context;
    const own: string[] = new Intl.PluralRules(locale, { type: pluralType }).resolvedOptions()
      .pluralCategories;
    for (const [key, option] of Object.entries(options)) {
      if (own.includes(key) || key.startsWith("=")) continue;
      const offset = option.location?.start.offset ?? at;
      if (!CATEGORIES.includes(key))
        throw new ExpressionFault(
          "impossible-value",
          `\`${key}\` is no plural category.`,
          offset,
          `those of ${locale}: ${own.join(", ")}, or exact numbers such as =0`,
        );
      const message = `\`${locale}\` has no plural \`${key}\`, so this is never shown.`;
      this.#context.warn("impossible-value", message, offset);
    }
    const missing = own.filter((key) => options[key] === undefined);
    if (missing.length === 0) return;
    const message = `\`${locale}\` also has the plurals: ${missing.join(", ")}.`;
    this.#context.warn("missing-plural", message, at);
  }

  #select(element: Element<TYPE.select>, offset: number): Expr | undefined {
    const name = nameOf(element);
    const of = this.#value(name, offset);
    if (of === undefined) return undefined;
    if (of.kind !== "text" && of.kind !== "boolean") {
      const message = `\`${name}\` is ${of.kind}; texts, and true and false, select words.`;
      throw new ExpressionFault("wrong-type", message, offset);
    }
    const choices = of.kind === "boolean" ? ["true", "false"] : this.#choices(name);
    const cases: Record<string, Template> = {};
    for (const [key, option] of Object.entries(element.options)) {
      if (key !== "other" && choices !== undefined)
        refuseImpossible(key, choices, option.location?.start.offset ?? offset);
      cases[key] = this.#template(option.value);
    }
    return { op: "select", kind: "text", of, cases };
  }

  #choices(name: string): readonly string[] | undefined {
    return choicesIn(this.#context.scope, name);
  }

  /** The checked value of an argument; undefined if its declaration is faulty. */
  #value(name: string, offset: number): Expr | undefined {
    this.shown.add(name);
    return placed(offset + 1, () => checkExpression(name, this.#context.scope));
  }
}

/** What `#` shows: the number less the offset, with its groups. */
function countOf(of: Expr, offset: number): Expr {
  const right: Expr = { op: "literal", kind: "integer", value: offset };
  const count: Expr = offset === 0 ? of : { op: "subtract", kind: "integer", left: of, right };
  return shownValue(count, { name: "grouped", offset: 0 });
}

/** Runs a check whose faults count from an offset of the message. */
function placed<T>(offset: number, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    throw new ExpressionFault(error.code, error.message, offset + error.offset, error.hint);
  }
}

function unsupported(what: string, offset: number, hint: string): ExpressionFault {
  const message = `${what} cannot be used in a layout's messages.`;
  return new ExpressionFault("message-syntax", message, offset, hint);
}
