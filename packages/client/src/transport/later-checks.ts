import type { AccountView, StaffMessageAnswer, StaffThread, TicketAnswer } from '@sidecard/core/wire';
import type { TicketTypeDocument } from '../model/ticket-type-state.js';
import { isMessage, isTicketAnswer, objectWith } from './checks.js';

/*
 * Checks of what only the parts ask for that are loaded on demand.
 */

const isAccount = objectWith<AccountView>({ accountId: 'string', permissions: 'list' });

export const isStaffThread = objectWith<StaffThread>({ messages: [isMessage] });
const isMessageAnswer = objectWith<StaffMessageAnswer>({ message: isMessage });
export const isWriteAnswer = (json: unknown): json is TicketAnswer | StaffMessageAnswer =>
  isTicketAnswer(json) || isMessageAnswer(json);
export const isTicketType = objectWith<TicketTypeDocument>({ key: 'string', locale: 'string' });
export const isAccounts = objectWith<{ readonly accounts: readonly AccountView[] }>({ accounts: [isAccount] });
