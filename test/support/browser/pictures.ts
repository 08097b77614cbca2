import { createMemoryAttachments, type MemoryBackendOptions } from '@sidecard/server/memory';

type Attachments = NonNullable<MemoryBackendOptions['attachments']>;

/** Decodes pictures with the browser, for a backend in memory. */
const reader: Attachments['reader'] = {
  async inspect(bytes) {
    const picture = await decoded(bytes);
    return (
      picture && { type: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg', width: picture.width, height: picture.height }
    );
  },
  async toShow(bytes, maxSide) {
    const picture = await decoded(bytes);
    if (!picture) return undefined;
    const scale = Math.min(1, maxSide / Math.max(picture.width, picture.height));
    const canvas = new OffscreenCanvas(Math.ceil(picture.width * scale), Math.ceil(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
    return { bytes: new Uint8Array(await blob.arrayBuffer()), type: 'image/jpeg' };
  },
  async toGray(bytes, width, height) {
    const picture = await decoded(bytes);
    if (!picture) return undefined;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0, width, height);
    const { data = [] } = context?.getImageData(0, 0, width, height) ?? {};
    return Uint8Array.from({ length: width * height }, (_, at) => data[4 * at] ?? 0);
  },
};

const decoded = (bytes: Uint8Array): Promise<ImageBitmap | undefined> =>
  createImageBitmap(new Blob([new Uint8Array(bytes)])).catch(() => undefined);

/** Where a backend in memory has its pictures. */
export const memoryPictures = (): Attachments => ({ storage: createMemoryAttachments(), reader });

/** A picture in one colour. */
export async function pictureFile(name = 'mug.png', color = '#36c', side = 80): Promise<File> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d');
  if (context) {
    context.fillStyle = color;
    context.fillRect(0, 0, side, side);
  }
  return new File([await canvas.convertToBlob({ type: 'image/png' })], name, { type: 'image/png' });
}

/** A picture with something to see. */
export async function stripedFile(name = 'striped.png'): Promise<File> {
  const canvas = new OffscreenCanvas(90, 80);
  const context = canvas.getContext('2d');
  for (const [row, bits] of [0b10110, 0b1011, 0b1101101, 0b110, 0b10010011, 0b1011101, 0b101, 0b1110].entries()) {
    for (let column = 0; column < 9; column++) {
      if (context && (bits >> column) & 1) context.fillRect(column * 10, row * 10, 10, 10);
      else if (context) context.clearRect(column * 10, row * 10, 10, 10);
    }
  }
  if (context) {
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = '#fff';
    context.fillRect(0, 0, 90, 80);
  }
  return new File([await canvas.convertToBlob({ type: 'image/png' })], name, { type: 'image/png' });
}

/** Chooses files in an input, as a reader does in its dialog. */
export function chooseFiles(input: HTMLInputElement, files: readonly File[]): void {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  input.files = data.files;
  input.dispatchEvent(new Event('change'));
}

/** Pastes a file into an element. @returns whether the page has taken it */
export function pasteFile(target: Element, file: File): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.items.add(file);
  const paste = new ClipboardEvent('paste', { bubbles: true, composed: true, cancelable: true });
  // Firefox leaves out the files of a paste event that a script makes.
  Object.defineProperty(paste, 'clipboardData', { value: clipboardData });
  target.dispatchEvent(paste);
  return paste.defaultPrevented;
}
