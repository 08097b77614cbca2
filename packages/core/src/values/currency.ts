/** Currencies by their number of decimals in ISO 4217, apart from those with two. `Intl` differs for some, such as HUF. */
const BY_DECIMALS = [
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  '',
  '',
  'BHD IQD JOD KWD LYD OMR TND',
  'CLF UYW',
];

/** Returns a currency's number of decimals: 2 for CNY, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  const decimals = BY_DECIMALS.findIndex((currencies) => currencies.includes(currency));
  return decimals < 0 ? 2 : decimals;
}
