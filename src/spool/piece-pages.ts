import type { PageCount } from "../base/units.ts";
import { defined } from "../base/assert.ts";
import { type Host, HostError } from "../base/host.ts";
import { PdfFile } from "../pdf/pdf-file.ts";
import { PartialFile, publishAlone } from "./partial-file.ts";
import { type SpoolPage, SpoolReader } from "../pdf/spool-reader.ts";

/** Pages of a spool that become a file of their own. */
export interface PieceCopy {
  /** The spool. */
  readonly from: string;
  /** Counted from 1 in the spool, both ends included. */
  readonly firstPage: number;
  readonly lastPage: number;
  /** The composed pages as in their fragment; undefined if that is gone. */
  readonly composed: readonly Uint8Array[] | undefined;
  readonly to: string;
  readonly catalog: string;
  readonly info: string;
  /** 32 hex digits. */
  readonly fileId: string;
}

export interface PieceCopyResult {
  readonly pages: PageCount;
  readonly bytes: number;
  /** Whether the composed pages were compared with the fragment. */
  readonly compared: boolean;
}

/**
 * Copies pages of a spool, with their contents byte by byte and the resources that they name, to a
 * file of their own. Throws a `HostError` if a composed page is not the one of the fragment; then
 * nothing is written.
 */
export function copyPiece(host: Host, copy: PieceCopy): PieceCopyResult {
  const spool = SpoolReader.open(host, copy.from);
  try {
    const count = copy.lastPage - copy.firstPage + 1;
    const pages = Array.from({ length: count }, (_, index) => spool.page(copy.firstPage + index));
    if (copy.composed !== undefined) comparePages(spool, copy.from, pages, copy.composed);
    const file = new PartialFile(host, copy.to);
    try {
      writePages(spool, pages, copy, (bytes) => file.write(bytes));
      file.seal();
      publishAlone(host, file);
    } catch (error) {
      file.discard();
      throw error;
    }
    return { pages: count, bytes: file.sizeBytes, compared: copy.composed !== undefined };
  } finally {
    spool.close();
  }
}

function writePages(
  spool: SpoolReader,
  pages: readonly SpoolPage[],
  { catalog, info, fileId }: PieceCopy,
  sink: (bytes: Uint8Array) => void,
): void {
  const shared = spool.closure(pages.map(({ resourcesId }) => resourcesId));
  const numbers = new Map(shared.map((id, index) => [id, index + 1]));
  const bodies = shared.map((id) => spool.renumbered(id, numbers));
  const numberOf = (id: number): number => defined(numbers.get(id), "the resources of a page");
  const pdf = new PdfFile(sink, { bodies, resourcesId: 1 });
  for (const { widthPt, heightPt, contentIds, entries, resourcesId } of pages) {
    const ids = contentIds.map((contentId) => {
      const id = pdf.allocate();
      pdf.object(id, spool.object(contentId));
      return id;
    });
    pdf.page(widthPt, heightPt, ids, entries, numberOf(resourcesId));
  }
  pdf.finish(catalog, info, fileId);
}

/** The composed stream is a page's last one; a blank back only has an overlay. */
function comparePages(
  spool: SpoolReader,
  path: string,
  pages: readonly SpoolPage[],
  composed: readonly Uint8Array[],
): void {
  const found = pages
    .filter(({ contentIds }) => contentIds.length > 1)
    .map(({ contentIds }) => spool.streamBytes(contentIds.at(-1) as number));
  const isSame =
    found.length === composed.length &&
    found.every((bytes, index) => Buffer.compare(bytes, composed[index] as Uint8Array) === 0);
  if (isSame) return;
  throw new HostError(
    "spool.differs",
    path,
    `${path} does not have the pages that were composed: spool or fragment has changed since; ` +
      "put both back from a copy",
  );
}
