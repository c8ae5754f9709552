import type { PageCount, SheetCount } from "../base/units.ts";
import type { Host } from "../base/host.ts";
import { PartialFile } from "./partial-file.ts";
import type { SpoolJob, SpoolPaper } from "./spool-job.ts";

/** How a sheet is printed: with empty pages for empty backs, `pages` follow each other. */
export interface TicketSheet {
  /** 1-based, in the spool's PDF file. */
  readonly firstPage: number;
  readonly pages: PageCount;
  readonly paper: SpoolPaper;
  readonly sides: "both" | "front";
  readonly kind: "furniture" | "pieces";
}

interface Range {
  readonly firstPage: number;
  lastPage: number;
  sheets: SheetCount;
  readonly sheet: TicketSheet;
}

/**
 * Writes a spool's job ticket, `<spool>.ticket.json`: the media a press must have loaded, by the
 * names it knows them by, and which pages go on which, as stretches of sheets that are alike. Every
 * page of the file is in one stretch. JSON with a stretch to a line, written as they come.
 *
 * Why a file of ours: PDF has no key for trays that RIPs agree on, page labels are for readers, and
 * JDF and IPP tickets differ by maker, but all of them are a list of page ranges with their media,
 * which a shop's few own lines make of this. The control file says the same by sheet, for inserters
 * and people; and in spools of several trays each page has `/NPtray` in its dictionary, for tools
 * that split or route files by page. Empty backs are pages, so that sheet n of a duplex spool
 * always has the pages 2n-1 and 2n.
 */
export class TicketFile {
  readonly file: PartialFile;
  readonly #media = new Map<string, SpoolPaper>();
  readonly #encoder = new TextEncoder();
  #open: Range | undefined;
  #ranges = 0;

  constructor(host: Host, path: string, job: SpoolJob) {
    this.file = new PartialFile(host, path);
    const { plan, jobName, cycle, widthPt, heightPt } = job;
    const head = { ticket: 1, job: jobName, cycle, spool: `${plan.name}.pdf` };
    const page = { widthPt: Number(widthPt), heightPt: Number(heightPt) };
    const opening = JSON.stringify({ ...head, stream: plan.stream.name, page });
    this.#write(`${opening.slice(0, -1)},\n"ranges":[`);
  }

  sheet(sheet: TicketSheet): void {
    const open = this.#open;
    if (open !== undefined && isAlike(open.sheet, sheet)) {
      open.lastPage += sheet.pages;
      open.sheets += 1;
      return;
    }
    this.#close();
    const { firstPage, pages } = sheet;
    this.#open = { firstPage, lastPage: firstPage + pages - 1, sheets: 1, sheet };
    this.#media.set(sheet.paper.stock, sheet.paper);
  }

  /** Writes the rest and makes the file durable. */
  seal(totals: { sheets: number; pages: number }, spoolSha256: string): void {
    this.#close();
    const media = [...this.#media.values()];
    const rest = JSON.stringify({ media, ...totals, sha256: spoolSha256 });
    this.#write(`\n],\n${rest.slice(1)}\n`);
    this.file.seal();
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { firstPage, lastPage, sheets, sheet } = this.#open;
    const { stock, tray } = sheet.paper;
    const { sides, kind } = sheet;
    const range = { firstPage, lastPage, sheets, stock, tray, sides, kind };
    this.#write(`${this.#ranges === 0 ? "" : ","}\n${JSON.stringify(range)}`);
    this.#ranges += 1;
    this.#open = undefined;
  }

  #write(text: string): void {
    this.file.write(this.#encoder.encode(text));
  }
}

function isAlike(a: TicketSheet, b: TicketSheet): boolean {
  return a.paper === b.paper && a.sides === b.sides && a.kind === b.kind;
}
