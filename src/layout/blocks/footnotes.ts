import type { TextBlock } from "../../model/block.ts";
import { NOTES_MAX } from "../../model/note.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { layoutSchema } from "../layout-schema.ts";
import { styleOf } from "./block-texts.ts";
import { FootnoteNames } from "./note-marks.ts";
import { plainTextBlock } from "./plain-text-block.ts";

/** The names of the section `footnotes`, of which there may be only so many. */
export function readFootnoteNames(source: YamlSource, section: object): FootnoteNames {
  const names = Object.keys(section);
  const [tooMany] = names.slice(NOTES_MAX);
  if (tooMany !== undefined) {
    const message = `A layout has at most ${NOTES_MAX} footnotes.`;
    source.report("wrong-value", ["footnotes", tooMany], message, { at: "key" });
  }
  return new FootnoteNames(names);
}

/** The texts of the footnotes, which name none themselves. */
export function checkedFootnotes(check: LayoutCheck, section: unknown): TextBlock[] {
  const { notes: names, ...own } = check;
  const schema = layoutSchema.shape.footnotes;
  const texts = checkAgainst(check.source, ["footnotes"], schema, section) ?? {};
  const style = styleOf(own, ["footnotes"], undefined, ["footnote", "small", "body"]);
  return (names?.names ?? []).map((name): TextBlock =>
    plainTextBlock(own, ["footnotes", name], texts[name] ?? "", style),
  );
}
