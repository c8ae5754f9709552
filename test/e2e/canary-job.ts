import { mkdirSync, writeFileSync } from "node:fs";

/**
 * Records whose every field holds a canary: a value that stands nowhere else, so that wherever it
 * is found it was carried out of the record. Fields that can hold no free value have none: choices,
 * yes and no, language and country.
 */

type Fields = Record<string, unknown>;

export interface CanaryRecord {
  readonly account: Fields;
  readonly customer: Fields & { readonly address: Fields };
  readonly consent: Fields;
  readonly transactions: readonly Fields[];
}

/** One pattern for all that a canary may look like once it is printed, stored or packed. */
const FORMS = [
  // Texts, in whatever case; and within base64, at each of its three alignments.
  "qzvcanary",
  ...["qzvcanary", "Qzvcanary", "QZVCANARY"].flatMap(inBase64),
  "48811909",
  "2025557319",
  // Amounts such as 81274219.46: with their cents, grouped, and in cents.
  String.raw`8127\d\d19[.,]?46`,
  String.raw`81,27\d,\d19\.46`,
  String.raw`8,127,\d\d1,946`,
  // Cents as a database packs them into six bytes.
  String.raw`\x00\x01\xe4[\x67-\x76]`,
  // Days.
  String.raw`193[123]-0[234]-0[345]`,
  String.raw`(?:February|March|April) 0?[345], 193[123]`,
  String.raw`0?[234]/0?[345]/(?:19)?3[123]\b`,
  String.raw`7\.1937`,
  "918273645",
  // A ZIP is short: within a hash it proves nothing.
  "(?<![0-9a-f])61937(?![0-9a-f])",
  // Within an IMb, behind 20 digits of tracking.
  String.raw`\d{20}61937`,
];
const CANARY = new RegExp(FORMS.join("|"), "gi");
const CONTEXT = 60;

/** What of a text in base64 is the same wherever in a longer one it stands. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.from(`${"-".repeat(before)}${text}`);
    const whole = bytes.toString("base64").slice(0, Math.floor((bytes.length * 8) / 6));
    return whole.slice(Math.ceil((before * 8) / 6));
  });
}

/** Each canary in some bytes, with what stands around it. */
export function canariesIn(bytes: Uint8Array): string[] {
  const text = Buffer.from(bytes).toString("latin1");
  return [...text.matchAll(CANARY)].map(({ index, 0: found }) =>
    text.slice(Math.max(0, index - CONTEXT), index + found.length + CONTEXT),
  );
}

let count = 9;
const nextText = (): string => `Qzvcanary${(count += 1)}`;
const nextAmount = (): string => `8127${((count += 1) % 90) + 10}19.46`;

/** A record that is good, with changes at its fields, such as `{ "customer.email": "" }`. */
export function canaryRecord(key: string, changes: Fields = {}): CanaryRecord {
  const record = {
    account: {
      id: key,
      number: `48811909${key.replaceAll(/\D/g, "")}`,
      kind: "checking",
      product: nextText(),
      from: "1931-02-03",
      to: "1932-03-04",
      ...Object.fromEntries(AMOUNTS.map((name) => [name, nextAmount()])),
      ...balancedAmounts(),
      apy: "7.193746",
    },
    customer: {
      name: `${nextText()} ${nextText()}`,
      coOwner: nextText(),
      email: `${nextText()}@${nextText()}.example`,
      mobile: "+12025557319",
      address: {
        lines: [nextText().toUpperCase(), `12 ${nextText()} ST`, `${nextText()} IL 61937`],
        zip: "61937",
        plus4: "1234",
        deliveryPoint: "12",
        country: "US",
      },
    },
    consent: { preference: "paper", electronic: true, sms: true },
    transactions: [transaction("withdrawal", {}), transaction("check", { check: 918_273_645 })],
  };
  for (const [path, value] of Object.entries(changes)) setAt(record, path.split("."), value);
  return record;
}

function transaction(kind: string, more: Fields): Fields {
  const amounts = { amount: nextAmount(), balance: nextAmount() };
  return { date: "1933-04-05", kind, text: nextText(), ...amounts, ...more };
}

/** What the layout asserts of an account's movements holds of these. */
function balancedAmounts(): Fields {
  const [balance, moved] = [nextAmount(), nextAmount()];
  return { opening: balance, credits: moved, debits: moved, fees: "0.00", closing: balance };
}

