import type { TicketView } from '@sidecard/core/wire';

/**
 * Returns the loaded tickets, by id, as a new object after each change. It copies nothing, so that a change costs the same for any number of
 * tickets: a former object shows the same tickets as the newest.
 */
export function loadedTickets(views: ReadonlyMap<string, TicketView>): ReadonlyMap<string, TicketView> {
  return new Proxy(views, {
    get(all, name) {
      const member: unknown = Reflect.get(all, name, all);
      return typeof member === 'function' ? (member.bind(all) as unknown) : member;
    },
  });
}
