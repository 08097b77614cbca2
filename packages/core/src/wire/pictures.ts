import type { Party } from '../model/states.js';

/** Types of pictures that can be uploaded. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Maximum size of a picture's file. */
export const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

/** Sizes of a picture: two copies without metadata, and the file as it was uploaded, for its uploader and platform staff only. */
export const PICTURE_SIZES = ['thumb', 'show', 'original'] as const;
export type PictureSize = (typeof PICTURE_SIZES)[number];

/**
 * What was found when a file's content credentials (C2PA) were checked, before anything was encoded again: `none`; `unchecked`, because the
 * server could not; `invalid`: they do not belong to this file, or were changed; `valid`: file and signature fit, but anybody can sign;
 * `trusted`: in addition, the signer is one of those whom the installation trusts.
 */
export const CREDENTIAL_VERDICTS = ['none', 'unchecked', 'invalid', 'valid', 'trusted'] as const;
export type CredentialVerdict = (typeof CREDENTIAL_VERDICTS)[number];

/** Content credentials of a picture. A hint, never proof: most pictures have none, and they can be removed. */
export interface ContentCredentials {
  readonly verdict: CredentialVerdict;
  /** The name in the signer's certificate. Only if `trusted`, it is more than a claim. */
  readonly signer?: string;
  /** The camera or program that claims to have made the file. */
  readonly madeWith?: string;
  /** IPTC's code for how it claims to have come about, such as `digitalCapture` or `trainedAlgorithmicMedia`. */
  readonly source?: string;
}

/** A picture that looks almost the same, and hangs on another ticket. */
export interface SimilarPicture {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly uploadedAtMs: number;
}

/**
 * `GET /v1/attachments/{id}/findings`: what platform staff are told about a picture that they read: what was recorded with the file as it
 * came, and hints. For everyone else the path does not exist.
 */
export interface PictureFindings {
  readonly id: string;
  readonly uploadedAtMs: number;
  /** The uploader's party. */
  readonly uploadedBy: Party;
  /** Of the file as it came, in hex. */
  readonly sha256: string;
  readonly type: PictureType;
  readonly bytes: number;
  readonly width: number;
  readonly height: number;
  /** Missing for pictures from before they were read. */
  readonly credentials?: ContentCredentials;
  /** Earlier pictures of the shop's other tickets, oldest first, at most {@link MAX_SIMILAR}. */
  readonly similar: readonly SimilarPicture[];
}

/** Maximum number of similar pictures in {@link PictureFindings}. */
export const MAX_SIMILAR = 10;
