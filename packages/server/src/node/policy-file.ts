import { readFile } from 'node:fs/promises';
import { builtInTypes, type Policy, type TicketType } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import * as v from 'valibot';
import { checkData, lineOf } from '../schemas/check.js';
import { closed, dictionary, isId } from '../schemas/parts.js';
import { policyFor } from '../schemas/policy.js';

/** The policy file is unusable. `message` has a line for every problem. */
export class PolicyFileError extends Error {
  constructor(path: string, lines: readonly string[]) {
    super(lines.map((line) => `${path}: ${line}`).join('\n'));
    this.name = 'PolicyFileError';
  }
}

/**
 * Reads an installation's policies from a JSON file with `default`, for all shops, and `merchants`, by merchant id, each with the members
 * of a policy that differ. A merchant's member replaces the default's member as a whole.
 *
 * @param types - the server's ticket types. @default the built-in ones
 * @returns the `policy` option of `createSidecardServer`
 * @throws {PolicyFileError} with every problem and its location
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
    throw new PolicyFileError(path, [
      `The file is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`,
    ]);
  }
}
