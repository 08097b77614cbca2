/** Maximum number of bits in which the perceptual hashes of similar pictures differ. */
export const MAX_DIFFERENCE = 7;

const BANDS = [0n, 16n, 32n, 48n] as const;
const BAND = 0xffffn;

/** Returns the four 16-bit bands of a hash, lowest first. */
export function ownBandsOf(hash: string): readonly number[] {
  const bits = BigInt(`0x${hash}`);
  return BANDS.map((shift) => Number((bits >> shift) & BAND));
}

/**
 * Returns the values to look up in each band: its own, and those with another bit. Hashes that differ in at most {@link MAX_DIFFERENCE} bits
 * differ in at most one bit of some band, so that none is missed.
 */
export function bandsOf(hash: string): readonly (readonly number[])[] {
  return ownBandsOf(hash).map((own) => [own, ...Array.from({ length: 16 }, (_, bit) => own ^ (1 << bit))]);
}

/** Returns the number of bits in which hashes differ. */
export function differenceOf(one: string, other: string): number {
  return (BigInt(`0x${one}`) ^ BigInt(`0x${other}`)).toString(2).replaceAll('0', '').length;
}
