import { PICTURE_TYPES, type PictureType } from '@sidecard/core/wire';
import { PICTURE_LIMITS } from '../attachments/limits.js';
import type { PictureReader } from '../attachments/ports.js';

/** Quality of the copies: text on labels stays legible. */
const QUALITY = 82;
/** A photo takes tenths of a second. A file can be made to take minutes. */
const TIMEOUT_S = 20;

/**
 * Decodes pictures with `sharp`, in threads of its own. Damaged pixels are an error; everything but the pixels is left out: EXIF with its
 * location, XMP, comments, colour profiles (after conversion to sRGB), further frames, and whatever follows the picture in the file.
 *
 * @throws if `sharp`, an optional peer dependency, is not installed
 */
export async function sharpPictures(): Promise<PictureReader> {
  const { default: sharp } = await import('sharp');
  return {
    async inspect(bytes) {
      // The caller checks the number of pixels, for which the header is enough.
      const found = await orDamaged(sharp(bytes, { limitInputPixels: false }).metadata());
      const type = `image/${found?.format}`;
      if (!found || !isPictureType(type)) return undefined;
      const { width, height } = found.autoOrient;
      return { type, width, height };
    },
    async toShow(bytes, maxSide) {
      const picture = sharp(bytes, { failOn: 'error', limitInputPixels: PICTURE_LIMITS.maxPixels })
        .autoOrient()
        .resize({ width: maxSide, height: maxSide, fit: 'inside', withoutEnlargement: true })
        .webp({ quality: QUALITY })
        .timeout({ seconds: TIMEOUT_S });
      const encoded = await orDamaged(picture.toBuffer());
      return encoded && { bytes: encoded, type: 'image/webp' };
    },
    async toGray(bytes, width, height) {
      const picture = sharp(bytes, { failOn: 'error', limitInputPixels: PICTURE_LIMITS.maxPixels });
      return orDamaged(picture.greyscale().resize({ width, height, fit: 'fill' }).raw().toBuffer());
    },
  };
}

function isPictureType(type: string): type is PictureType {
  return PICTURE_TYPES.some((known) => known === type);
}

/** `sharp` rejects only for what it is given: its errors have no codes. */
async function orDamaged<T>(work: Promise<T>): Promise<T | undefined> {
  return work.catch(() => undefined);
}
