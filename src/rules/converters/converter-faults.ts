import type {
  AmountForm,
  ConverterSpec,
  DateForm,
  TextStep,
  ValueForm,
} from "../../model/converter.ts";
import { areRivals, type DateToken, parseDatePattern } from "./date-pattern.ts";
import { parseNumberForms } from "./number-form.ts";
import { hasZip, postalForm } from "./postal-forms.ts";

/** What is wrong with a converter as it is declared: at which of its keys, and why. */
export interface ConverterFault {
  readonly key: string;
  readonly message: string;
}

/** Everything that is wrong with a converter; one that has no fault can be compiled. */
export function converterFaults({ steps, form }: ConverterSpec): readonly ConverterFault[] {
  return [...steps.flatMap(stepFaults), ...formFaults(form)];
}

function fault(key: string, message: string): ConverterFault {
  return { key, message };
}

function stepFaults(step: TextStep): ConverterFault[] {
  switch (step.step) {
    case "pad":
      return isOneCharacter(step.fill) ? [] : [fault("pad", "it is filled with one character")];
    case "strip":
      return isOneCharacter(step.character) ? [] : [fault("strip", "it strips one character")];
    case "slice":
      return step.start >= 1 && (step.length ?? 1) >= 1
        ? []
        : [fault("slice", "places are counted from 1, and a slice has a length of 1 or more")];
    case "split":
      if (step.separator === "") return [fault("split", "it needs a separator")];
      return step.part >= 1 && step.part <= step.partsMax
        ? []
        : [fault("split", "parts are counted from 1")];
    case "postal":
      return postalFaults(step.country, step.part);
    default:
      return [];
  }
}

function isOneCharacter(text: string): boolean {
  return Array.from(text).length === 1;
}

function postalFaults(country: string, part: string): ConverterFault[] {
  if (part !== "whole" && !hasZip(country))
    return [fault("postal", "only a ZIP Code has parts; name the country US")];
  return postalForm(country) === undefined
    ? [fault("postal", `the postal codes of ${country} are not known; take the text as it is`)]
    : [];
}

function formFaults(form: ValueForm): ConverterFault[] {
  switch (form.kind) {
    case "date":
      return dateFaults(form);
    case "money":
    case "decimal":
      return amountFaults(form);
    case "integer":
      return numberFaults(form.kind, form.forms, "integer");
    case "boolean":
      return listFaults(form.true, form.false);
    case "codes":
      return Object.keys(form.codes).length === 0 ? [fault("codes", "the table is empty")] : [];
    default:
      return [];
  }
}

function listFaults(yes: readonly string[], no: readonly string[]): ConverterFault[] {
  if (yes.length + no.length === 0) return [fault("boolean", "both lists are empty")];
  const both = yes.find((text) => no.includes(text));
  return both === undefined ? [] : [fault("boolean", `\`${both}\` is true and false`)];
}

function amountFaults({ kind, forms, negative, currency, impliedDigits }: AmountForm) {
  const faults: ConverterFault[] = [];
  const isImplied = impliedDigits !== undefined;
  if (isImplied && (impliedDigits < 1 || impliedDigits > 9))
    faults.push(fault("implied", "there are 1 to 9 implied decimals"));
  if (currency?.some((sign) => /[\d()+-]|^[.,\s]*$/.test(sign)))
    faults.push(fault("currency", "a currency has a sign or a code, such as $ or USD"));
  if (!isImplied || forms.length > 0) faults.push(...numberFaults(kind, forms, kind));
  if (faults.length > 0) return faults;
  const style = parseNumberForms(forms, kind);
  if (typeof style === "string") return faults;
  if (isImplied && style.point !== "")
    faults.push(
      fault("implied", "decimals are implied where none are written; leave the point out"),
    );
  const hasWord = style.marks.some((mark) => mark === "CR" || mark === "DR");
  if (hasWord !== (negative !== undefined))
    faults.push(fault("negative", "CR and DR need `negative`, which says which is below zero"));
  return faults;
}

