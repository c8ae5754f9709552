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
  /** Whether a composed page lies turned on its sheet, so that people have to turn it back. */
  readonly isTurned: (composed: Uint8Array) => boolean;
}

export interface PieceCopyResult {
  readonly pages: PageCount;
  readonly bytes: number;
  /** Whether the composed pages were compared with the fragment. */
  readonly compared: boolean;
}

/** Pages of one spool, in a file of pages of several. */
export type PiecePages = Pick<PieceCopy, "from" | "firstPage" | "lastPage" | "composed">;

/**
 * Copies pages of a spool, with their contents byte by byte and the resources that they name, to a
 * file of their own. Throws a `HostError` if a composed page is not the one of the fragment; then
 * nothing is written.
 */
export function copyPiece(host: Host, copy: PieceCopy): PieceCopyResult {
  const { pages, bytes } = copyPieces(host, [copy], copy);
  return { pages, bytes, compared: copy.composed !== undefined };
}

/** Like `copyPiece`, of many pieces, which may lie in several spools, one behind the other. */
export function copyPieces(
  host: Host,
  pieces: readonly PiecePages[],
  file: Omit<PieceCopy, keyof PiecePages>,
): Omit<PieceCopyResult, "compared"> {
  const spools = new Map(
    [...new Set(pieces.map(({ from }) => from))].map((from) => [
      from,
      SpoolReader.open(host, from),
    ]),
  );
  try {
    const copies = pieces.map((piece): SpoolPages => {
      const spool = defined(spools.get(piece.from), "the spool of a piece");
      const { firstPage, lastPage, composed } = piece;
      const count = lastPage - firstPage + 1;
      const pages = Array.from({ length: count }, (_, index) => spool.page(firstPage + index));
      if (composed !== undefined) comparePages(spool, piece.from, pages, composed);
      return { spool, pages };
    });
    const partial = new PartialFile(host, file.to);
    try {
      writePages(copies, file, (bytes) => partial.write(bytes));
      partial.seal();
      publishAlone(host, partial);
    } catch (error) {
      partial.discard();
      throw error;
    }
    const pages = copies.reduce((sum, copy) => sum + copy.pages.length, 0);
    return { pages, bytes: partial.sizeBytes };
  } finally {
    for (const spool of spools.values()) spool.close();
  }
}

interface SpoolPages {
  readonly spool: SpoolReader;
  readonly pages: readonly SpoolPage[];
}

function writePages(
  copies: readonly SpoolPages[],
  { catalog, info, fileId, isTurned }: Omit<PieceCopy, keyof PiecePages>,
  sink: (bytes: Uint8Array) => void,
): void {
  const { bodies, numbers } = sharedObjects(copies);
  const pdf = new PdfFile(sink, { bodies, resourcesId: 1 });
  for (const { spool, pages } of copies)
    for (const page of pages) {
      const { widthPt, heightPt, contentIds, resourcesId } = page;
      const composed = composedBytes(spool, page);
      const isAside = composed !== undefined && isTurned(composed);
      const entries = page.entries + (isAside ? "/Rotate 90" : "");
      const ids = contentIds.map((contentId) => {
        const id = pdf.allocate();
        pdf.object(id, spool.object(contentId));
        return id;
      });
      const resources = defined(numbers.get(spool)?.get(resourcesId), "the resources of a page");
      pdf.page(widthPt, heightPt, ids, entries, resources);
    }
  pdf.finish(catalog, info, fileId);
}

/** The composed stream is a page's last one; a blank back only has an overlay. */
function composedBytes(spool: SpoolReader, { contentIds }: SpoolPage): Uint8Array | undefined {
  const id = contentIds.length > 1 ? contentIds.at(-1) : undefined;
  return id === undefined ? undefined : spool.streamBytes(id);
}

/** What the pages of each spool name, with its numbers in the copy. */
function sharedObjects(copies: readonly SpoolPages[]) {
  const bodies: Uint8Array[] = [];
  const numbers = new Map<SpoolReader, ReadonlyMap<number, number>>();
  for (const [spool, own] of Map.groupBy(copies, ({ spool: of }) => of)) {
    const ids = own.flatMap(({ pages }) => pages.map(({ resourcesId }) => resourcesId));
    const shared = spool.closure(ids);
    const renumbered = new Map(shared.map((id, index) => [id, bodies.length + index + 1]));
    numbers.set(spool, renumbered);
    bodies.push(...shared.map((id) => spool.renumbered(id, renumbered)));
  }
  return { bodies, numbers };
}

function comparePages(
  spool: SpoolReader,
  path: string,
  pages: readonly SpoolPage[],
  composed: readonly Uint8Array[],
): void {
  const found = pages.flatMap((page) => composedBytes(spool, page) ?? []);
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
