/** Decimals of the currencies that do not have two (ISO 4217), as the verifier knows them. */
const PLACES: Readonly<Record<string, number>> = {
  ...places(0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
  ...places(3, "BHD IQD JOD KWD LYD OMR TND"),
  ...places(4, "CLF UYW"),
};

/** How many decimals an amount in a currency is printed with. */
export function currencyPlaces(currency: string): number {
  return PLACES[currency] ?? 2;
}

function places(count: number, currencies: string): Record<string, number> {
  return Object.fromEntries(currencies.split(" ").map((currency) => [currency, count]));
}
