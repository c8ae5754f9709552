import type { CsvSpec } from "../../src/model/job.ts";
import type { Retail } from "./retail.ts";

const MASTER_FIELDS: readonly (readonly [string, string])[] = [
  ["account_id", "account.id"],
  ["account_number", "account.number"],
  ["account_kind", "account.kind"],
  ["product", "account.product"],
  ["period_from", "account.from"],
  ["period_to", "account.to"],
  ["opening", "account.opening"],
  ["credits", "account.credits"],
  ["debits", "account.debits"],
  ["fees", "account.fees"],
  ["closing", "account.closing"],
  ["interest", "account.interest"],
  ["apy", "account.apy"],
  ["interest_ytd", "account.interestYtd"],
  ["overdraft_fees", "account.overdraftFees"],
  ["overdraft_fees_ytd", "account.overdraftFeesYtd"],
  ["returned_fees", "account.returnedFees"],
  ["returned_fees_ytd", "account.returnedFeesYtd"],
  ["name", "customer.name"],
  ["co_owner", "customer.coOwner"],
  ["language", "customer.language"],
  ["email", "customer.email"],
  ["mobile", "customer.mobile"],
  ...[0, 1, 2, 3, 4, 5].map(
    (line) => [`addr_${line + 1}`, `customer.address.lines.${line}`] as const,
  ),
  ["zip", "customer.address.zip"],
  ["plus4", "customer.address.plus4"],
  ["delivery_point", "customer.address.deliveryPoint"],
  ["country", "customer.address.country"],
  ["preference", "consent.preference"],
  ["consent_electronic", "consent.electronic"],
  ["consent_sms", "consent.sms"],
];
const DETAIL_FIELDS = ["date", "kind", "text", "check", "amount", "balance"];

export const masterCsv: CsvSpec = {
  delimiter: ",",
  quote: '"',
  columns: Object.fromEntries(MASTER_FIELDS),
};

export const detailCsv: CsvSpec = {
  delimiter: ",",
  quote: '"',
  columns: Object.fromEntries(DETAIL_FIELDS.map((name) => [name, name])),
};

export type CsvValue = string | number | boolean | undefined;

export function csvField(value: CsvValue, delimiter = ","): string {
  const text = String(value ?? "");
  const isPlain = !text.includes(delimiter) && !/["\r\n]/.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

export function csvRow(values: readonly CsvValue[], delimiter = ","): string {
  return values.map((value) => csvField(value, delimiter)).join(delimiter);
}

export function masterHeader(delimiter = ","): string {
  return MASTER_FIELDS.map(([name]) => name).join(delimiter);
}

export function masterRow(record: Retail, delimiter = ","): string {
  const at = (path: string): CsvValue =>
    path.split(".").reduce<unknown>((value, step) => {
      return (value as Record<string, unknown> | undefined)?.[step];
    }, record) as CsvValue;
  return csvRow(
    MASTER_FIELDS.map(([, path]) => at(path)),
    delimiter,
  );
}

export function detailHeader(delimiter = ","): string {
  return ["account_id", ...DETAIL_FIELDS].join(delimiter);
}

export function detailRows(record: Retail, delimiter = ","): string[] {
  return record.transactions.map((row) => {
    const fields = DETAIL_FIELDS.map((name) => (row as Record<string, CsvValue>)[name]);
    return csvRow([record.account.id, ...fields], delimiter);
  });
}
