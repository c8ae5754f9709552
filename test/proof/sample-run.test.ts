import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../src/base/hash.ts";
import {
  certifyRun,
  checkCertificate,
  commitSeed,
  holdOutputs,
  judgeSample,
  pullPieces,
  releaseOutputs,
  type SampleReport,
  sampleRun,
} from "../../src/index.ts";
import type { ItemVerdict, Verdicts } from "../../src/model/sample.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { Register } from "../../src/register/register.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runJob } from "../kit/in-process.ts";
import { codeOf } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { finishedRun } from "../e2e/finished-runs.ts";
import { axeFindings, hasBrowser, launchBrowser } from "../kit/browser.ts";

const BY = { by: "R. Ott", reason: "October statements" };
const PLAN = { ...BY, aql: "2.5", level: "II" } as const;

const refused = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "";
  } catch (error) {
    return codeOf(error);
  }
};

let out = "";
let drawn: SampleReport;

/** Verdicts on a sample that reject some of its items. */
function verdictsOn(
  { sample, pack }: SampleReport,
  rejects: Partial<ItemVerdict>[] = [],
): Verdicts {
  const accepted = sample.items.map(
    ({ leaf, sha256: hash }) => ({ leaf, sha256: hash, verdict: "accept" }) as const,
  );
  const items = accepted.map((item, index) => ({ ...item, ...rejects[index] }));
  return {
    format: "nightpress-verdicts-1",
    sample: sha256(readFileSync(`${pack}/sample.json`)),
    items,
  };
}

function fileOf(verdicts: unknown): string {
  const file = `${temporaryFolder()}/verdicts.json`;
  writeFileSync(file, JSON.stringify(verdicts));
  return file;
}

/** The places, in the sample, of so many printed items that were drawn. */
function rejecting(
  { sample }: SampleReport,
  defect: ItemVerdict["defect"] & string,
  count: number,
): Partial<ItemVerdict>[] {
  let left = count;
  return sample.items.map(({ reason, channel }) => {
    if (reason !== "drawn" || channel !== "print" || left === 0) return {};
    left -= 1;
    return { verdict: "reject", defect };
  });
}

beforeAll(async () => {
  const run = await finishedRun("small");
  out = run.out;
  // The job holds nothing, so its run was released when it had finished.
  expect(await refused(sampleRun(out, PLAN))).toBe("sample.released");
  await holdOutputs(out, BY);
  drawn = await sampleRun(out, PLAN);
});

