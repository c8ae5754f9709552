import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { accountLines } from "../../src/cli/account-text.ts";
import { findDocuments, getDocument } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { PieceMeta } from "../../src/spool/fragment-facts.ts";
import { FragmentReader } from "../../src/spool/fragment-reader.ts";
import { runJob } from "../kit/in-process.ts";
import { host } from "../layout/support.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

/** Two messages of a zone that shows one of them, and terms that only a page with room shows. */
const BLOCKS = `  - message: marketing
    priority: 1
    text: A card without a fee.
    when: due > money("50.00")
  - message: marketing
    priority: 2
    text: Go paperless.
  - paragraph: "{email}"
  - paragraph: Terms that fill what is left of the page.
    if-room: true
zones: { marketing: { most: 1 } }
`;

it("says of each document and of the run which messages were shown, and why others were not", async () => {
  const address = addressOf({ zip: "62704" });
  // The text of 570 words leaves no line of its page.
  const record = (id: string, due: string, words: number): string =>
    JSON.stringify({ id, by: "paper", due, address, email: "word ".repeat(words) });
  const lines = [record("1", "10.00", 1), record("2", "60.00", 1), record("3", "90.00", 570)];
  const job = writeSmallJob({ currency: "USD", lines, blocks: BLOCKS });
  const out = `${job.slice(0, job.lastIndexOf("/"))}/out`;
  const report = await runJob(job, { out });
  const zones = [
    { id: "blocks.1", shown: 2, most: 0, noRoom: 0 },
    { id: "blocks.2", shown: 1, most: 2, noRoom: 0 },
    { id: "blocks.4", shown: 2, most: 0, noRoom: 1 },
  ];
  expect(report.zones).toEqual(zones);
  const ledger = Ledger.open(host, `${out}/ledger.db`);
  try {
    expect(ledger.fact("zones")).toEqual(zones);
  } finally {
    ledger.close();
  }
  expect(readFileSync(`${out}/reports/run.html`, "utf8")).toContain("<code>blocks.2</code>");
  const choices = readdirSync(`${out}/shards`).flatMap((name) => {
    const reader = FragmentReader.open(host, `${out}/shards/${name}`);
    const entries = Array.from({ length: reader.entries.length }, (_, entry) => entry);
    const found = entries.map((entry): PieceMeta["choices"] => reader.readMeta(entry).choices);
    reader.close();
    return found;
  });
  expect(choices).toEqual([
    [
      { id: "blocks.2", outcome: "shown" },
      { id: "blocks.4", outcome: "shown" },
    ],
    [
      { id: "blocks.1", outcome: "shown" },
      { id: "blocks.2", outcome: "most" },
      { id: "blocks.4", outcome: "shown" },
    ],
    [
      { id: "blocks.1", outcome: "shown" },
      { id: "blocks.2", outcome: "most" },
      { id: "blocks.4", outcome: "no-room" },
    ],
  ]);
  const asked = { by: "M. Frey", reason: "complaint" };
  const find = (key: string) => findDocuments({ runs: [out], key, ...asked }).hits[0]?.shows;
  const line = (block: string) => layoutLine(job, block);
  const [card, paperless, terms] = ["A card without", "Go paperless", "Terms that"].map(line);
  const third = {
    largePrint: false,
    messages: [
      { block: "blocks.1", zone: "marketing", line: (card ?? 0) - 2, outcome: "shown" },
      { block: "blocks.2", zone: "marketing", line: (paperless ?? 0) - 2, outcome: "most" },
      { block: "blocks.4", zone: "", line: terms, outcome: "no-room" },
    ],
  };
  expect(find("3")).toEqual(third);
  expect(accountLines(find("3") ?? null)).toEqual([
    `blocks.1 of zone marketing (line ${third.messages[0]?.line})  shown`,
    `blocks.2 of zone marketing (line ${third.messages[1]?.line})  left out: its zone has enough`,
    `blocks.4 (line ${terms})  left out: no room`,
  ]);
  const gotten = await getDocument({ run: out, key: "3", out: `${out}/../copy.pdf`, ...asked });
  expect(gotten.shows).toEqual(third);
  expect(JSON.parse(readFileSync(`${out}/../copy.pdf.json`, "utf8"))).toMatchObject({
    shows: third,
  });
  expect(find("1")?.messages.map(({ outcome }) => outcome)).toEqual(["shown", "shown"]);
  // Where what says it is damaged, or gone, nothing is said: the document is found all the same.
  const [fragment = ""] = readdirSync(`${out}/shards`).map((name) => `${out}/shards/${name}`);
  const bytes = readFileSync(fragment);
  const at = bytes.indexOf('"outcome":"no-room"');
  bytes[at + 11] = 0x6d;
  writeFileSync(fragment, bytes);
  expect(find("3")).toBe(null);
  rmSync(fragment);
  expect(find("3")).toBe(null);
});

/** The number of the first line of the job's layout with these words. */
function layoutLine(job: string, words: string): number {
  const layout = /^layout: (.*)$/m.exec(readFileSync(job, "utf8"))?.[1] ?? "";
  const lines = readFileSync(`${layout}/layout.yaml`, "utf8").split("\n");
  return lines.findIndex((one) => one.includes(words)) + 1;
}
