import type { PictureType } from '@sidecard/core/wire';

/** How files of each type begin, byte by byte; `undefined` stands for any byte. */
const SIGNATURES: readonly (readonly [type: PictureType, begins: readonly (number | undefined)[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, ...codes('PNG'), 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/gif', codes('GIF87a')],
  ['image/gif', codes('GIF89a')],
  ['image/webp', [...codes('RIFF'), undefined, undefined, undefined, undefined, ...codes('WEBP')]],
];

/**
 * Determines a picture's type by its first bytes. A list of what is allowed, because decoders accept far more, SVG with scripts included.
 * It says nothing about the rest of the file.
 */
export function pictureTypeOf(bytes: Uint8Array): PictureType | undefined {
  return SIGNATURES.find(([, begins]) => begins.every((byte, at) => byte === undefined || bytes[at] === byte))?.[0];
}

function codes(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
