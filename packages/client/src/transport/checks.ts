import type {
  CardDelivery,
  Frames,
  Problem,
  ReplyDelivery,
  Session,
  StaffThread,
  TicketAnswer,
  TicketPage,
  TicketView,
} from '@sidecard/core/wire';

/** Whether external JSON has the members that this client reads. */
export type Check<Body> = (json: unknown) => json is Body;

type Kind = 'string' | 'number' | 'list' | 'object';

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
}

/** Creates a check for an object with members of these kinds. */
export function objectWith<Body>(
  members: Partial<Record<keyof Body, Kind | Check<unknown> | readonly [Check<unknown>]>>,
) {
  const wantedOf = Object.entries(members);
  return (json: unknown): json is Body =>
    kindOf(json) === 'object' &&
    wantedOf.every(([name, wanted]) => {
      const value = (json as Readonly<Record<string, unknown>>)[name];
      if (typeof wanted === 'string') return kindOf(value) === wanted;
      if (typeof wanted === 'function') return (wanted as Check<unknown>)(value);
      const [check] = wanted as readonly [Check<unknown>];
      return Array.isArray(value) && value.every(check);
    });
}

export const isObject = objectWith<object>({});
export const isProblem = objectWith<Problem>({ code: 'string' });
export const isTicket = objectWith<TicketView>({ id: 'string', version: 'number', actions: 'list' });
export const isMessage = objectWith<StaffThread['messages'][number]>({
  id: 'string',
  ticketId: 'string',
  text: 'string',
});
export const isSession = objectWith<Session>({
  party: 'string',
  accountId: 'string',
  merchantId: 'string',
  permissions: 'list',
  serverTimeMs: 'number',
});
export const isTicketAnswer = objectWith<TicketAnswer>({ ticket: isTicket });
export const isTicketPage = objectWith<TicketPage>({ tickets: [isTicket] });

export const isReady = objectWith<Frames['ready']>({ head: 'string', serverTimeMs: 'number' });
export const isTicketFrame = objectWith<Frames['ticket']>({ ticket: isTicket });
export const isMessageFrame = objectWith<Frames['staff-message']>({ message: isMessage });
export const isDelivery = objectWith<CardDelivery & ReplyDelivery>({
  deliveryId: 'string',
  ticketId: 'string',
  messageId: 'string',
});
