import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { FrozenRun } from "../../src/run/folder/frozen-run.ts";
import { checkResourcesUnchanged } from "../../src/run/folder/resources-unchanged.ts";
import { runJob } from "../kit/in-process.ts";
import { host, writeLayout } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { readBatch } from "./batches.ts";
import { filesBelow } from "./e2e-run.ts";
import { hasPrograms, readPageTexts } from "./page-words.ts";
import { addressOf } from "./small-job.ts";

const LAYOUT = `layout: small
data:
  { id: text, by: "one of [paper, email, sms]", lang: text, visits: integer, address: address,
    due: money, email: text?, mobile: text? }
sums: [due]
format: { locale: en-US, locales: [es-US], locale-of: lang, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-Bold.ttf }
colors: { ink: "#000000" }
styles:
  body: { size: 10pt, leading: 14pt }
title: $title
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: address
  masters:
    - name: first
      body: [0.75in, 3.75in, 7in, 6.4in]
      boxes:
        - { at: [5in, 0.6in, 2.75in, 0.4in], blocks: [{ paragraph: $title }] }
blocks:
  - { paragraph: $visits }
  - { paragraph: $legal }
  - facts: { $due: "{due | symbol}" }
email:
  to: email
  from: { name: Northbank, address: a@bank.example }
  subject: $title
sms: { to: mobile, text: $title }
`;
const visits = (none: string, one: string, other: string) =>
  `"{visits, plural, =0 {${none}} one {# ${one}} other {# ${other}}}"`;
const CATALOGUES = {
  "en-US": `catalogue: en-US
messages:
  title: Notice
  visits: ${visits("No visits", "visit", "visits")}
  legal: ${"English words without end. ".repeat(12)}
  due: Amount due
`,
  es: `catalogue: es
messages:
  title: Aviso
  visits: ${visits("Sin visitas", "visita", "visitas").replace(" other", " many {# de visitas} other")}
  legal: ${"Palabras en español sin fin. ".repeat(12)}
  due: Importe
`,
};

/** A job of records in two languages on three channels, and where its catalogue lies. */
function writeJob(): { readonly job: string; readonly spanish: string } {
  const folder = temporaryFolder();
  const layout = writeLayout(LAYOUT);
  mkdirSync(`${layout}/locales`);
  for (const [tag, text] of Object.entries(CATALOGUES))
    writeFileSync(`${layout}/locales/${tag}.yaml`, text);
  const address = addressOf({ zip: "62704" });
  const digital = { email: "a@b.example", mobile: "+12025557319" };
  const lines = ["paper", "email", "sms", "paper"].flatMap((by, index) =>
    ["en", "es"].map((lang) => {
      const own = { id: `${by}${lang}${index}`, by, lang, visits: index, due: `${index}.50` };
      return `${JSON.stringify({ ...own, address, ...digital })}\n`;
    }),
  );
  writeFileSync(`${folder}/in.ndjson`, lines.join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: small
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: id }
layout: ${layout}
channels: { email: { when: 'by == "email"' }, sms: { when: 'by == "sms"' } }
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
limits: { rejects: 0 }
verify: { raster: 0 }
`,
  );
  return { job: `${folder}/job.yaml`, spanish: `${layout}/locales/es.yaml` };
}

test("each record has its language on every channel, and its sums are proven", async () => {
  const { job, spanish } = writeJob();
  const report = await runJob(job, { out: `${job}/../out`, workers: 1 });
  expect(report.records).toMatchObject({ read: 8, accepted: 8, rejected: 0 });
  expect(report.verification?.found?.sums).toEqual([
    { field: "due", composed: "8.00", printed: "8.00" },
  ]);
  const emails = filesBelow(report.out, ".eml-batch").flatMap(readBatch);
  const bodies = emails.map(({ bytes }) => bytes.toString("utf8"));
  expect(bodies.filter((body) => /Subject: Notice/.test(body))).toHaveLength(1);
  expect(bodies.filter((body) => /Subject: Aviso/.test(body))).toHaveLength(1);
  expect(bodies.join("")).toMatch(/1 visit\b[^]*1 visita\b/);
  const texts = filesBelow(`${report.out}/sms`, ".ndjson").map((file) =>
    readFileSync(file, "utf8"),
  );
  expect(texts.join("")).toMatch(/Notice[^]*Aviso/);
  const frozen = JSON.parse(readFileSync(`${report.out}/job.json`, "utf8")) as FrozenRun;
  expect(frozen.plan.sources).toHaveLength(2);
  const resumable = () => checkResourcesUnchanged({ host, frozen }, frozen.program);
  resumable();
  writeFileSync(spanish, CATALOGUES.es.replace("Importe", "Total"));
  expect(resumable).toThrow("es.yaml has changed since this run began");
  if (!hasPrograms("pdftotext")) return;
  const [spool = ""] = filesBelow(`${report.out}/print`, ".pdf");
  const pages = readPageTexts(spool, 40)
    .join(" ")
    .replaceAll(/<[^>]*>|\s+/g, " ")
    .replaceAll(/ +/g, " ");
  for (const words of [
    "No visits",
    "3 visits",
    "Sin visitas",
    "3 visitas",
    "Amount due",
    "Importe",
  ])
    expect(pages).toContain(words);
  expect(pages).toMatch(/Notice[^]*Aviso|Aviso[^]*Notice/);
});
