/** Reads whose cost grows with what a merchant has, that stay open, or that ask the host or read a file. */
const EXPENSIVE =
  /^\/v1\/(tickets|tickets\/[^/]+\/history|summaries|queues|payments|accounts|events|feed|archive(\/.*)?|orders\/[^/]+\/request-options|attachments\/[^/]+(\/.*)?)$/;

/** Which of a sender's budgets a request takes from; `undefined` for none. */
export function budgetOf(method: string, path: string): 'reads' | 'writes' | undefined {
  if (method !== 'GET' && method !== 'HEAD') return 'writes';
  return EXPENSIVE.test(path) ? 'reads' : undefined;
}
