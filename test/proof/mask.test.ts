import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import {
  holdOutputs,
  makeProof,
  openLayout,
  type SampleReport,
  sampleRun,
} from "../../src/index.ts";
import { keptFor, wordingOf } from "../../src/proof/mask/kept-words.ts";
import { maskPdf } from "../../src/proof/mask/mask-pdf.ts";
import { maskMarkup, maskText } from "../../src/proof/mask/mask-text.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { finishedRun } from "../e2e/finished-runs.ts";
import { readRecords } from "../e2e/e2e-run.ts";
import { root, SMALL, writeLayout } from "../layout/support.ts";

const BY = { by: "R. Ott", reason: "October statements" };

type Box = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

/** The boxes of all words, page by page, as poppler finds them. */
function wordBoxes(file: string): Box[][] {
  const text = execFileSync("pdftotext", ["-bbox", file, "-"], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const word = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">/g;
  return text
    .split("<page ")
    .slice(1)
    .map((page) =>
      [...page.matchAll(word)].map(([, ...sides]) => sides.map(Number) as unknown as Box),
    );
}

/** How far the words of two files lie apart; they must have as many on each page. */
function farthest(one: string, other: string): number {
  const [first, second] = [wordBoxes(one), wordBoxes(other)];
  expect(second.map(({ length }) => length)).toEqual(first.map(({ length }) => length));
  const apart = first.flatMap((page, at) =>
    page.flatMap((box, word) =>
      box.map((side, edge) => Math.abs(side - (second[at]?.[word]?.[edge] ?? 1e9))),
    ),
  );
  expect(apart.length).toBeGreaterThan(100);
  return Math.max(...apart);
}

/** All that a file holds: its bytes, and those of its streams as they were before compression. */
function heldIn(bytes: Buffer): string {
  const parts = [bytes.toString("latin1")];
  for (let at = bytes.indexOf("stream\n"); at >= 0; at = bytes.indexOf("stream\n", at + 7)) {
    try {
      parts.push(inflateSync(bytes.subarray(at + 7)).toString("latin1"));
    } catch {
      // An uncompressed stream is among the bytes.
    }
  }
  return parts.join("\n");
}

/** Names, addresses, numbers and texts of a record; amounts could be met by chance. */
function tellingValues(value: unknown): string[] {
  if (typeof value === "object" && value !== null)
    return Object.values(value).flatMap(tellingValues);
  const isTelling =
    typeof value === "string" && value.length >= 8 && !/^-?[\d.-]+\.\d\d$/.test(value);
  return isTelling ? [value] : [];
}

/** All that the retail statement says itself. */
function layoutText(): string {
  const folder = `${root}/layouts/retail-statement`;
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const own = files.filter((file) => /\.ya?ml$/.test(file)).sort();
  return own
    .map((file) => readFileSync(`${folder}/${file}`, "utf8").replaceAll(/\s+/g, " "))
    .join("\n");
}

/** The words of a file in their order. */
function wordsOf(file: string): string[] {
  const text = execFileSync("pdftotext", ["-bbox", file, "-"], {
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return [...text.matchAll(/<word [^>]*>([^<]*)</g)].map(([, word = ""]) => word);
}

describe("a masked sample", () => {
  let open: SampleReport;
  let masked: SampleReport;
  let values: ReadonlySet<string>;
  beforeAll(async () => {
    const { input, out } = await finishedRun("small");
    await holdOutputs(out, BY);
    const request = { ...BY, aql: "2.5", level: "II" } as const;
    open = await sampleRun(out, request);
    masked = await sampleRun(out, { ...request, mask: true });
    const records = readRecords(input);
    const found = masked.sample.items.flatMap(({ document }) =>
      tellingValues(records.get(document)).slice(0, 20),
    );
    // What the layout says itself is nobody's value, nor are the run's own days.
    const layout = layoutText();
    const own = found.filter((one) => !layout.includes(one) && !one.startsWith("2026-"));
    values = new Set(own.slice(0, 400));
  });

  it("has every word in its place", () => {
    expect(farthest(`${open.pack}/sample.pdf`, `${masked.pack}/sample.pdf`)).toBeLessThan(0.01);
  });

  it("holds no value: not in its bytes, not in what a reader gets of them", () => {
    expect(values.size).toBeGreaterThan(200);
    const seen = (pack: string): string =>
      [
        heldIn(readFileSync(`${pack}/sample.pdf`)),
        execFileSync("pdftotext", ["-layout", `${pack}/sample.pdf`, "-"], {
          encoding: "utf8",
          maxBuffer: 1e9,
        }),
        // Pictures are of the pages of sample.pdf.
        readFileSync(`${pack}/review.html`, "utf8").replaceAll(/base64,[^"]+/g, ""),
        readFileSync(`${pack}/sample.json`, "utf8"),
      ].join("\n");
    const [plain, hidden] = [seen(open.pack), seen(masked.pack)];
    // The search finds them where they are.
    expect([...values].filter((value) => plain.includes(value)).length).toBeGreaterThan(100);
    expect([...values].filter((value) => hidden.includes(value))).toEqual([]);
  });

  it("has another digit wherever a record had one", () => {
    const [plain, hidden] = [open, masked].map(({ pack }) => wordsOf(`${pack}/sample.pdf`));
    const layout = layoutText();
    const same = (plain ?? []).filter((word, at) => {
      const other = hidden?.[at] ?? "";
      const isSame = word
        .split("")
        .some((character, place) => /\d/.test(character) && other[place] === character);
      // Forms that are the same for all stay: telephone numbers, and numbers of items.
      return isSame && /\d.*\d/.test(word) && !layout.includes(word);
    });
    expect(same).toEqual([]);
  });

  it("still says what the layout says, and is judged like any other", () => {
    const text = execFileSync("pdftotext", [`${masked.pack}/sample.pdf`, "-"], {
      encoding: "utf8",
    });
    expect(text).toContain("Beginning balance");
    expect(masked.sample.items).toEqual(open.sample.items);
    expect(masked.sample.plan).toEqual(open.sample.plan);
  });

  it("has no code that can be read", async () => {
    const held = heldIn(readFileSync(`${masked.pack}/sample.pdf`));
    const images = [...held.matchAll(/BI\/IM true.*? ID ([\s\S]*?)\nEI/g)].map(
      ([, data = ""]) => data,
    );
    expect(images.length).toBeGreaterThan(10);
    expect(images.every((data) => /^\u00cc+$/.test(data))).toBe(true);
  });
});

describe("a masked letter", () => {
  // A QR bill, charts, and scripts that are shaped.
  it.each([
    ["swiss-invoice", "standard"],
    ["brokerage-statement", "standard"],
    ["rate-change-notice", "ar-EG"],
    ["rate-change-notice", "th-TH"],
    ["rate-change-notice", "ja-JP"],
  ])("of %s, %s, keeps its words' places", async (name, sample) => {
    const layout = await openLayout(name, { asOf: "2026-10-31" });
    const file = `${root}/layouts/${name}/samples/${sample}.json`;
    const { pdf = new Uint8Array() } = layout.compose(JSON.parse(readFileSync(file, "utf8")));
    const folder = temporaryFolder();
    writeFileSync(`${folder}/a.pdf`, pdf);
    const frame = { catalog: "", info: "/Title(masked)" };
    writeFileSync(
      `${folder}/b.pdf`,
      maskPdf(pdf, () => () => false, frame),
    );
    expect(farthest(`${folder}/a.pdf`, `${folder}/b.pdf`)).toBeLessThan(0.01);
    expect(heldIn(readFileSync(`${folder}/b.pdf`))).not.toMatch(/NPcode\/(?!masked)/);
  });

  it("is in a proof set, whose pages show no value", async () => {
    const out = `${temporaryFolder()}/out`;
    const { proof } = await makeProof(writeLayout(SMALL), { out, mask: true });
    expect(proof.isMasked).toBe(true);
    const text = execFileSync("pdftotext", [`${out}/proof.pdf`, "-"], { encoding: "utf8" });
    expect(text).toContain("statement");
    expect(`${text}${readFileSync(`${out}/proof.html`, "utf8")}`).not.toMatch(
      /999,999,999|Wolfeschlegel|ADA EXAMPLE/,
    );
  });
});

describe("masked text", () => {
  const isKept = keptFor(new Set(["Your", "balance", "of", "Bank"]), {
    name: "Ada Bank",
    of: "of",
  });

  it("keeps the word that tells a test", async () => {
    const { plan } = await openLayout(writeLayout(SMALL));
    const own = keptFor(wordingOf(plan), { name: "Ada" });
    expect(maskText("[SPECIMEN] Zyzzyva", own)).toMatch(/^\[SPECIMEN\] (?!Zyzzyva)/);
  });

  it("keeps the layout's words but for those that a value has", () => {
    const masked = maskText("Your balance of Bank: $1,234.56 for Ada", isKept);
    expect(masked).toMatch(
      /^Your balance of [A-Z][a-z]{3}: \$\d,\d{3}\.\d\d [a-z]{3} [A-Z][a-z]{2}$/,
    );
    expect(masked).not.toMatch(/Bank|1,234|Ada|[14]\.56/);
    expect(maskText("2026", () => false)).toMatch(/^[013-9][1-9][013-9][0-57-9]$/);
  });

  it("takes another digit of the same script", () => {
    for (const digits of [
      "٠١٢٣٤٥٦٧٨٩",
      "۰۱۲۳۴۵۶۷۸۹",
      "०१२३४५६७८९",
      "๐๑๒๓๔๕๖๗๘๙",
      "０１２３４５６７８９",
    ]) {
      const masked = maskText(digits, isKept);
      expect(masked).toMatch(new RegExp(`^[${digits[0]}-${digits.at(-1)}]{${digits.length}}$`));
      expect(masked.split("").filter((digit, at) => digit === digits[at])).toEqual([]);
    }
  });

  it("leaves markup whole, and neither links nor pictures", () => {
    const html =
      '<style>p { color: #123456 }</style><p class="a1" title="Ada">Ada &amp; ' +
      '<a href="https://x.example/77">77</a><img src="cid:1" alt="Ada">' +
      '<source srcset="data:image/png;base64,AdaAda77"></p>';
    const masked = maskMarkup(html, isKept);
    expect(masked).toContain('<style>p { color: #123456 }</style><p class="a1"');
    expect(masked).toContain("&amp;");
    expect(masked).not.toMatch(/Ada|77|x\.example|cid:/);
  });
});
