import { MAX_PICTURE_BYTES } from '@sidecard/core/wire';

/** Limits of pictures. */
export const PICTURE_LIMITS = {
  /** Size of a file. */
  maxBytes: MAX_PICTURE_BYTES,
  maxPixels: 40_000_000,
  /** Longer side of the copies for showing, in pixels. */
  maxSide: { show: 2048, thumb: 320 },
  /**
   * Maximum number of pictures that an account has uploaded and not used yet. One form takes up to 59: a receipt has 50 of its lines and 9 of
   * the whole parcel. The rest is for pictures that were taken out of a form, which count until they are deleted, and for other drafts.
   */
  unused: 80,
  /** How long an unused picture is kept, in milliseconds. */
  unusedMs: 86_400_000,
  /** How long a body may take to arrive, in milliseconds. */
  arrivesWithinMs: 60_000,
  /** Bodies on their way to this process: of all, of one account, and how much of them is in memory. */
  arriving: { bodies: 200, perOwner: 4, bytes: 16 * MAX_PICTURE_BYTES },
  /** Pictures that have come and are stored at once in this process, and those of them that are decoded. */
  stored: 16,
  decoded: 4,
} as const;
