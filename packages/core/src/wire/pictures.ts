/** Types of pictures that can be uploaded. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Maximum size of a picture's file. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

/** Sizes of a picture: two copies without metadata, and the file as it was uploaded, for its uploader and platform staff only. */
export const PICTURE_SIZES = ['thumb', 'show', 'original'] as const;
export type PictureSize = (typeof PICTURE_SIZES)[number];
