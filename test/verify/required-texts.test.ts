import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import type { RunReport } from "../../src/index.ts";
import type { Verification } from "../../src/model/verification.ts";
import { RunFailure } from "../../src/run/run-failure.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/**
 * Texts that a layout requires, read back from the pages, e-mails and SMS of a notice in twelve
 * languages, half of them on paper.
 */
const LAYOUT = new URL("../../layouts/rate-change-notice/", import.meta.url).pathname;
const SAMPLES = readdirSync(`${LAYOUT}samples`);

type Edit = (layout: string) => string;

interface Outcome {
  /** Undefined for a run that did not verify. */
  readonly report: RunReport | undefined;
  readonly verification: Verification;
}

/** Runs the notice, edited, for each of its samples: a third on paper, by e-mail and by SMS. */
async function runWith(required: string, edit: Edit = (layout) => layout): Promise<Outcome> {
  const folder = temporaryFolder();
  cpSync(LAYOUT, `${folder}/notice`, { recursive: true });
  const layout = readFileSync(`${LAYOUT}layout.yaml`, "utf8");
  writeFileSync(`${folder}/notice/layout.yaml`, `${edit(layout)}\nrequire:\n${required}`);
  const records = SAMPLES.map((name, index) => {
    const sample = JSON.parse(readFileSync(`${LAYOUT}samples/${name}`, "utf8"));
    const on = ["print", "email", "sms"];
    return [0, 1, 2].map((turn) => ({
      ...sample,
      account: { ...sample.account, number: `${100_000 + index * 3 + turn}` },
      customer: {
        ...sample.customer,
        email: on[turn] === "email" ? `${index}@mail.example` : undefined,
        mobile: on[turn] === "sms" ? "+12025550143" : undefined,
      },
    }));
  });
  const lines = records.flat().map((each) => `${JSON.stringify(each)}\n`);
  writeFileSync(`${folder}/in.ndjson`, lines.join(""));
  writeFileSync(
    `${folder}/job.yaml`,
    `job: notice
mode: production
cycle: 2026-11
as-of: 2026-11-30
seed: 7
input: { format: ndjson, file: in.ndjson, key: account.number }
layout: ${folder}/notice
channels:
  email: { when: has(customer.email) }
  sms: { when: has(customer.mobile) }
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
verify: { raster: 0 }
`,
  );
  const out = `${folder}/out`;
  const report = await runJob(`${folder}/job.yaml`, { out, workers: 1 }).catch((error: unknown) => {
    if (error instanceof RunFailure) return undefined;
    throw error;
  });
  const verification = JSON.parse(readFileSync(`${out}/reports/verification.json`, "utf8"));
  return { report, verification };
}

const INTRO = "  - { id: intro, text: $intro }\n";
const ALL = `${INTRO}  - { id: contact, text: $contact }
  - { id: reason, text: [$why.heading, $why.text] }
  - { id: choice, text: $choice.text, when: account.daysLeft > 0 }
  - { id: member, text: Member FDIC, locales: [en] }
  - { id: sms, text: $sms, on: [sms] }
`;

const breachesOf = ({ verification }: Outcome): [string, string][] =>
  verification.breaches.map(({ code, message }) => [code, message]);

let right: Outcome;
beforeAll(async () => {
  right = await runWith(ALL);
});

test("documents that show all required texts verify, whatever their script and channel", () => {
  expect(breachesOf(right)).toEqual([]);
  expect(right.report?.documents).toBe(3 * SAMPLES.length);
  expect(right.verification.ok).toBe(true);
});

test("words other than those of one language are missed in its pages and e-mails alone", async () => {
  const other = "  - { id: other, text: Sie müssen alles tun., locales: [de] }\n";
  const outcome = await runWith(other);
  expect(breachesOf(outcome)).toEqual([
    ["verify.required-text", "The document does not show the required text `other`."],
    ["verify.required-text", "The message does not show the required text `other`."],
  ]);
});

test("a text that only e-mails show is missed in every piece", async () => {
  const outcome = await runWith(INTRO, (layout) =>
    layout.replace("- paragraph: $intro\n", "- paragraph: $intro\n    channels: [email]\n"),
  );
  const found = breachesOf(outcome);
  expect(found).toHaveLength(SAMPLES.length);
  expect(new Set(found.map(([code]) => code))).toEqual(new Set(["verify.required-text"]));
});
