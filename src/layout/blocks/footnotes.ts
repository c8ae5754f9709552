import type { TextBlock } from "../../model/block.ts";
import { NOTES_MAX } from "../../model/note.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { layoutSchema } from "../layout-schema.ts";
import { alignOf, styleOf } from "./block-texts.ts";
import { FootnoteNames } from "./note-marks.ts";
import { checkedSpans } from "./texts.ts";

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
  return (names?.names ?? []).map((name): TextBlock => {
    const path = ["footnotes", name];
    return {
      id: `${check.idPrefix ?? ""}${path.join(".")}`,
      kind: "text",
      level: 0,
      align: alignOf(own, style),
      spans: checkedSpans(own, path, texts[name] ?? "", style),
      spaceBeforeMpt: 0,
      spaceAfterMpt: 0,
      keepWithNext: false,
      channels: { print: true, email: true },
      isStatic: false,
    };
  });
}
