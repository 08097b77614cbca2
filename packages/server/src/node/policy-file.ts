import { readFile } from 'node:fs/promises';
import { builtInTypes, type Policy, type PolicyProblem, readPolicy, type TicketType } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import { ROLLOUT_PROBLEMS } from '@sidecard/core/server';
import { isRecord } from '../wire/values.js';

/** The file with the policy cannot be used. `message` has a line for everything that is wrong. */
export class PolicyFileError extends Error {
  constructor(path: string, problems: readonly string[]) {
    super(problems.map((problem) => `${path}: ${problem}`).join('\n'));
    this.name = 'PolicyFileError';
  }
}

const WORDS: Readonly<Record<PolicyProblem['problem'], string>> = {
  ...ROLLOUT_PROBLEMS,
  wrong: 'is not as it must be',
  'unknown-member': 'is nothing that there is',
  'too-many': 'are too many',
  'key-twice': 'is there twice',
  'time-zone-unknown': 'is no time zone that this machine knows, such as Asia/Shanghai',
  'type-unknown': 'is no ticket type',
  'deadline-unknown': 'is no deadline of that type',
};

/** What a member is to be, where `wrong` alone does not help. */
const EXPECTED: Partial<Readonly<Record<string, string>>> = {
  coveredTypes: 'a list of keys of ticket types',
  deadlines: 'lengths in milliseconds by ticket type (or *) and deadline',
  claimLeaseMs: 'a length in milliseconds',
  permissionGuideUrl: 'an address that begins with https:// or /',
  recipients: 'all or sub-accounts',
  returnAddresses: 'a list of addresses with name, phone, region and street',
  caps: 'postageMinor and compensationMinor, whole numbers of the smallest unit',
  commitments: 'a list of service commitments',
  locale: 'a language such as zh-CN',
  merchantClass: 'a name',
  staffMessages: 'readers: handlers or author',
};

/**
 * Reads the policies of an installation from a file: JSON with `default`, for every shop, and `merchants`, by merchant id, each with the
 * members of a policy that differ. What a merchant's part has takes the place of the default's member, whole.
 *
 * @param types - the ticket types of the server. @default the built-in ones
 * @returns what `createSidecardServer` takes as `policy`
 * @throws {PolicyFileError} naming everything that is wrong, and where
 */
export async function readPolicyFile(
  path: string,
  types: readonly TicketType[] = builtInTypes,
): Promise<(merchantId: string) => Partial<Policy>> {
  const content = await contentOf(path);
  const known = indexTypes(types);
  const problems: string[] = [];
  const read = (value: unknown, at: string): Partial<Policy> => {
    const outcome = readPolicy(value, known);
    if (outcome.ok) return outcome.value;
    for (const problem of outcome.problems) problems.push(wordsOf(problem, at));
    return {};
  };

  for (const member of Object.keys(content)) {
    if (member !== 'default' && member !== 'merchants') problems.push(`${member} ${WORDS['unknown-member']}.`);
  }
  const { default: general = {}, merchants = {} } = content;
  const common = read(general, 'default');
  const own = new Map<string, Partial<Policy>>();
  if (!isRecord(merchants)) problems.push('merchants is to be an object with a policy for each merchant id.');
  else
    for (const [id, value] of Object.entries(merchants)) own.set(id, { ...common, ...read(value, `merchants.${id}`) });
  if (problems.length > 0) throw new PolicyFileError(path, problems);
  return (merchantId) => own.get(merchantId) ?? common;
}

async function contentOf(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new PolicyFileError(path, [`The file cannot be read (${error.code ?? error.message}).`]);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new PolicyFileError(path, [`This is no JSON: ${error instanceof Error ? error.message : String(error)}.`]);
  }
  if (!isRecord(content))
    throw new PolicyFileError(path, ['The file is to hold an object with default and merchants.']);
  return content;
}

function wordsOf({ at, problem }: PolicyProblem, where: string): string {
  const [member = ''] = at.split(/[.[]/);
  const expected = problem === 'wrong' ? EXPECTED[member] : undefined;
  const place = [where, at].filter(Boolean).join('.');
  return `${place} ${WORDS[problem]}${expected ? `: ${member} is to be ${expected}` : ''}.`;
}
