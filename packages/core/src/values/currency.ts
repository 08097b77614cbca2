/** Decimals of the currencies in ISO 4217 that do not have two. `Intl` differs for some, such as HUF. */
const DECIMALS = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
] as const;

/** Returns a currency's number of decimals: 2 for CNY, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return DECIMALS.find(([, currencies]) => currency.length === 3 && currencies.includes(currency))?.[0] ?? 2;
}
