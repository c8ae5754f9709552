import { writeFileSync } from "node:fs";
import { writeLayout } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

export interface SmallJob {
  readonly currency: string;
  /** Lines of NDJSON. */
  readonly lines: readonly string[];
  /** More lines of the job. */
  readonly more?: string;
  /** Of the e-mail, of the SMS, and the rule by which a record takes the e-mail, where not usual. */
  readonly subject?: string;
  readonly text?: string;
  readonly emailWhen?: string;
  readonly smsBeside?: string;
  /** Further blocks of the layout, as lines of YAML. */
  readonly blocks?: string;
}

/**
 * A job on one page of text with one amount, whose sum is proven, for each channel; its records
 * have `id`, `address`, `due` and, where they take a digital channel, `by`.
 */
export function writeSmallJob(small: SmallJob): string {
  const { lines, more = "", emailWhen = 'by == "email"', smsBeside } = small;
  const beside = smsBeside === undefined ? "" : `, beside-email: '${smsBeside}'`;
  const folder = temporaryFolder();
  writeFileSync(`${folder}/in.ndjson`, lines.map((line) => `${line}\n`).join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: small
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: id }
layout: ${writeLayout(layoutText(small))}
channels: { email: { when: '${emailWhen}' }, sms: { when: 'by == "sms"'${beside} } }
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
limits: { rejects: 500 }
verify: { raster: 0 }
${more}`,
  );
  return `${folder}/job.yaml`;
}

export function addressOf(codes: Readonly<Record<string, string>>): object {
  return { lines: ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"], ...codes };
}

function layoutText(small: SmallJob): string {
  const { currency, subject = "Your notice of {due}", text = "Northbank: {due|symbol}" } = small;
  const { blocks = "" } = small;
  return `layout: small
data:
  { id: text, by: "one of [paper, email, sms]", address: address, due: money, email: text?, mobile: text? }
format: { locale: en-US, currency: ${currency} }
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-Bold.ttf }
colors: { ink: "#000000" }
styles:
  body: { size: 10pt, leading: 14pt }
sums: [due]
title: Notice
print:
  stock: letter-60lb-duplex
  envelope: us-10-window
  address: address
  masters: [{ name: first, body: [0.75in, 3.75in, 7in, 6.4in] }]
blocks:
  - facts: { Due: "{due}" }
${blocks}email:
  to: email
  from: { name: Northbank, address: statements@northbank.example }
  subject: "${subject}"
sms:
  to: mobile
  text: "${text}"
  allow-private: true
`;
}
