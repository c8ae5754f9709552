import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { CFF_PATH, hasCff } from "../font/faces.ts";
import {
  added,
  blanked,
  type Edit,
  type Edited,
  entries,
  fontPart,
  inTable,
  swapped,
  tableOf,
} from "./resource-edits.ts";
import { RunCopy } from "./run-copy.ts";
import { SharedParts } from "./shared-parts.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob, verifyStoredRun } from "../kit/in-process.ts";

/** Has Arabic and Hebrew, joined and marked glyphs, and ligatures. */
const COMPLEX_PATH = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";

const folder = temporaryFolder("planted-kinds");
const original = `${folder}/out`;

const LAYOUT = `
layout: kinds
data: { id: text, address: address, t: text, n: [{ v: integer }] }
format: { locale: en-US, currency: USD }
fonts:
  sans: { regular: NimbusSans-Regular.otf, fallback: [noto, complex] }
  noto: { regular: NotoSans-Regular.ttf }
  complex: { regular: DejaVuSans.ttf }
colors:
  ink: { gray: 0 }
  spot: { separation: { name: "Haus Rot é", tint: 60, cmyk: [0, 90, 70.5, 0] } }
  ground: { cmyk: [10, 0, 0, 0] }
styles:
  body: { size: 10pt, leading: 14pt }
  spot: { size: 10pt, leading: 14pt, color: spot }
images: { turned: turned.jpg, inks: inks.jpg, holes: holes.png, gray: gray.png }
title: "Doc {id}"
print:
  stock: letter-60lb-duplex
  envelope: us-10-window
  address: address
  masters:
    - name: first
      body: [0.75in, 3.75in, 7in, 6.4in]
blocks:
  - paragraph: "{t}"
  - paragraph: "office 1/2 fi ffl"
    style: spot
  - image: turned
    width: 60pt
    alt: a
  - image: inks
    width: 60pt
    alt: b
  - image: gray
    width: 60pt
    alt: c
  - group: [{ image: holes, width: 60pt, alt: d }]
    background: ground
    radius: 5pt
  - group: [{ paragraph: "Round: {t}" }]
    background: ground
    border: spot
    radius: 6pt
    padding: 4pt
  - table:
      rows: n
      row-rule: spot
      columns:
        - { title: Value, show: "{row.v}", width: 60pt }
        - { title: "All", table: { rows: n, row-rule: ink, columns: [{ show: "all {item.v} of {row.v}" }] } }
  - chart: lines
    rows: n
    category: "{row.v}"
    series: [{ label: V, value: row.v, color: spot }]
    curve: monotone
    legend: true
    height: 80pt
    alt: e
`;
const JOB = `
job: kinds
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: id }
layout: layout
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
`;
const NUMBERS = [{ v: 3 }, { v: 8 }, { v: 5 }];
const TEXTS = [
  "plain",
  "(שלום) token",
  "السلام عليكم 123",
  "ﬁne e\u0301 ǅ Ωμέγα Привет",
  "−½ № ﬃ →",
];

async function writeJob(): Promise<string> {
  const layout = `${folder}/layout`;
  for (const name of ["fonts", "images"]) mkdirSync(`${layout}/${name}`, { recursive: true });
  copyFileSync(CFF_PATH, `${layout}/fonts/NimbusSans-Regular.otf`);
  copyFileSync(COMPLEX_PATH, `${layout}/fonts/DejaVuSans.ttf`);
  const size = { width: 40, height: 24 };
  const picture = sharp({
    create: { ...size, channels: 4, background: { r: 200, g: 30, b: 9, alpha: 1 } },
  });
  const holes = sharp({
    create: { ...size, channels: 4, background: { r: 0, g: 30, b: 9, alpha: 0 } },
  });
  await picture
    .clone()
    .flatten()
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toFile(`${layout}/images/turned.jpg`);
  await picture.clone().flatten().toColourspace("cmyk").jpeg().toFile(`${layout}/images/inks.jpg`);
  await picture.clone().flatten().grayscale().png().toFile(`${layout}/images/gray.png`);
  const half = await picture.clone().resize(20, 24).png().toBuffer();
  await holes
    .composite([{ input: half, left: 0, top: 0 }])
    .png()
    .toFile(`${layout}/images/holes.png`);
  writeFileSync(`${layout}/layout.yaml`, LAYOUT);
  const lines = ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"];
  const address = { lines, zip: "62704", plus4: "1234", deliveryPoint: "12" };
  const rows = TEXTS.map((t, index) => JSON.stringify({ id: `K${index}`, t, address, n: NUMBERS }));
  writeFileSync(`${folder}/in.ndjson`, `${rows.join("\n")}\n`);
  writeFileSync(`${folder}/job.yaml`, JOB);
  return `${folder}/job.yaml`;
}

