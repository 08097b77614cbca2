import { demand, type Check } from '../check.js';
import { pause, status, type Json } from '../http.js';
import type { Person } from '../tokens.js';
import type { World } from '../world.js';
import type { EventReader, Frame } from '../stream.js';

/** A check of an area, which is the section, too. */
export function check(section: string, id: string, says: string, run: Check['run']): Check {
  return { id: `${section}/${id}`, says, section, run };
}

/** A move with which the shop tells the buyer something. */
export const DECLINE = { command: 'decline', fields: { reason: 'other', text: 'We would like to talk.' } };

/** The path of a ticket's commands. */
export const commands = (ticket: Json): string => `/v1/tickets/${ticket.id}/commands`;

/** Whether frames are about a ticket. */
export const ofTicket =
  (id: string) =>
  (data: Json): boolean =>
    data.ticket?.id === id;

/** Reads what a stream has brought up to a ticket that was opened as a mark. */
export async function upTo(stream: EventReader, ticketId: string): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const frame = await stream.next();
    demand(frame !== undefined, `${stream.of} ended.`);
    frames.push(frame);
    if (frame.event === 'ticket' && frame.data.ticket.id === ticketId) return frames;
  }
}

/** The number at the end of a cursor. */
export const numberOf = (cursor: string | undefined): number => Number(/\d+$/.exec(cursor ?? '')?.[0]);

/** Whether the main account sees an account online. */
export async function isOnline(world: World, who: Person): Promise<boolean> {
  const { body } = status(await world.get(world.shop.main, '/v1/accounts'), 200);
  return (body.accounts as Json[]).find((one) => one.accountId === who.accountId)?.online === true;
}

/** Waits until an account is online, or is not. @returns whether it came to be */
export async function becomes(wanted: boolean, world: World, who: Person, ms: number): Promise<boolean> {
  const until = Date.now() + ms;
  while (Date.now() < until) {
    if ((await isOnline(world, who)) === wanted) return true;
    await pause(50);
  }
  return false;
}
