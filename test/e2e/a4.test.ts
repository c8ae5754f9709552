import { mkdirSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { RunReport } from "../../src/index.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

interface Paper {
  readonly stock: string;
  readonly envelope: string;
  readonly boxes: string;
}

/** Fold marks and hole mark of DIN 5008 form B, at the edge of what a press can print. */
const MARKS = [105, 148.5, 210]
  .map(
    (mm) => `
        - { at: [5mm, ${mm}mm, ${mm === 148.5 ? 8 : 4}mm, 1mm], blocks: [{ rule: 0.25pt }] }`,
  )
  .join("");

async function runOn({ stock, envelope, boxes }: Paper): Promise<RunReport> {
  const folder = temporaryFolder();
  mkdirSync(`${folder}/bill`);
  writeFileSync(
    `${folder}/bill/layout.yaml`,
    `layout: bill
data: { id: text, name: text, street: text, postcode: text, town: text, due: money, address: address }
format: { locale: de-CH, currency: CHF }
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-Bold.ttf }
colors: { ink: "#000000" }
styles:
  body: { size: 10pt, leading: 12pt }
title: Rechnung
print:
  stock: ${stock}
  envelope: ${envelope}
  address: address
  masters:
    - name: first
      body: [20mm, 120mm, 170mm, 52mm]
      boxes:${boxes}
blocks:
  - paragraph: "Sehr geehrte Damen und Herren, wir bitten um {due | symbol}."
`,
  );
  const lines = ["Pia Muster", "Lea Beispiel"].map((name, at) => {
    const [street, postcode, town] = ["Seestrasse 1", "8002", "Zürich"];
    const address = { lines: [name, street, `${postcode} ${town}`], country: "CH" };
    const record = { id: `R-${at}`, name, street, postcode, town, due: `${at + 1}9.50`, address };
    return `${JSON.stringify(record)}\n`;
  });
  writeFileSync(`${folder}/in.ndjson`, lines.join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: bills
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: id }
layout: ./bill
mail: { mailer-id: "902123456", service-type: "270" }
print: { imb-for: [automation, foreign] }
register: register.db
verify: { raster: 100 }
`,
  );
  return runJob(`${folder}/job.yaml`, { out: `${folder}/out`, workers: 1 });
}

const SLIP = `
        - at: [62mm, 210mm, 60mm, 60mm]
          blocks:
            - barcode: qr
              swiss-bill:
                iban: "CH58 0079 1123 0008 8901 2"
                creditor: { name: Muster AG, postcode: "8001", town: Zürich, country: CH }
                amount: due
                currency: CHF
                debtor:
                  name: "{name}"
                  street: "{street}"
                  postcode: "{postcode}"
                  town: "{town}"
                  country: CH
              alt: Zahlteil`;

describe("a run on A4 is right, and seen to be", () => {
  test.each<[string, Paper]>([
    ["DIN 5008 form B", { stock: "a4-80gsm-duplex", envelope: "din-c65-window", boxes: MARKS }],
    ["a Swiss QR bill", { stock: "a4-90gsm-qr-bill", envelope: "ch-c5-right", boxes: SLIP }],
  ])("for %s", async (_, paper) => {
    const report = await runOn(paper);
    expect(report.records).toMatchObject({ read: 2, accepted: 2 });
    expect(report.verification?.found).toMatchObject({ ok: true, breaches: [] });
    const raster = report.verification?.found?.raster;
    expect(raster).toMatchObject({ addresses: 2, imbs: 0, codes: paper.boxes === SLIP ? 2 : 0 });
  });
});