function numberFaults(
  key: string,
  forms: readonly string[],
  kind: "money" | "decimal" | "integer",
): ConverterFault[] {
  const style = parseNumberForms(forms, kind);
  return typeof style === "string" ? [fault(key, style)] : [];
}

function dateFaults(form: DateForm): ConverterFault[] {
  if (form.patterns.length === 0) return [fault("date", "write a pattern such as MM/DD/YYYY")];
  const parsed = form.patterns.map((pattern) => [pattern, parseDatePattern(pattern)] as const);
  const faults = parsed.flatMap(([pattern, tokens]) =>
    typeof tokens === "string" ? [fault("date", `\`${pattern}\`: ${tokens}`)] : [],
  );
  if (faults.length > 0) return faults;
  const all = parsed.map(([, tokens]) => tokens).filter((tokens) => typeof tokens !== "string");
  return [...rivalFaults(form.patterns, all), ...neededFaults(form, all), ...zoneFaults(form)];
}

function rivalFaults(
  patterns: readonly string[],
  all: readonly (readonly DateToken[])[],
): ConverterFault[] {
  return all.flatMap((tokens, index) => {
    const other = all.slice(0, index).findIndex((earlier) => areRivals(earlier, tokens));
    if (other < 0) return [];
    const both = `\`${patterns[other]}\` and \`${patterns[index]}\``;
    return [fault("date", `${both} can read one text as two days; name the sender's`)];
  });
}

/** What the patterns need beside them, and what is said for nothing. */
function neededFaults(form: DateForm, all: readonly (readonly DateToken[])[]): ConverterFault[] {
  const some = (isMeant: (fields: ReadonlySet<string>) => boolean): boolean =>
    all.some((tokens) => isMeant(new Set(tokens.map(({ field }) => field))));
  const faults: ConverterFault[] = [];
  const isShortYear = some((has) => has.has("yearOfCentury") && !has.has("century"));
  if (isShortYear !== (form.pivotYear !== undefined)) faults.push(fault("pivot", PIVOT));
  const isMoment = some(
    (has) => has.has("offset") || has.has("epochSeconds") || has.has("epochMilliseconds"),
  );
  const isLocal = some((has) => (has.has("hour") || has.has("hour12")) && !has.has("offset"));
  if (isMoment && form.zone === undefined)
    faults.push(
      fault("zone", "a moment falls on a day in a zone: name it, such as America/Chicago"),
    );
  if (form.zone !== undefined && isLocal && form.sourceZone === undefined)
    faults.push(fault("source-zone", "the times have no zone: name theirs, or leave out `zone`"));
  if (form.zone !== undefined && !isMoment && !isLocal)
    faults.push(fault("zone", "the patterns have no time; leave out `zone`"));
  if (form.sourceZone !== undefined && (form.zone === undefined || !isLocal))
    faults.push(
      fault("source-zone", "it is for times without a zone, where `zone` asks for a day"),
    );
  return faults;
}

const PIVOT =
  "YY, and it alone, needs `pivot`, the first of the hundred years it may mean, such as 1950";

function zoneFaults({ pivotYear, zone, sourceZone, monthNames }: DateForm): ConverterFault[] {
  const faults: ConverterFault[] = [];
  if (pivotYear !== undefined && (pivotYear < 1 || pivotYear > 9900))
    faults.push(fault("pivot", "the first year has four digits, such as 1950"));
  if (zone !== undefined && !isZone(zone)) faults.push(fault("zone", NO_ZONE));
  if (sourceZone !== undefined && !isZone(sourceZone)) faults.push(fault("source-zone", NO_ZONE));
  if (monthNames !== undefined && new Set(monthNames.map((name) => name.toLowerCase())).size !== 12)
    faults.push(fault("months", "a year has twelve months, each with a name of its own"));
  return faults;
}

const NO_ZONE = "there is no such time zone; write one such as America/Chicago or UTC";

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).format(0) !== "";
  } catch {
    // An unknown zone is all that this can throw.
    return false;
  }
}
