import type { Client } from '@sidecard/client';
import type { TaskTexts } from '../locales/texts.js';
import { refusalText } from '../ticket/refusal-text.js';

/** When an account asked for permission: it outlives the panel, and another ticket's panel knows it too. */
const asked = new WeakMap<Client, number>();

/** When the client's account asked to be allowed to handle tasks, if it waits for an answer; milliseconds since the Unix epoch. */
export function askedAtMs(client: Client): number | undefined {
  return asked.get(client);
}

/** Asks the main account. @returns what to tell the reader */
export async function askAccess(client: Client, texts: TaskTexts): Promise<string> {
  const answer = await client.accounts.ask();
  if (!answer.ok) return refusalText(answer.error, texts);
  asked.set(client, client.now());
  return texts.blocked.asked;
}

/** The answer came: the next time it is a new question. */
export function forgetAsked(client: Client): void {
  asked.delete(client);
}
