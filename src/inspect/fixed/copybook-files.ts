import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import { readRange, withFile } from "../../intake/files/file-window.ts";

const ITEM = /^.{0,7}\s*(?:0?[1-9]|[1-4]\d)\s+[A-Z][\w-]*.*\bPIC(?:TURE)?\b/im;
/** A copybook's first item stands behind its comments. */
const HEAD_BYTES = 64 * 1024;

/** Copybooks among files, and the files that they describe. */
export interface CopybookFiles {
  readonly data: readonly string[];
  /** The copybook of a file, if there is one. */
  readonly of: ReadonlyMap<string, string>;
}

/** A copybook describes the file of its own name; the only one, every other file. */
export function copybookFiles(host: Host, paths: readonly string[]): CopybookFiles {
  const books = paths.filter((path) => isCopybook(host, path));
  const data = paths.filter((path) => !books.includes(path));
  const of = new Map<string, string>();
  for (const file of data) {
    const own = books.find((book) => stemOf(book) === stemOf(file));
    const book = own ?? (books.length === 1 && data.length === 1 ? books[0] : undefined);
    if (book !== undefined) of.set(file, book);
  }
  return { data, of };
}

function isCopybook(host: Host, path: string): boolean {
  if (!host.exists(path) || host.sizeBytes(path) > limits.layoutBytesMax) return false;
  const head = withFile(host, path, (open) => readRange(open, 0, HEAD_BYTES));
  return ITEM.test(head.toString("latin1"));
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[^.]*$/, "");
}
