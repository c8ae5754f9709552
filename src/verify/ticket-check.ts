import type { PageCount, SheetCount } from "../base/units.ts";
import type { BreachCode } from "../base/breach-code.ts";
import type { Host } from "../base/host.ts";
import type { SpoolExpectation, VerifiedPaper, VerifySetup } from "../model/verification.ts";
import type { BreachList } from "./file/breach-list.ts";
import { LineFile } from "./file/line-file.ts";

/** A sheet as found in the spool. */
export interface TicketedSheet {
  readonly paper: VerifiedPaper;
  readonly sides: "both" | "front";
  readonly kind: "furniture" | "pieces";
}

interface TicketTotals {
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  readonly sha256: string;
}

interface Stretch extends TicketedSheet {
  readonly firstPage: number;
  readonly sheets: number;
}

/**
 * Checks a spool's job ticket against the spool: its stretches of similar sheets, the papers they
 * are on and the hash of the spool. The ticket is JSON with one stretch per line.
 */
export class TicketCheck {
  readonly #setup: VerifySetup;
  readonly #expected: SpoolExpectation;
  readonly #breaches: BreachList;
  readonly #file: string;
  readonly #lines: LineFile | undefined;
  readonly #papers = new Map<string, VerifiedPaper>();
  #open: Stretch | undefined;
  #nextPage = 1;
  #line: string | undefined;

  constructor(host: Host, setup: VerifySetup, expected: SpoolExpectation, breaches: BreachList) {
    this.#setup = setup;
    this.#expected = expected;
    this.#breaches = breaches;
    this.#file = expected.file.replace(/\.pdf$/, ".ticket.json");
    const path = `${setup.root}/${this.#file}`;
    if (host.exists(path)) this.#lines = new LineFile(host, path, "\n");
    else this.#add("verify.file-missing", "The ticket is missing.");
    this.#line = this.#lines?.next();
    this.#begin();
  }

  #begin(): void {
    const { jobName: job, cycle, furniturePaper } = this.#setup;
    const { file, stream } = this.#expected;
    const spool = file.slice(file.lastIndexOf("/") + 1);
    const { widthMpt, heightMpt } = furniturePaper;
    const page = { widthPt: widthMpt / 1000, heightPt: heightMpt / 1000 };
    const head = JSON.stringify({ ticket: 1, job, cycle, spool, stream, page });
    this.#hold(`${head.slice(0, -1)},`);
    this.#hold('"ranges":[');
  }

  sheet(sheet: TicketedSheet): void {
    const open = this.#open;
    if (open !== undefined && isAlike(open, sheet)) {
      this.#open = { ...open, sheets: open.sheets + 1 };
      return;
    }
    this.#close(true);
    this.#open = { ...sheet, firstPage: this.#nextPage, sheets: 1 };
    this.#papers.set(sheet.paper.stock, sheet.paper);
  }

  finish({ sheets, pages, sha256 }: TicketTotals): void {
    this.#close(false);
    this.#hold("],");
    const media = [...this.#papers.values()].map(
      ({ stock, tray, weightGsm, thicknessMicrons }) => ({
        stock,
        tray,
        weightGsm,
        thicknessMicrons,
      }),
    );
    this.#hold(JSON.stringify({ media, sheets, pages, sha256 }).slice(1));
    const hasMore = this.#line !== undefined || this.#lines?.hasRest() === true;
    if (hasMore) this.#add("verify.ticket", "The ticket has extra content.");
  }

  close(): void {
    this.#lines?.close();
  }

  #close(isFollowed: boolean): void {
    if (this.#open === undefined) return;
    const { firstPage, sheets, paper, sides, kind } = this.#open;
    const lastPage = firstPage + sheets * this.#setup.sidesPerSheet - 1;
    const { stock, tray } = paper;
    const range = JSON.stringify({ firstPage, lastPage, sheets, stock, tray, sides, kind });
    this.#hold(isFollowed ? `${range},` : range);
    this.#nextPage = lastPage + 1;
  }

  #hold(text: string): void {
    if (this.#lines === undefined) return;
    if (this.#line === undefined) {
      this.#add("verify.ticket", "The ticket ends before all sheets are named.");
    } else if (this.#line !== text) {
      this.#add("verify.ticket", "The ticket's line does not match the spool's sheets.");
    }
    this.#line = this.#lines.next();
  }

  #add(code: BreachCode, message: string): void {
    const line = this.#lines?.line;
    this.#breaches.add(code, message, line === undefined ? {} : { line }, this.#file);
  }
}

function isAlike(a: TicketedSheet, b: TicketedSheet): boolean {
  return a.paper.stock === b.paper.stock && a.sides === b.sides && a.kind === b.kind;
}
