import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type PeerName, PEER_NAMES, peers } from "../../bench/peers/all-peers.ts";
import { numbered } from "../../bench/peers/statement-furniture.ts";
import {
  type BoundStatement,
  standardPlan,
  standardRecords,
  statementBinder,
} from "../../bench/statement/bound-statements.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const hasPdftotext = spawnSync("pdftotext", ["-v"]).error === undefined;
const folder = temporaryFolder("peers");
const plan = standardPlan();
const bind = statementBinder(plan);
const [statement] = [...standardRecords(1)].map(bind) as [BoundStatement];

describe("a peer's statement", () => {
  it.skipIf(!hasPdftotext).each(PEER_NAMES)("holds every text of ours: %s", async (name) => {
    const file = join(folder, `${name}.pdf`);
    const run = peers[name].open(plan, file);
    await run.draw(statement);
    const { pages, bytes } = await run.close();
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(3);
    expect(bytes).toBeGreaterThan(2000);
    const shown = textOf(file);
    const wanted = wantedTexts(name, pages);
    expect(wanted.length).toBeGreaterThan(200);
    expect(wanted.filter((text) => !holds(shown, text))).toEqual([]);
    expect(holds(shown, "A paragraph that is not in it.")).toBe(false);
  });

  it("has as many transactions as the standard one", () => {
    const tables = statement.document.blocks.map((block) =>
      block.kind === "table" && block.block.total !== undefined ? block.rowCount - 1 : 0,
    );
    // Deposits, withdrawals and fees; checks stand in a group of their own.
    expect(tables.reduce((sum, count) => sum + count, 0)).toBe(30);
  });
});

/** Everything a statement of so many pages shows. */
function wantedTexts(name: PeerName, pages: number): string[] {
  const texts = [...statement.texts];
  for (let page = 1; page <= pages; page += 1) {
    const master = Math.min(page, statement.furnitureTexts.length) - 1;
    for (const text of statement.furnitureTexts[master] ?? [])
      texts.push(numbered(text, page, pages));
  }
  // The bare loop's font has no minus but the hyphen's longer brother.
  return name === "bare-loop" ? texts.map((text) => text.replaceAll("\u2212", "\u2013")) : texts;
}

function textOf(file: string): string {
  const { stdout } = spawnSync("pdftotext", ["-raw", file, "-"], { encoding: "utf8" });
  return stdout;
}

/** A text is there whole but for where lines break, or word by word where cells stand between. */
function holds(shown: string, text: string): boolean {
  if (bare(shown).includes(bare(text))) return true;
  let from = 0;
  for (const word of text.split(/\s+/)) {
    from = shown.indexOf(word, from);
    if (from < 0) return false;
    from += word.length;
  }
  return true;
}

function bare(text: string): string {
  return text.replace(/\s+/g, "");
}
