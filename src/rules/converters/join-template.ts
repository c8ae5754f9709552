/** One field of a join, with what is written around it only if it is there. */
export interface JoinPart {
  readonly column: string;
  /** Written before the field, if it is not the first that is written. */
  readonly separator: string;
  /** Written before the field in any case, such as a bracket that opens, or a word. */
  readonly opening: string;
  /** Written behind the field in any case, such as a bracket that closes. */
  readonly closing: string;
}

const FIELD = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;
const CLOSING = /^[)\]}>\u00bb\u201d\u2019%]+/;
const SEPARATOR = /^[\s,;:/|.&\u2013\u2014-]*/;

/**
 * The fields of a template such as `{CITY}, {STATE} {ZIP}`, or a sentence that says what is wrong
 * with it. Text between two fields belongs to the one behind it, but for brackets that close: where
 * a field is empty, the text that belongs to it is left out, too. `{{` and `}}` are braces.
 */
export function parseJoin(template: string): readonly JoinPart[] | string {
  const columns: string[] = [];
  const texts: string[] = [];
  let text = "";
  let end = 0;
  for (const { 0: found, 1: column, index } of template.matchAll(FIELD)) {
    text += template.slice(end, index);
    end = index + found.length;
    if (found.length === 1) return "a brace is open; write {{ or }} for one in the text";
    if (column?.trim() === "") return "braces are empty; name a column in them";
    if (column === undefined) text += found.slice(1);
    else {
      columns.push(column.trim());
      texts.push(text);
      text = "";
    }
  }
  if (columns.length === 0) return "it joins no column; name one in braces";
  return partsOf(columns, [...texts, text + template.slice(end)]);
}

function partsOf(columns: readonly string[], texts: readonly string[]): JoinPart[] {
  const last = columns.length - 1;
  return columns.map((column, index) => {
    const before = texts[index] ?? "";
    const behind = texts[index + 1] ?? "";
    const text = index === 0 ? before : before.replace(CLOSING, "");
    const separator = index === 0 ? "" : (SEPARATOR.exec(text)?.[0] ?? "");
    const opening = text.slice(separator.length);
    const closing = index === last ? behind : (CLOSING.exec(behind)?.[0] ?? "");
    return { column, separator, opening, closing };
  });
}
