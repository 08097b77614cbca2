import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** Where the camera of {@link photo} was, as its metadata says it. */
export const CAMERA = 'Sidecard Test Camera';

/** A JPEG as a phone takes it: turned by its metadata, which also contains camera and location. */
export async function photo({ width = 640, height = 480, seed = 0 } = {}): Promise<Buffer> {
  const background = { r: (seed * 53) % 256, g: (seed * 101) % 256, b: 90 };
  return sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: CAMERA },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 15/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '120/1 10/1 0/1' },
    })
    .toBuffer();
}

/** A small picture of another type. */
export async function drawn(type: 'png' | 'webp' | 'gif' | 'jpeg'): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 30, channels: 3, background: '#b33' } })
    .toFormat(type)
    .toBuffer();
}

/** A PNG that announces a size in its header, and has hardly any pixels. */
export function announcedPng(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', size),
    chunk('IDAT', Buffer.alloc(8)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(content.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** A GIF that is also a script: a valid picture, with code behind its end. */
export async function polyglot(): Promise<Buffer> {
  return Buffer.concat([await drawn('gif'), Buffer.from('/*<script>alert(document.domain)</script>*/')]);
}

/** A picture with something to see: soft patches of colour, others for each seed. */
export async function scene(seed: number, { width = 640, height = 480 } = {}): Promise<Buffer> {
  let state = seed * 7919;
  const next = () => (state = (state * 1664525 + 1013904223) >>> 0) >>> 24;
  const patches = Buffer.from(Array.from({ length: 24 * 18 * 3 }, next));
  return sharp(patches, { raw: { width: 24, height: 18, channels: 3 } })
    .resize(width, height, { kernel: 'cubic' })
    .jpeg({ quality: 90 })
    .toBuffer();
}