describe("a sample of a run", () => {
  it("has the plan's size, its items in the order of the leaves, and the picks besides", () => {
    const { sample } = drawn;
    const own = sample.items.filter(({ reason }) => reason === "drawn");
    expect([sample.lotSize > 50, sample.plan]).toEqual([
      true,
      { letter: "F", size: 20, accept: 1, reject: 2 },
    ]);
    expect(own).toHaveLength(20);
    const leaves = sample.items.map(({ leaf }) => leaf);
    expect(leaves).toEqual([...new Set(leaves)].sort((a, b) => a - b));
    expect(new Set(sample.items.map(({ channel }) => channel))).toEqual(
      new Set(["print", "email", "sms"]),
    );
    const reasons = sample.items.map(({ reason }) => reason);
    const longest = (rows: Iterable<{ readonly pages: number }>): number =>
      Math.max(...[...rows].map(({ pages }) => pages));
    const ledger = Ledger.open(new NodeHost(), `${out}/ledger.db`);
    expect(longest(sample.items)).toBe(longest(ledger.piecesByOrdinal()));
    ledger.close();
    expect(reasons.some((reason) => reason.startsWith("for the highest account."))).toBe(true);
    expect(sample.strata.map(({ name }) => name).join("\n")).toMatch(
      /locale en-US.*message marketing/,
    );
    expect(sample.strata.reduce((sum, { size }) => sum + size, 0)).toBe(sample.lotSize);
  });

  it("shows the pages as they lie in the spool", () => {
    const text = (file: string): string =>
      execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    const pages = text(`${drawn.pack}/sample.pdf`).split("\f").length - 1;
    const printed = drawn.sample.items.filter(({ channel }) => channel === "print");
    // A blank back is a page, too.
    expect(pages).toBeGreaterThanOrEqual(printed.reduce((sum, item) => sum + item.pages, 0));
    const review = readFileSync(`${drawn.pack}/review.html`, "utf8");
    expect(review.match(/<img /g)).toHaveLength(pages);
    expect(review).not.toMatch(/https?:\/\/(?!northbank)[^"]*\.(js|css|png)/);
  });

  it("is the same whatever the workers, and lies in a folder the certificate knows", async () => {
    const { input, out: one } = await finishedRun("small-test");
    const four = `${temporaryFolder()}/out`;
    await runJob(`${input}/job.yaml`, { out: four, workers: 4 });
    const of = async (folder: string) => {
      await holdOutputs(folder, BY);
      const { sample } = await sampleRun(folder, PLAN);
      return { ...sample, runId: "" };
    };
    expect(await of(four)).toEqual(await of(one));
  });

  it("refuses a key that nothing was made for, and a folder with files, and enters neither", async () => {
    const log = readFileSync(`${out}/audit.ndjson`, "utf8");
    expect(await refused(sampleRun(out, { ...PLAN, also: ["no such key"] }))).toBe(
      "decision.unknown-piece",
    );
    const next = `${out}/samples/002`;
    mkdirSync(next);
    writeFileSync(`${next}/mine.txt`, "");
    expect(await refused(sampleRun(out, PLAN))).toBe("sample.out-used");
    rmSync(next, { recursive: true });
    expect(readFileSync(`${out}/audit.ndjson`, "utf8")).toBe(log);
  });

  it("takes no seed that was not committed before assembly", async () => {
    expect(await refused(commitSeed(out, { ...BY, seed: "ducks" }))).toBe("sample.seed");
    expect(await refused(sampleRun(out, { ...PLAN, seed: "ducks" }))).toBe("sample.seed");
  });
});

describe("verdicts", () => {
  const judge = (verdicts: unknown): Promise<string> =>
    refused(judgeSample(out, fileOf(verdicts), BY));

  it("are refused unless they judge exactly the sample's items", async () => {
    const good = verdictsOn(drawn);
    const [first, ...rest] = good.items;
    const wrong: readonly unknown[] = [
      "[",
      { ...good, sample: sha256("another") },
      { ...good, items: rest },
      { ...good, items: [{ ...first, sha256: sha256("altered") }, ...rest] },
      { ...good, items: [...good.items, { ...first, leaf: 99_999 }] },
      { ...good, items: [...good.items, first] },
      { ...good, items: [{ ...first, verdict: "reject" }, ...rest] },
      { ...good, items: [{ ...first, verdict: "perhaps" }, ...rest] },
    ];
    for (const verdicts of wrong) expect(await judge(verdicts)).toBe("sample.bad-verdicts");
    expect(await refused(releaseOutputs(out, BY))).toBe("sample.not-judged");
  });

  it("are refused if the sample's file has changed", async () => {
    const file = `${drawn.pack}/sample.json`;
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace('"accept": 1', '"accept": 9'));
    expect(await judge(verdictsOn(drawn))).toBe("sample.changed");
    writeFileSync(file, text);
  });

  it("that reject the run block its release, until it has changed and another sample passes", async () => {
    const two = verdictsOn(drawn, rejecting(drawn, "major", 2));
    const { judgement } = await judgeSample(out, fileOf(two), BY);
    expect([judgement.isAccepted, judgement.defects.major]).toEqual([false, 2]);
    expect(await refused(releaseOutputs(out, BY))).toBe("sample.rejected");
    expect(await refused(sampleRun(out, PLAN))).toBe("sample.same-lot");
    await pullPieces(out, { ...BY, pieces: judgement.rejected.map(({ piece }) => piece) });
    const again = await sampleRun(out, PLAN);
    expect([again.sample.number, again.sample.isResubmitted]).toEqual([2, true]);
    // One is accepted, but must not go out itself.
    const one = await judgeSample(out, fileOf(verdictsOn(again, rejecting(again, "minor", 1))), BY);
    expect(one.judgement.isAccepted).toBe(true);
    expect(await refused(releaseOutputs(out, BY))).toBe("sample.not-pulled");
    await pullPieces(out, { ...BY, pieces: one.judgement.rejected.map(({ piece }) => piece) });
    expect((await releaseOutputs(out, BY)).standing.state).toBe("released");
  });

  it("are kept in the register, and the lot that was submitted once more is not", () => {
    const lots = Register.with(new NodeHost(), registerOf(out), ({ samples }) =>
      samples.of({ job: "retail-statements", aql: "2.5", level: "II" }),
    );
    expect(lots).toEqual([
      { severity: "normal", accept: 1, isAccepted: false, isAcceptedTighter: false },
    ]);
  });

  it("leave nothing in the run's folder that its certificate does not know", async () => {
    await certifyRun(out);
    const { lines } = await checkCertificate(out, { unsignedOk: true });
    expect(lines.find(({ what }) => what === "folder")).toMatchObject({ ok: true });
  });
});

function registerOf(run: string): string {
  const job = JSON.parse(readFileSync(`${run}/job.json`, "utf8")) as {
    job: { registerFile: string };
  };
  return job.job.registerFile;
}

describe.skipIf(!hasBrowser)("the review page", () => {
  it("is accessible, is used by keyboard alone, and saves what was said", async () => {
    const { out: run } = await finishedRun("small");
    await holdOutputs(run, BY);
    const { pack, sample } = await sampleRun(run, PLAN);
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1300, height: 900 } });
      const complaints: string[] = [];
      page.on("console", (line) => complaints.push(line.text()));
      page.on("pageerror", (error) => complaints.push(error.message));
      page.on("request", (request) => {
        if (!/^(file|data|about|blob):/.test(request.url())) complaints.push(request.url());
      });
      await page.goto(pathToFileURL(`${pack}/review.html`).href);
      await page.keyboard.press("r");
      await page.keyboard.press("3");
      await page.keyboard.press("n");
      await page.keyboard.type("a speck, just here");
      await page.keyboard.press("Escape");
      for (let item = 1; item < sample.items.length; item += 1) {
        await page.keyboard.press("j");
        await page.keyboard.press("a");
      }
      const count = sample.items.length;
      expect(await page.locator("#told").innerText()).toBe(
        `${count} of ${count} judged, 1 rejected`,
      );
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.keyboard.press("s"),
      ]);
      const saved = `${temporaryFolder()}/verdicts.json`;
      await download.saveAs(saved);
      const torn = `${temporaryFolder()}/torn.json`;
      writeFileSync(torn, "{");
      await page.locator("#open").setInputFiles(torn);
      await page.getByText("The file has no verdicts on this sample.").waitFor();
      await page.locator("#open").setInputFiles(saved);
      await page.getByText(`${count} of ${count} judged, 1 rejected`).waitFor();
      const { judgement } = await judgeSample(run, saved, BY);
      expect(judgement.rejected).toMatchObject([{ leaf: sample.items[0]?.leaf, defect: "minor" }]);
      expect(readFileSync(saved, "utf8")).toContain("a speck, just here");
      expect(complaints).toEqual([]);
      expect(await axeFindings(page)).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
