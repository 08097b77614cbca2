/** Elements whose question for a scope nobody answered. They ask again when somebody new can answer. */
const orphans = new Set<() => void>();

/** @returns stops waiting */
export function awaitScope(ask: () => void): () => void {
  orphans.add(ask);
  return () => void orphans.delete(ask);
}

/** Lets everyone who waits ask again. */
export function offerScope(): void {
  for (const ask of [...orphans]) ask();
}
