import type {
  AccountView,
  HistoryPage,
  HistoryView,
  RequestOption,
  RequestOptionsAnswer,
  StaffMessageAnswer,
  StaffThread,
  TicketAnswer,
  TicketTypeDescription,
} from '@sidecard/core/wire';
import { isMessage, isObject, isTicketAnswer, objectWith } from './checks.js';

/* Checks that only parts loaded on demand need. */

const isEntry = objectWith<HistoryView>({ id: 'string', kind: 'string', atMs: 'number', by: 'object' });
export const isHistoryPage = objectWith<HistoryPage>({ entries: [isEntry] });
const isOption = objectWith<RequestOption>({
  type: 'string',
  typeVersion: 'string',
  typeLabels: 'object',
  limits: 'object',
});
export const isRequestOptions = objectWith<RequestOptionsAnswer>({ order: 'object', options: [isOption] });
const isAccount = objectWith<AccountView>({ accountId: 'string', permissions: 'list' });

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
