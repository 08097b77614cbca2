import type {
  AccountView,
  CardDelivery,
  Frames,
  Problem,
  ReplyDelivery,
  Session,
  StaffMessageAnswer,
  StaffThread,
  TicketAnswer,
  TicketPage,
  TicketTypeDescription,
  TicketView,
} from '@sidecard/core/wire';

/** Whether JSON from outside has the members that this client reads. */
export type Check<Body> = (json: unknown) => json is Body;

type Kind = 'string' | 'number' | 'list' | 'object';

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  return value === null ? 'null' : typeof value;
}

/** Creates a check for an object with members of these kinds. */
function objectWith<Body>(members: Partial<Record<keyof Body, Kind | Check<unknown> | readonly [Check<unknown>]>>) {
  return (json: unknown): json is Body =>
    kindOf(json) === 'object' &&
    Object.entries(members).every(([name, wanted]) => {
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
const isMessage = objectWith<StaffThread['messages'][number]>({ id: 'string', ticketId: 'string', text: 'string' });
const isAccount = objectWith<AccountView>({ accountId: 'string', permissions: 'list' });

export const isSession = objectWith<Session>({
  party: 'string',
  accountId: 'string',
  merchantId: 'string',
  permissions: 'list',
  serverTimeMs: 'number',
});
export const isTicketAnswer = objectWith<TicketAnswer>({ ticket: isTicket });
export const isTicketPage = objectWith<TicketPage>({ tickets: [isTicket] });
export const isStaffThread = objectWith<StaffThread>({ messages: [isMessage] });
const isMessageAnswer = objectWith<StaffMessageAnswer>({ message: isMessage });
export const isWriteAnswer = (json: unknown): json is TicketAnswer | StaffMessageAnswer =>
  isTicketAnswer(json) || isMessageAnswer(json);
const isReasons = objectWith<TicketTypeDescription['reasons']>({ buyer: 'list', merchant: 'list' });
export const isTicketType = objectWith<TicketTypeDescription>({
  key: 'string',
  version: 'string',
  labels: 'object',
  request: 'list',
  reasons: isReasons,
  deadlines: 'object',
  transitions: [isObject],
});
export const isAccounts = objectWith<{ readonly accounts: readonly AccountView[] }>({ accounts: [isAccount] });

export const isReady = objectWith<Frames['ready']>({ head: 'string', serverTimeMs: 'number' });
export const isTicketFrame = objectWith<Frames['ticket']>({ ticket: isTicket });
export const isMessageFrame = objectWith<Frames['staff-message']>({ message: isMessage });
export const isDelivery = objectWith<CardDelivery & ReplyDelivery>({
  deliveryId: 'string',
  ticketId: 'string',
  messageId: 'string',
});
