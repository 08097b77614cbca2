import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';

/** How many colours a stored picture may have: as few as show what is there. */
const PALETTES = [16, 32, 64, 128, 256];
/**
 * How far a pixel may be from the baseline's, from 0 to 1: the palette's rounding, and how another version of the browser smooths the edges
 * of letters. A hairline that comes or goes differs by more.
 */
const PIXEL = 0.16;
/** How many pixels may differ for all that. A word, a mark or a row that moves are hundreds. */
const PIXELS = 40;
/** How many a palette may lose: a small mark of a colour of its own is grey in one that has too few. */
const LOST = 8;

interface Raw {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Compares a screenshot with the stored one. Returns what is wrong, or nothing. The new picture and the differences are written beside each
 * other into `failedFolder`.
 *
 * @param file - the baseline, a PNG with a palette
 * @param update - writes the baseline instead
 */
export async function comparePicture(
  screenshot: Uint8Array,
  file: string,
  { update, failedFolder }: { readonly update: boolean; readonly failedFolder: string },
): Promise<string | undefined> {
  const seen = await raw(screenshot);
  const known = existsSync(file) ? await raw(readFileSync(file)) : undefined;
  const problem = known ? difference(known, seen) : { text: 'has no baseline' };
  if (!problem) return undefined;
  if (update) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, await palette(screenshot));
    return undefined;
  }
  const name = file.slice(file.lastIndexOf('/') + 1, -'.png'.length);
  mkdirSync(failedFolder, { recursive: true });
  writeFileSync(`${failedFolder}/${name}.new.png`, screenshot);
  rmSync(`${failedFolder}/${name}.diff.png`, { force: true });
  if ('diff' in problem && problem.diff) {
    const { data, width, height } = problem.diff;
    await sharp(data, { raw: { width, height, channels: 4 } }).toFile(`${failedFolder}/${name}.diff.png`);
  }
  return `${name} ${problem.text}`;
}

function difference(known: Raw, seen: Raw): { readonly text: string; readonly diff?: Raw } | undefined {
  const { width, height } = seen;
  if (known.width !== width || known.height !== height)
    return { text: `is ${width} × ${height} px, was ${known.width} × ${known.height} px` };
  const diff = new Uint8Array(width * height * 4);
  const pixels = differing(known, seen, diff);
  return pixels > PIXELS ? { text: `differs in ${pixels} pixels`, diff: { data: diff, width, height } } : undefined;
}

function differing(known: Raw, seen: Raw, diff?: Uint8Array): number {
  return pixelmatch(known.data, seen.data, diff, seen.width, seen.height, { threshold: PIXEL });
}

async function raw(png: Uint8Array): Promise<Raw> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The smallest palette that loses nothing. */
async function palette(png: Uint8Array): Promise<Buffer> {
  const seen = await raw(png);
  let stored = Buffer.of();
  for (const colours of PALETTES) {
    stored = await sharp(png)
      .flatten()
      .png({ palette: true, colours, dither: 0, effort: 10, compressionLevel: 9 })
      .toBuffer();
    if (differing(await raw(stored), seen) <= LOST) break;
  }
  return stored;
}
