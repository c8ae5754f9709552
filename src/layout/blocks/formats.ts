import { currencyDigits } from "../../base/currency-digits.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { formatSchema } from "../layout-schema.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { checkedExpr } from "./texts.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/** Locale and currency of a layout, before its expressions can be checked. */
export interface Formats {
  readonly locale: string;
  readonly locales: readonly string[];
  readonly currency: string;
  readonly currencyDigits: number;
  readonly localeOf: string | boolean | undefined;
}

/** Reads the `format:` section; undefined if it is faulty. */
export function readFormats(source: YamlSource, value: unknown): Formats | undefined {
  const own = checkAgainst(source, ["format"], formatSchema, value);
  if (own === undefined) return undefined;
  const locale = knownLocale(source, ["format", "locale"], own.locale);
  const others = (own.locales ?? []).map((tag, index) =>
    knownLocale(source, ["format", "locales", index], tag),
  );
  const digits = currencyDigits(own.currency);
  if (digits === undefined) {
    const message = `\`${own.currency}\` is not a currency; use an ISO 4217 code.`;
    source.report("unknown-currency", ["format", "currency"], message, { hint: "such as USD" });
  }
  return {
    locale,
    locales: [...new Set([locale, ...others])],
    currency: own.currency,
    currencyDigits: digits ?? 2,
    localeOf: own["locale-of"],
  };
}

/** Checks `locale-of`, which needs the declared data. */
export function checkedLocaleOf(
  check: LayoutCheck,
  formats: Formats,
): Pick<LayoutPlan, "localeOf"> {
  if (formats.localeOf === undefined) return {};
  const localeOf = checkedExpr(check, ["format", "locale-of"], formats.localeOf, "text");
  return localeOf === undefined ? {} : { localeOf };
}

function knownLocale(source: YamlSource, path: Path, tag: string): string {
  try {
    const [canonical] = Intl.getCanonicalLocales(tag);
    if (canonical !== undefined && Intl.NumberFormat.supportedLocalesOf(canonical).length > 0) {
      if (!hasDigitsInARow(canonical)) {
        const message = `The digits of \`${tag}\` are not supported; use another numbering system.`;
        source.report("unknown-locale", path, message, { hint: "such as -u-nu-latn" });
      }
      return canonical;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const message = `\`${tag}\` is not a known locale; use a tag such as en-US.`;
  source.report("unknown-locale", path, message, { hint: "such as en-US, es-US or de" });
  return "en-US";
}

/** Numbers are written by counting up from the locale's zero. */
function hasDigitsInARow(locale: string): boolean {
  const format = new Intl.NumberFormat(locale, { useGrouping: false });
  const zero = format.format(0).codePointAt(0) ?? 0;
  return [...Array(10).keys()].every(
    (digit) => format.format(digit) === String.fromCodePoint(zero + digit),
  );
}
