import type { Host } from "../../base/host.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { SourceExcerpt } from "./preview-state.ts";

/** How many lines are shown before and after the one that matters. */
export interface ExcerptSize {
  readonly before: number;
  readonly after: number;
}

/** Of a fault, which may be on either side of where it was noticed. */
const FAULT_SIZE: ExcerptSize = { before: 4, after: 4 };
const COLUMNS_MAX = 400;

/** The lines of a file around a place in it; undefined if it cannot be read any more. */
export function sourceExcerpt(
  host: Host,
  folder: string,
  place: { readonly file: string; readonly line: number; readonly column: number },
  { before, after } = FAULT_SIZE,
): SourceExcerpt | undefined {
  const { file, line, column } = place;
  if (!host.exists(file)) return undefined;
  const all = utf8Text(host.readFile(file)).split(/\r?\n/);
  const first = Math.max(0, line - 1 - before);
  const lines = all.slice(first, line + after).map((text) => text.slice(0, COLUMNS_MAX));
  return { file: shortName(folder, file), line, column, firstLine: first + 1, lines };
}

/** A file as it is named from the layout's folder, if it is within it. */
export function shortName(folder: string, file: string): string {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
