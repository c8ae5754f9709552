import { BranchSearch } from "../../cases/branch-search.ts";
import { caseFields, type CaseField } from "../../cases/case-field.ts";
import { applyChange, asRecord, type Draft, valueIn } from "../../cases/draft.ts";
import { FormCases, slug } from "../../cases/form-cases.ts";
import type { CaseBy, StressCase } from "../../cases/stress-case.ts";
import type { RawObject } from "../../model/record.ts";

/** Rows of the longest lists. */
const ROWS_MAX = 1000;
const OTHER_SCRIPTS = "Ελληνικά Кириллица 日本語 العربية";

/** Says how many pages a record has. */
export type PagesOf = (record: RawObject) => number;

/**
 * The records that a layout's proof shows whatever its conditions: its samples, extremes of its
 * data, and lists that just fit a page and just do not.
 */
export function* proofCases(
  by: CaseBy,
  samples: ReadonlyMap<string, RawObject>,
  pagesOf: PagesOf,
): Generator<StressCase> {
  for (const [file, record] of samples)
    yield {
      name: `sample-${slug(file.replace(/\.json$/, ""))}`,
      why: `the sample ${file}`,
      record,
    };
  const forms = new FormCases({ ...by, rowsMax: ROWS_MAX });
  yield* forms;
  const fields = caseFields(by.plan);
  yield changed("least-gain", "each amount is the smallest one above zero", forms.usual(), fields, {
    isMeant: ({ shape }) => shape.kind === "money",
    valueOf: ({ shape }) => leastAmount(shape),
  });
  yield changed("other-scripts", "texts in other scripts", forms.usual(), fields, {
    isMeant: ({ shape, use }) =>
      shape.kind === "text" && shape.oneOf === undefined && use === "shown",
    valueOf: () => OTHER_SCRIPTS,
  });
  for (const list of fields.filter(isList)) yield* pageBreaks(list, forms.usual(), pagesOf);
}

/** Looks for a record that goes one way at a branch. */
export function branchSearch({ plan, seed }: CaseBy): BranchSearch {
  return new BranchSearch(plan, caseFields(plan), seed);
}

interface FieldChange {
  readonly isMeant: (field: CaseField) => boolean;
  readonly valueOf: (field: CaseField) => unknown;
}

function changed(
  name: string,
  why: string,
  draft: Draft,
  fields: readonly CaseField[],
  { isMeant, valueOf }: FieldChange,
): StressCase {
  for (const field of fields.filter(isMeant))
    applyChange(draft, { path: field.path, value: valueOf(field), inAllRows: true });
  return { name, why, record: asRecord(draft) };
}

function leastAmount(shape: CaseField["shape"]): string {
  const digits = shape.kind === "money" ? (shape.digits ?? 2) : 0;
  return digits === 0 ? "1" : `0.${"1".padStart(digits, "0")}`;
}

function isList({ shape, path }: CaseField): boolean {
  return shape.kind === "list" && !path.includes("*");
}

/** The most rows of a list that a document of as many pages as usual has, and one row more. */
function* pageBreaks(list: CaseField, usual: Draft, pagesOf: PagesOf): Generator<StressCase> {
  const rows = valueIn(usual, list.path);
  if (!Array.isArray(rows) || rows.length === 0) return;
  const withRows = (count: number): RawObject => {
    const draft = structuredClone(usual);
    const value = Array.from({ length: count }, (_, index): unknown =>
      structuredClone(rows[index % rows.length]),
    );
    applyChange(draft, { path: list.path, value, inAllRows: true });
    return asRecord(draft);
  };
  const least = pagesOf(withRows(0));
  if (pagesOf(withRows(ROWS_MAX)) <= least) return;
  let [fits, breaks] = [0, ROWS_MAX];
  while (breaks - fits > 1) {
    const middle = (fits + breaks) >> 1;
    if (pagesOf(withRows(middle)) > least) breaks = middle;
    else fits = middle;
  }
  const name = slug(list.name);
  const words = `rows of \`${list.name}\``;
  yield {
    name: `fits-${name}`,
    why: `${fits} ${words}, the most on ${least} pages`,
    record: withRows(fits),
  };
  yield {
    name: `breaks-${name}`,
    why: `${breaks} ${words}, one too many`,
    record: withRows(breaks),
  };
}
