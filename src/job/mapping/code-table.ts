import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

const HEAD = /^\uFEFF?"?code"?([,;\t])"?value"?$/i;
const LINE_END = /\r?\n/;

/**
 * The table in a CSV file of two columns, `code` and `value`; undefined if it cannot be used, and
 * reported. The job keeps it as it was read, so that a resumed run converts as it began.
 */
export function readCodeTable(
  source: YamlSource,
  path: Path,
  host: Host,
  file: string,
): ReadonlyMap<string, string> | undefined {
  const text = readText(source, path, host, file);
  if (text === undefined) return undefined;
  const [head = "", ...lines] = text.split(LINE_END);
  const delimiter = HEAD.exec(head.trim())?.[1];
  if (delimiter === undefined)
    return refuse(source, path, `${file} does not begin with the line \`code,value\`; add it.`);
  const table = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const [code, value, ...more] = cellsOf(line, delimiter);
    const at = `line ${index + 2} of ${file}`;
    if (code === undefined || value === undefined || more.length > 0)
      return refuse(source, path, `There are not two columns in ${at}; write a code and a value.`);
    if (table.has(code)) return refuse(source, path, `The code in ${at} is there twice; drop one.`);
    table.set(code, value);
  }
  if (table.size > 0) return table;
  return refuse(source, path, `${file} has no codes; write a line for each.`);
}

function readText(source: YamlSource, path: Path, host: Host, file: string): string | undefined {
  if (!host.exists(file)) return refuse(source, path, `There is no file ${file}; name a CSV file.`);
  if (host.sizeBytes(file) > limits.codeTableBytesMax)
    return refuse(source, path, `${file} is larger than ${limits.codeTableBytesMax} bytes.`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(host.readFile(file));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return refuse(source, path, `${file} is not UTF-8 text; save it as such.`);
  }
}

/** The cells of a line; quotes are doubled within a quoted one, and no cell has a line break. */
function cellsOf(line: string, delimiter: string): string[] {
  const cell = new RegExp(`\\s*("(?:[^"]|"")*"|[^"${delimiter}]*)\\s*(${delimiter}|$)`, "y");
  const cells: string[] = [];
  for (;;) {
    const [, text, end] = cell.exec(line) ?? [];
    if (text === undefined) return [];
    const isQuoted = text.startsWith('"');
    cells.push(isQuoted ? text.slice(1, -1).replaceAll('""', '"') : text.trim());
    if (end === "") return cells;
  }
}

function refuse(source: YamlSource, path: Path, message: string): undefined {
  source.report("bad-code-table", path, message);
  return undefined;
}
