/**
 * Currencies by the digits of their minor unit, after ISO 4217, list one of 2026-01-01, with those
 * that were withdrawn since 2015, as past cycles are run again. What Intl says is what CLDR finds
 * in daily use: it has no fillér for HUF and no fils for IQD, which the standard has, and amounts
 * of such a currency may have them. What has no minor unit (metals, units of account, testing) is
 * none of these.
 */
const CODES_BY_DIGITS = [
  "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  "",
  "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN " +
    "BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD " +
    "FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW " +
    "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR " +
    "MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK " +
    "SGD SHP SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD " +
    "USN UYU UZS VED VEF VES WST XAD XCD XCG YER ZAR ZMW ZWG ZWL",
  "BHD IQD JOD KWD LYD OMR TND",
  "CLF UYW",
] as const;

/** No currency has more digits than these. */
export const CURRENCY_DIGITS_MAX = CODES_BY_DIGITS.length - 1;

const DIGITS: ReadonlyMap<string, number> = new Map(
  CODES_BY_DIGITS.flatMap((codes, digits) =>
    codes.split(" ").map((code): [string, number] => [code, digits]),
  ),
);

/** How many decimals amounts of a currency may have; undefined if it is not a currency. */
export function currencyDigits(code: string): number | undefined {
  return code === "" ? undefined : DIGITS.get(code);
}
