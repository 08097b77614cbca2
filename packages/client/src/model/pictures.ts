import type { PictureFindings, PictureSize, UploadedPicture } from '@sidecard/core/wire';
import type { ClientRefusal } from './client-refusal.js';

/** Pictures: a form's field of kind `pictures` has the ids of uploaded ones. */
export interface Pictures {
  /**
   * Uploads a picture; its id can be used once, within a day. At most three at once, the others wait. What may succeed later is tried again
   * a few times, under the same key.
   *
   * @param file - at most 5 MB, of one of `PICTURE_TYPES`; others are refused at once, with the server's codes
   * @returns never rejects
   */
  upload(
    file: Blob,
    options?: {
      /** Called with the share that was sent, from 0 to 1. */
      readonly onProgress?: (sentShare: number) => void;
      readonly signal?: AbortSignal;
    },
  ): Promise<
    { readonly ok: true; readonly picture: UploadedPicture } | { readonly ok: false; readonly error: ClientRefusal }
  >;
  /**
   * Loads a picture's file. Nothing is kept, because who may see it can change.
   *
   * @param size - `original` is for its uploader and platform staff. @default 'show'
   * @returns never rejects
   */
  load(
    id: string,
    size?: PictureSize,
  ): Promise<{ readonly ok: true; readonly file: Blob } | { readonly ok: false; readonly error: ClientRefusal }>;
  /**
   * Reads what platform staff are told about a picture: hints, never proof. Refused with `not-found` for others, and by older servers.
   *
   * @returns never rejects
   */
  findings(
    id: string,
  ): Promise<
    { readonly ok: true; readonly findings: PictureFindings } | { readonly ok: false; readonly error: ClientRefusal }
  >;
}
