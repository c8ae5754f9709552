import { readFileSync, readdirSync } from "node:fs";
import { expect, it } from "vitest";
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
});
