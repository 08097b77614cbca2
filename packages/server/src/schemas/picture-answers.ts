import {
  type ContentCredentials,
  CREDENTIAL_VERDICTS,
  PARTIES,
  PICTURE_TYPES,
  type PictureFindings,
  type SimilarPicture,
} from '@sidecard/core/wire';
import * as v from 'valibot';
import { count, optional, string } from './answer-parts.js';
import { type Entries, id, time } from './parts.js';

const credentials = v.object({
  verdict: v.pipe(
    v.picklist(CREDENTIAL_VERDICTS),
    v.description(
      '`valid`: file and signature fit, but anybody can sign. `trusted`: by one of the signers whom the installation trusts.',
    ),
  ),
  signer: optional(
    v.pipe(string, v.description('As the certificate says. Only if `trusted`, it is more than a claim.')),
  ),
  madeWith: optional(v.pipe(string, v.description('The camera or program, as the file says.'))),
  source: optional(
    v.pipe(string, v.description('IPTC’s code, such as `digitalCapture` or `trainedAlgorithmicMedia`.')),
  ),
} satisfies Entries<ContentCredentials>);

/** `GET /v1/attachments/{id}/findings`. */
export const pictureFindings = v.object({
  id,
  uploadedAtMs: time,
  uploadedBy: v.picklist(PARTIES),
  sha256: v.pipe(string, v.description('Of the file as it came, in hex.')),
  type: v.picklist(PICTURE_TYPES),
  bytes: count,
  width: count,
  height: count,
  credentials: optional(
    v.pipe(
      credentials,
      v.description(
        'Content credentials (C2PA) of the file as it came. A hint, never proof. Missing for old pictures.',
      ),
    ),
  ),
  similar: v.pipe(
    v.array(v.object({ id, ticketId: id, ticketNumber: string, uploadedAtMs: time } satisfies Entries<SimilarPicture>)),
    v.description(
      'Earlier pictures of the shop’s other tickets that look almost the same, oldest first. Hints, never proof.',
    ),
  ),
} satisfies Entries<PictureFindings>);