const AMOUNTS = [
  "interest",
  "interestYtd",
  "overdraftFees",
  "overdraftFeesYtd",
  "returnedFees",
  "returnedFeesYtd",
];

function setAt(target: object, [step = "", ...rest]: readonly string[], value: unknown): void {
  const fields = target as Fields;
  if (rest.length === 0) fields[step] = value;
  else setAt(fields[step] as object, rest, value);
}

/** Its key is one that a spreadsheet would take for a formula. */
export const SUPPRESSED_KEY = "=K-1000";

/** Lines of NDJSON by what is to become of them: a channel, or the code of a reject. */
function lines(): [outcome: string, line: string][] {
  let last = 1000;
  const key = (): string => `K-${(last += 1)}`;
  const record = (changes: Fields = {}): string => JSON.stringify(canaryRecord(key(), changes));
  const spoilt = (find: string, by: string): string => record().replace(find, () => by);
  const twin = canaryRecord(key());
  // Two of each at least: the sums of a spool of one record are that record's own amounts.
  return [
    ["print", record()],
    ["print", JSON.stringify(twin)],
    ["print", record({ "customer.address.plus4": "" })],
    ["print", record({ "customer.address.plus4": "" })],
    ["print", record({ "customer.address.country": "DE" })],
    ["print", record({ "customer.address.country": "DE" })],
    ["email", record({ "consent.preference": "email" })],
    ["email", record({ "consent.preference": "email" })],
    ["sms", record({ "consent.preference": "sms" })],
    ["sms", record({ "consent.preference": "sms" })],
    // What cannot be sent to goes on paper.
    ["print", record({ "consent.preference": "email", "customer.email": nextText() })],
    ["print", record({ "consent.preference": "sms", "customer.mobile": nextText() })],
    ["suppressed", JSON.stringify(canaryRecord(SUPPRESSED_KEY))],
    ["data.duplicate-key", JSON.stringify(twin)],
    ["data.impossible-date", record({ "account.from": nextText() })],
    ["data.unknown-value", record({ "account.kind": nextText() })],
    ["data.wrong-type", record({ "account.opening": nextText() })],
    ["data.wrong-type", record({ "consent.sms": nextText() })],
    ["data.wrong-type", record({ "transactions.1.check": nextText() })],
    ["data.missing-field", record({ "customer.name": "" })],
    ["data.too-long", record({ "account.product": nextText().repeat(2000) })],
    ["data.bad-text", spoilt('"name":"', String.raw`"name":"\ud800`)],
    ["data.json-syntax", record().slice(0, 150)],
    ["data.json-syntax", spoilt('"name":"', '"name":')],
    ["data.json-syntax", `{"account": ${nextText()} is no JSON}`],
    ["data.repeated-name", spoilt('"name":', `"name":"${nextText()}","name":`)],
    ["data.bad-key", spoilt('"id":"', String.raw`"id":"\u0007`)],
    ["data.missing-key", record({ "account.id": "" })],
    ["data.assertion", record({ "account.closing": nextAmount() })],
    ["compose.missing-glyph", record({ "transactions.0.text": `${nextText()} \u{1F9FF}` })],
    ["compose.cell-overflow", record({ "transactions.1.amount": "8127451946134.46" })],
    ["mail.address-too-wide", record({ "customer.address.lines.1": nextText().repeat(40) })],
  ];
}

const JOB = `job: private
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: customers.ndjson, key: account.id, order: none }
layout: retail-statement
search: { account: account.number, name: customer.name }
channels:
  email: { when: 'consent.preference == "email" && consent.electronic' }
  sms: { when: 'consent.preference == "sms" && consent.sms', beside-email: 'consent.sms' }
mail: { mailer-id: "902123456", service-type: "270" }
hold: { before-assembly: true, before-release: true, tolerance-count: 9 }
limits: { rejects: 1000 }
register: shop/register.db
`;

/** Writes a job of such records into a folder; what is to become of each line, in their order. */
export function writeCanaryJob(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const planned = lines();
  writeFileSync(`${folder}/customers.ndjson`, planned.map(([, line]) => `${line}\n`).join(""));
  writeFileSync(`${folder}/job.yaml`, JOB);
  return planned.map(([outcome]) => outcome);
}
