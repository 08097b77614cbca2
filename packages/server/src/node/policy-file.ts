import { readFile } from 'node:fs/promises';
import { builtInTypes, type Policy, type TicketType } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import * as v from 'valibot';
import { checkData, lineOf } from '../schemas/check.js';
import { closed, dictionary, isId } from '../schemas/parts.js';
import { policyFor } from '../schemas/policy.js';

/** The file with the policy cannot be used. `message` has a line for everything that is wrong. */
export class PolicyFileError extends Error {
  constructor(path: string, lines: readonly string[]) {
    super(lines.map((line) => `${path}: ${line}`).join('\n'));
    this.name = 'PolicyFileError';
  }
}

/**
 * Reads the policies of an installation from a file: JSON with `default`, for every shop, and `merchants`, by merchant id, each with the
 * members of a policy that differ. A merchant's member replaces the default's member, whole.
 *
 * @param types - the ticket types of the server. @default the built-in ones
 * @returns what `createSidecardServer` takes as `policy`
 * @throws {PolicyFileError} naming everything that is wrong, and where
 */
export async function readPolicyFile(
  path: string,
  types: readonly TicketType[] = builtInTypes,
): Promise<(merchantId: string) => Partial<Policy>> {
  const policy = policyFor(indexTypes(types));
  const file = closed({
    default: v.exactOptional(policy, {}),
    merchants: v.exactOptional(dictionary(policy, isId, 'Must be an object with a policy for each merchant id.'), {}),
  });
  const checked = checkData(file, await contentOf(path));
  if (!checked.ok) throw new PolicyFileError(path, checked.problems.map(lineOf));
  const { default: common, merchants } = checked.value;
  const own = new Map(Object.entries(merchants).map(([id, differing]) => [id, { ...common, ...differing }]));
  return (merchantId) => own.get(merchantId) ?? common;
}

async function contentOf(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new PolicyFileError(path, [`The file cannot be read (${error.code ?? error.message}).`]);
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyFileError(path, [`This is not JSON: ${error instanceof Error ? error.message : String(error)}.`]);
  }
}