// Fonts of the machine, as the ones that come with Nightpress are all TrueType and Latin.
describe.skipIf(!hasCff || !existsSync(COMPLEX_PATH))("of every kind of font and image", () => {
  beforeAll(async () => {
    await runJob(await writeJob(), { out: original, workers: 1 });
  });

  let copies = 0;
  async function plant(edit: Edit) {
    const run = new RunCopy(original, `${folder}/copy-${++copies}`);
    run.editSpool(run.spool(0), (pdf) => edit({ run, pdf, parts: new SharedParts(pdf) }));
    const breaches = await run.breaches();
    rmSync(run.out, { recursive: true });
    return breaches;
  }

  it("a run as it was made has no breach, and leaves nothing unproven", async () => {
    const { resources } = JSON.parse(readFileSync(`${original}/assembly.json`, "utf8")) as {
      resources: { entries: string }[];
    };
    const text = resources.map(({ entries: own }) => own).join("\n");
    for (const kind of [
      /^font \S+NimbusSans-Regular CFF /m,
      /^font \S+NotoSans-Regular TrueType /m,
      /^font \S+DejaVuSans TrueType /m,
      /^jpeg 40 24 DeviceRGB turned 0 -1 1 0 0 1$/m,
      /^jpeg 40 24 DeviceCMYK inverted$/m,
      /^image 40 24 DeviceGray$/m,
      /^image 40 24 DeviceRGB$/m,
      /^separation Haus Rot é 0 0.9 0.705 0$/m,
    ])
      expect(text).toMatch(kind);
    const found = JSON.parse(
      readFileSync(`${original}/reports/verification.json`, "utf8"),
    ) as object;
    expect(found).toMatchObject({ ok: true, breaches: [], notChecked: [] });
  });

  const cff = (change: (bytes: Buffer) => Buffer): Edit => fontPart("program", change, true);
  const edits: readonly (readonly [what: string, code: string, place: RegExp, Edit])[] = [
    ["a picture blanked", "changed", /image I3: what it draws/, blanked("I3")],
    ["a mask of holes emptied", "changed", /image I4: its mask/, holesFilled],
    [
      "an image masked by a colour",
      "unknown",
      /image I3: its \/Mask has the wrong form|key \/Mask/,
      added("I3", "/Mask[0 9]"),
    ],
    [
      "an image of fewer pixels",
      "unknown",
      /image I3: its pixels do not match/,
      entries("I3", "/Width 40", "/Width 39"),
    ],
    [
      "a gray image as red",
      "unknown",
      /image I3: its pixels do not match/,
      entries("I3", "DeviceGray", "DeviceRGB"),
    ],
    ["a soft mask", "unknown", /image I3: it has the key \/SMask/, added("I3", "/SMask 1 0 R")],
    [
      "a picture's inks inverted",
      "changed",
      /image I1: it is `jpeg 40 24 DeviceCMYK`/,
      entries("I1", /\/Decode\[[^\]]*\]/, ""),
    ],
    [
      "a picture turned otherwise",
      "changed",
      /image I0: it is `jpeg .* turned 1 0 0 1 0 0`/,
      turnedBack,
    ],
    [
      "a picture with more drawn on it",
      "unknown",
      /image I0: it draws something other than/,
      turnedOver,
    ],
    [
      "two pictures exchanged",
      "changed",
      /image I1: it is `image /,
      swapped("XObject", "I1", "I3"),
    ],
    [
      "another ink",
      "changed",
      /colour space C1: it is `separation Hex/,
      ink(/\/Haus[^/]*/, "/Hex"),
    ],
    [
      "an ink with another substitute",
      "changed",
      /colour space C1: it is `separation /,
      ink("/C1[0 .9", "/C1[0 .1"),
    ],
    [
      "an ink's substitute by another curve",
      "unknown",
      /colour space C1: its \/N has the wrong form/,
      ink("/N 1", "/N 9"),
    ],
    [
      "a CFF glyph drawn otherwise",
      "font-glyphs",
      /not drawn as in the font file|cannot be read/,
      cff(redrawn),
    ],
    [
      "a CFF program that is cut",
      "font-glyphs",
      /the font program cannot be read/,
      cff((bytes) => bytes.subarray(0, 700)),
    ],
    [
      "a CFF program scaled",
      "font-glyphs",
      /measures of the font program differ/,
      cff(inTable("head", (head) => head.setUint16(18, 2000))),
    ],
  ];

  it.each(edits)("names %s", async (_, code, place, edit) => {
    const kind = code === "font-glyphs" ? code : `resource-${code}`;
    const message = expect.stringMatching(place);
    const breach = { code: `verify.${kind}`, message };
    expect(await plant(edit)).toContainEqual(expect.objectContaining(breach));
  });

  /** Changes a page that has outlines, and gives the codes of what is found. */
  async function plantInPage(from: RegExp, to: string): Promise<string[]> {
    const found = await plant(({ pdf }) => {
      const pages = Array.from({ length: pdf.pageCount }, (_, at) => pdf.contents(at + 1)).flat();
      const id =
        pages.find((each) => / c\n/.test(pdf.text(each)) && from.test(pdf.text(each))) ?? 0;
      const changed = pdf.text(id).replace(from, to);
      expect(changed).not.toBe(pdf.text(id));
      pdf.setText(id, changed);
    });
    return found.map(({ code }) => code);
  }

  it.each([
    ["a point of a line moved by a hundredth of a point", / (\d+) c\n([^c]*S\n)/, " 1$1 c\n$2"],
    ["a line made wider", /150 w /, "151 w "],
    ["a line of another ink", /\/C1 CS/, "/C0 CS"],
    ["a bar of a scale left out", /(Artifact BMC\n[^]*?re\n)[^\n]*re\n/, "$1"],
    ["a round corner of a panel moved", / (\d+) c\n/, " 1$1 c\n"],
    ["a border of a panel filled", /h\n[^h]*h\nf\n/, "h\nf\n"],
    ["a panel of another ink", /(\.?\d+) k\n([^f]* c\n)/, ".3 k\n$2"],
  ])("finds %s", async (_, from, to) => {
    expect(await plantInPage(from, to)).toContain("verify.content-changed");
  });

  it("finds what is no outline among the panels", async () => {
    const codes = await plantInPage(/ c\n([^f]*)f\n/, " c\n$1f*\n");
    expect(codes).toContain("verify.content-changed");
  });

  it("finds a legend that is drawn otherwise", async () => {
    const found = await plant(({ pdf, parts }) => {
      pdf.change(parts.xObject("S0"), "re\nf\n", "re\n0 0 9 9 re\nf\n");
    });
    const message = expect.stringMatching(/form S0: what it draws/);
    expect(found).toContainEqual(
      expect.objectContaining({ code: "verify.resource-changed", message }),
    );
  });

  it("says what was not proven where a font file is not what the run began with", async () => {
    const file = `${folder}/layout/fonts/NimbusSans-Regular.otf`;
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, -1));
    const run = new RunCopy(original, `${folder}/changed`);
    const { verification } = await verifyStoredRun(run.out, { workers: 1 });
    writeFileSync(file, bytes);
    const said = "font F0: its glyphs were not proven, as the font file of `sans` that the run";
    expect(verification?.notChecked).toEqual([expect.stringContaining(said)]);
  });
});

function holesFilled({ pdf, parts }: Edited): void {
  const mask = Number(/\/Mask (\d+) 0 R/.exec(pdf.head(parts.xObject("I4")))?.[1]);
  pdf.setText(mask, "\xff".repeat(pdf.text(mask).length));
}

function turnedBack({ pdf, parts }: Edited): void {
  pdf.change(parts.xObject("I0"), "0 -1 1 0 0 1", "1 0 0 1 0 0");
}

function turnedOver({ pdf, parts }: Edited): void {
  pdf.change(parts.xObject("I0"), "/J Do\n", "/J Do\n0 g 0 0 1 1 re f\n");
}

function ink(from: string | RegExp, to: string): Edit {
  return ({ parts }) => parts.change(parts.list("ColorSpace"), from, to);
}

/** A byte of the last charstrings of a CFF table, which are those of letters. */
function redrawn(bytes: Buffer): Buffer {
  const table = tableOf(bytes, "CFF ");
  const at = Math.floor(table.byteLength * 0.7);
  table.setUint8(at, table.getUint8(at) ^ 1);
  return bytes;
}
