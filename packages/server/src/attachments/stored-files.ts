import type { PictureSize } from '@sidecard/core/wire';

const FILES = ['original', 'show', 'thumb'] as const satisfies readonly PictureSize[];

/** Key of a picture's file in a size. */
export const fileKeyOf = (storageKey: string, size: PictureSize): string => `${storageKey}.${size}`;

/** Keys of all files of a picture. */
export const fileKeysOf = (storageKey: string): readonly string[] => FILES.map((size) => fileKeyOf(storageKey, size));

/** Returns a new storage key: 128 random bits as hexadecimal digits. */
export function newStorageKey(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** Returns bytes as hexadecimal digits. */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
