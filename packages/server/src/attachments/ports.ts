import type { ContentCredentials, PictureType } from '@sidecard/core/wire';

/** Stores the files of pictures: a folder, an object store, or memory. The database has everything else about them. */
export interface AttachmentStorage {
  /**
   * Stores a file, completely or not at all, and replaces one with the same key. Resolves once it survives a power failure.
   *
   * @param key - 32 hexadecimal digits, a dot and a word: safe as a file name, and derived from nothing that a user sent
   */
  put(key: string, bytes: Uint8Array, meta: { readonly type: string }): Promise<void>;
  /** @returns `undefined` if there is no such file */
  get(key: string): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Deletes a file. A missing one is not an error. */
  delete(key: string): Promise<void>;
}

/** What the header of a picture's file says. */
export interface PictureHeader {
  readonly type: PictureType;
  /** In pixels, as a reader sees it: after rotation. Of the first frame. */
  readonly width: number;
  readonly height: number;
}

/** A copy of a picture for showing. */
export interface ShownPicture {
  readonly bytes: Uint8Array;
  readonly type: 'image/webp' | 'image/jpeg';
}

/** Decodes pictures. `sharpPictures` of `@sidecard/server/node` is one. */
export interface PictureReader {
  /** Reads a picture's header without decoding its pixels. @returns `undefined` if it is damaged or of another type */
  inspect(bytes: Uint8Array): Promise<PictureHeader | undefined>;
  /**
   * Decodes the first frame, and encodes it again upright, without any metadata, scaled down to fit into a square of `maxSide` pixels.
   *
   * @returns `undefined` if the pixels cannot be decoded completely
   */
  toShow(bytes: Uint8Array, maxSide: number): Promise<ShownPicture | undefined>;
  /**
   * Decodes a copy into brightness, stretched to a size: a byte per pixel, row by row. Without it, similar pictures are not found.
   *
   * @returns `undefined` if it cannot be decoded
   */
  toGray?(bytes: Uint8Array, width: number, height: number): Promise<Uint8Array | undefined>;
}

/** Checks content credentials (C2PA). `c2paCredentials` of `@sidecard/server/node` is one. */
export interface CredentialsReader {
  /**
   * Checks the credentials in a file. Called for files that seem to have some, before anything is encoded again. Must not load anything
   * from elsewhere, and must end within seconds. What it returns is shortened.
   *
   * @returns `undefined` if they cannot be checked
   */
  read(bytes: Uint8Array, type: PictureType): Promise<ContentCredentials | undefined>;
}

/** Where pictures are stored, and what decodes them. */
export interface AttachmentOptions {
  readonly storage: AttachmentStorage;
  readonly reader: PictureReader;
  /** @default none: that a file has credentials is recorded as `unchecked` */
  readonly credentials?: CredentialsReader;
}
