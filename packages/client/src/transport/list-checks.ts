import type { QueuesAnswer, SummaryPage, TicketSummary } from '@sidecard/core/wire';
import { objectWith } from './checks.js';

/* Checks that only lists need. */

const isSummary = objectWith<TicketSummary>({
  ticketId: 'string',
  order: 'object',
  buyer: 'object',
  createdAtMs: 'number',
  updatedAtMs: 'number',
});
export const isSummaryPage = objectWith<SummaryPage>({ summaries: [isSummary], total: 'number', cursor: 'string' });
export const isQueues = objectWith<QueuesAnswer>({ queues: 'list' });
