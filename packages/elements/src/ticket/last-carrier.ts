import type { Client } from '@sidecard/client';

/** Name of the preference. */
const CARRIER = 'carrier';

/** Returns the carrier that the account named last. */
export function lastCarrier({ preferences }: Client): string | undefined {
  const name = preferences.all().get().get(CARRIER)?.['name'];
  return typeof name === 'string' ? name : undefined;
}

/** Remembers the carrier that the account has named. */
export function rememberCarrier({ preferences }: Client, name: unknown): void {
  if (typeof name === 'string' && name) preferences.set(CARRIER, { name });
}
