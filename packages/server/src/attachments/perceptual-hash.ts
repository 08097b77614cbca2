import type { PictureReader } from './ports.js';

/** Pixels of the picture that is compared: 8 × 8 differences between neighbours. */
const WIDTH = 9;
const HEIGHT = 8;
/** A picture of one colour, or of one slope, would be similar to every other one. */
const MIN_CHANGES = 8;

/**
 * Returns a hash of what a picture looks like (dHash, 64 bits as 16 hexadecimal digits). It changes by few bits if the picture is scaled,
 * encoded again, made a little brighter or turned by a degree; hardly at all by a line of text.
 *
 * @param copy - an upright copy, as {@link PictureReader.toShow} returns
 * @returns `undefined` if there is too little to see
 */
export async function perceptualHashOf(reader: PictureReader, copy: Uint8Array): Promise<string | undefined> {
  const gray = await reader.toGray?.(copy, WIDTH, HEIGHT);
  return gray?.length === WIDTH * HEIGHT ? hashOf(gray) : undefined;
}

function hashOf(gray: Uint8Array): string | undefined {
  let hash = 0n;
  let rising = 0;
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 1; x < WIDTH; x++) {
      const at = y * WIDTH + x;
      const isBrighter = (gray[at] ?? 0) > (gray[at - 1] ?? 0);
      hash = (hash << 1n) | (isBrighter ? 1n : 0n);
      if (isBrighter) rising++;
    }
  }
  const isPlain = rising < MIN_CHANGES || rising > 64 - MIN_CHANGES;
  return isPlain ? undefined : hash.toString(16).padStart(16, '0');
}
