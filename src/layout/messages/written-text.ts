import { suggest } from "../../base/nearest-name.ts";
import type { LayoutCheck } from "../layout-check.ts";
import type { FootnoteNames } from "../blocks/note-marks.ts";
import { scanTemplate, type TemplateToken } from "../blocks/template-scan.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { type Catalogue, messageName, plainText } from "./catalogue.ts";
import { MessageReader } from "./message-reader.ts";

export type TextCheck = Pick<LayoutCheck, "source" | "scope"> & {
  readonly hasPages?: boolean;
  readonly notes?: FootnoteNames | undefined;
  readonly catalogue?: Catalogue;
};

/** A text where it is written: in the layout, or in the catalogue of the locale. */
export interface WrittenText<C extends TextCheck> {
  /** The check, whose findings are in the file that has the text. */
  readonly check: C;
  readonly path: Path;
  /** Throws an `ExpressionFault`. */
  scan(): readonly TemplateToken[];
}

/** The text at `path` of the layout: itself, or the message that it names. */
export function writtenText<C extends TextCheck>(
  check: C,
  path: Path,
  value: string | number,
): WrittenText<C> {
  const text = String(value);
  const name = messageName(text);
  const { catalogue } = check;
  if (name === undefined) {
    const scan = (): readonly TemplateToken[] => {
      const tokens = scanTemplate(plainText(text));
      if (catalogue?.isOwn === true) noteUntranslated(check.source, catalogue, path, tokens);
      return tokens;
    };
    return { check, path, scan };
  }
  const message = catalogue?.messages.get(name);
  if (catalogue === undefined || message === undefined) {
    reportNoMessage(check, path, name);
    return { check, path, scan: () => [] };
  }
  const inFile = { ...check, source: message.source };
  return { check: inFile, path: message.path, scan: () => read(inFile, catalogue, name) };
}

function read(check: TextCheck, catalogue: Catalogue, name: string): readonly TemplateToken[] {
  const message = catalogue.messages.get(name);
  if (message === undefined) return [];
  const { locale, shown } = catalogue;
  const reader = new MessageReader({
    scope: check.scope,
    locale,
    hasPages: check.hasPages === true,
    warn: (code, what, offset) =>
      message.source.report(code, message.path, what, { offset, severity: "warning" }),
  });
  shown.set(name, reader.shown);
  return reader.tokens(message.text);
}

/** In the layout's own locale a message must be there; what others lack is in their files. */
function reportNoMessage({ source, catalogue }: TextCheck, path: Path, name: string): void {
  if (catalogue !== undefined && !catalogue.isOwn) {
    if (!catalogue.ownNames.has(name)) return;
    const { file, line } = source.place(path);
    const place = `${file.slice(file.lastIndexOf("/") + 1)}:${line}`;
    const message = `The text \`${name}\`, used in ${place}, is not translated.`;
    const hint = `add \`${name}: ...\` to \`messages\``;
    catalogue.source.report("missing-translation", ["messages"], message, { at: "key", hint });
    return;
  }
  const known = [...(catalogue?.messages.keys() ?? [])];
  const message = `There is no message \`${name}\` in the layout's own locale.`;
  const fallback = `write it to \`locales/\`, or \`$$${name}\` to show these characters`;
  source.report("unknown-message", path, message, { hint: suggest(name, known) ?? fallback });
}

/** Where a link leads is no matter of language. */
function isWords(text: string): boolean {
  return /\p{L}/u.test(text) && !/^(?:https:\/\/|mailto:|tel:)\S*$/.test(text);
}

/** A text with words that stands in the layout is the same in every language. */
function noteUntranslated(
  source: YamlSource,
  { same }: Catalogue,
  path: Path,
  tokens: readonly TemplateToken[],
): void {
  const words = tokens.filter(({ kind }) => kind === "words").map(({ text }) => text.trim());
  const untranslated = words.find((text) => isWords(text) && !same.has(text));
  if (untranslated === undefined) return;
  const message = "This text is the same in every language.";
  const hint = "make it a message such as `$name`, or list it under `same` of the own catalogue";
  source.report("untranslated", path, message, { severity: "warning", hint });
}
