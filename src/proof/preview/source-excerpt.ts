import type { Host } from "../../base/host.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { SourceExcerpt } from "./preview-state.ts";

/** Lines shown before and after the one that matters. */
const LINES_AROUND = 4;
const COLUMNS_MAX = 400;

/** The lines of a file around a place in it; undefined if it cannot be read any more. */
export function sourceExcerpt(
  host: Host,
  folder: string,
  place: { readonly file: string; readonly line: number; readonly column: number },
): SourceExcerpt | undefined {
  const { file, line, column } = place;
  if (!host.exists(file)) return undefined;
  const all = utf8Text(host.readFile(file)).split(/\r?\n/);
  const first = Math.max(0, line - 1 - LINES_AROUND);
  const lines = all.slice(first, line + LINES_AROUND).map((text) => text.slice(0, COLUMNS_MAX));
  return { file: shortName(folder, file), line, column, firstLine: first + 1, lines };
}

function shortName(folder: string, file: string): string {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
