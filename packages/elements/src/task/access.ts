import type { Client } from '@sidecard/client';
import type { TaskTexts } from '../locales/texts.js';
import { refusalText } from '../ticket/refusal-text.js';

/** When an account requested permission. Outlives the panel, and is shared by all tickets' panels. */
const asked = new WeakMap<Client, number>();

/** When the client's account requested permission to handle tasks, if the request is pending; milliseconds since the Unix epoch. */
export function askedAtMs(client: Client): number | undefined {
  return asked.get(client);
}

/** Requests permission from the main account. @returns a message for the user */
export async function askAccess(client: Client, texts: TaskTexts): Promise<string> {
  const answer = await client.accounts.ask();
  if (!answer.ok) return refusalText(answer.error, texts);
  asked.set(client, client.now());
  return texts.blocked.asked;
}

/** The request was answered: the next one is new. */
export function forgetAsked(client: Client): void {
  asked.delete(client);
}
