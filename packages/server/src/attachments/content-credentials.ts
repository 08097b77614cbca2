import { type ContentCredentials, CREDENTIAL_VERDICTS, type PictureType } from '@sidecard/core/wire';
import type { CredentialsReader } from './ports.js';

/** What each file with content credentials contains: the label of their box (JUMBF). */
const LABEL = [...'c2pa'].map((character) => character.charCodeAt(0));
const MAX_NAME = 100;
const SOURCE = /^[A-Za-z]{1,60}$/;

/**
 * Reads the content credentials of a file as it came. They never keep a picture from being stored.
 *
 * @param report - called with the error if the reader fails
 */
export async function credentialsOf(
  reader: CredentialsReader | undefined,
  bytes: Uint8Array,
  type: PictureType,
  report: (error: unknown) => void,
): Promise<ContentCredentials> {
  if (!mentions(bytes, LABEL)) return { verdict: 'none' };
  try {
    const read = await reader?.read(bytes, type);
    return read ? shortened(read) : { verdict: 'unchecked' };
  } catch (error) {
    report(error);
    return { verdict: 'unchecked' };
  }
}

function mentions(bytes: Uint8Array, label: readonly number[]): boolean {
  const [first = 0] = label;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (label.every((code, index) => bytes[at + index] === code)) return true;
  }
  return false;
}

/** Keeps what is said in a file from filling the reader's screen. */
function shortened({ verdict, signer, madeWith, source }: ContentCredentials): ContentCredentials {
  return {
    verdict: CREDENTIAL_VERDICTS.includes(verdict) ? verdict : 'unchecked',
    ...(isName(signer) ? { signer: nameOf(signer) } : {}),
    ...(isName(madeWith) ? { madeWith: nameOf(madeWith) } : {}),
    ...(typeof source === 'string' && SOURCE.test(source) ? { source } : {}),
  };
}

const isName = (value: unknown): value is string => typeof value === 'string' && nameOf(value) !== '';

function nameOf(value: string): string {
  // Cut between characters: a database stores no half of one.
  return [...value.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()].slice(0, MAX_NAME).join('');
}
