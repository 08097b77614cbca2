import type { Client } from '@sidecard/client';
import { fileOf } from './uploads.js';

/** What each canvas shows, so that it is painted once. */
const painted = new WeakMap<HTMLCanvasElement, string>();

/**
 * Paints a picture on a canvas, which no content security policy of a host forbids, as it can `<img src="blob:…">`.
 *
 * @param size - `thumb` is loaded for a list, `show` for the viewer
 * @returns whether it could be painted
 */
export function paintPicture(
  canvas: HTMLCanvasElement,
  client: Client,
  id: string,
  size: 'thumb' | 'show',
): Promise<boolean> {
  return paintOnce(
    canvas,
    `${size} ${id}`,
    async () => {
      const own = fileOf(client, id);
      if (own) return own;
      const answer = await client.pictures.load(id, size);
      return answer.ok ? answer.file : undefined;
    },
    size,
  );
}

/** Paints a file that is being sent. @param key - names the file */
export function paintFile(
  canvas: HTMLCanvasElement,
  key: string,
  file: Blob,
  size: 'thumb' | 'show',
): Promise<boolean> {
  return paintOnce(canvas, key, () => Promise.resolve(file), size);
}

async function paintOnce(
  canvas: HTMLCanvasElement,
  what: string,
  fileFor: () => Promise<Blob | undefined>,
  size: 'thumb' | 'show',
): Promise<boolean> {
  if (painted.get(canvas) === what) return true;
  painted.set(canvas, what);
  const isWanted = () => painted.get(canvas) === what;
  const file = await fileFor();
  if (file && (await paint(canvas, file, size, isWanted))) return true;
  // The next rendering tries again.
  if (isWanted()) painted.delete(canvas);
  return false;
}

const MAX_SIDE = { thumb: 320, show: 2048 } as const;

/** Paints a file, scaled down to the size's longer side. @param isWanted - whether the canvas still is for this picture */
async function paint(
  canvas: HTMLCanvasElement,
  file: Blob,
  size: 'thumb' | 'show',
  isWanted: () => boolean,
): Promise<boolean> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return false;
  }
  if (isWanted()) {
    const { width, height } = picture;
    const scale = Math.min(1, MAX_SIDE[size] / Math.max(width, height));
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  }
  picture.close();
  return true;
}
