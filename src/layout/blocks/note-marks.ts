import type { TemplatePart } from "../../model/expr.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/** The footnotes that a layout declares, and which of them a text names. */
export class FootnoteNames {
  readonly names: readonly string[];
  readonly used = new Set<string>();

  constructor(names: readonly string[]) {
    this.names = names;
  }
}

/** What texts may hold, as far as footnotes go; without names they may have none. */
export interface NoteCheck {
  readonly source: YamlSource;
  readonly notes?: FootnoteNames | undefined;
}

const MARK = /\[\^([A-Za-z][\w-]*)\]/g;

/** Words with the footnotes that they name, such as `Rate[^apy]`; `offset` is that of the words. */
export function withNoteMarks(
  check: NoteCheck,
  path: Path,
  words: string,
  offset: number,
): TemplatePart[] {
  if (!words.includes("[^")) return [words];
  const parts: TemplatePart[] = [];
  let from = 0;
  for (const { 0: mark, 1: name = "", index } of words.matchAll(MARK)) {
    if (index > from) parts.push(words.slice(from, index));
    from = index + mark.length;
    const note = noteOf(check, path, name, offset + index);
    if (note >= 0) parts.push({ op: "note", note });
  }
  return from < words.length ? [...parts, words.slice(from)] : parts;
}

function noteOf({ source, notes }: NoteCheck, path: Path, name: string, offset: number): number {
  if (notes === undefined) {
    const message = `\`[^${name}]\` names a footnote, but footnotes cannot be used here.`;
    const hint = "footnotes stand in what flows through the pages: in texts, labels and cells";
    source.report("note-place", path, message, { offset, hint });
    return -1;
  }
  const note = notes.names.indexOf(name);
  notes.used.add(name);
  if (note >= 0) return note;
  const message = `There is no footnote \`${name}\`; declare it under \`footnotes\`.`;
  const hint = nameHint(name, "footnotes", notes.names);
  source.report("unknown-note", path, message, { offset, hint });
  return -1;
}

/** A check of texts that no footnote can be named in, such as what a chart shows. */
export function withoutNotes<C extends NoteCheck>(check: C): C {
  return { ...check, notes: undefined };
}
