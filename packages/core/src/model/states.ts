/** Parties of a ticket. `host` is the embedding product's backend, `system` its timers. */
export const PARTIES = ['merchant', 'buyer', 'staff', 'host', 'system'] as const;
export type Party = (typeof PARTIES)[number];
/** The two sides of a ticket. */
export type Side = 'merchant' | 'buyer';

/** State of the request between buyer and merchant. */
export const WORKFLOW_STATES = [
  'awaiting-merchant',
  'awaiting-buyer',
  'awaiting-return',
  'awaiting-receipt',
  'awaiting-fulfilment',
  'awaiting-confirmation',
  'declined',
  'resolved',
  'closed',
] as const;
export type Workflow = (typeof WORKFLOW_STATES)[number];
/** States of open tickets. */
export const OPEN_STATES = /* @__PURE__ */ WORKFLOW_STATES.slice(0, 7);
/** States of tickets that have ended. */
export const ENDED_STATES = /* @__PURE__ */ WORKFLOW_STATES.slice(7);

/** State of the platform's intervention. */
export const INTERVENTION_STATES = ['none', 'requested', 'reviewing', 'collecting-evidence'] as const;
export type Intervention = (typeof INTERVENTION_STATES)[number];
/** Every intervention state except `none`. */
export const INTERVENING: readonly Intervention[] = /* @__PURE__ */ INTERVENTION_STATES.slice(1);

/** State of the payment, after the request was met. */
export const SETTLEMENT_STATES = ['none', 'pending', 'succeeded', 'failed'] as const;
export type Settlement = (typeof SETTLEMENT_STATES)[number];
/** States of a payment that nobody waits for. */
export const SETTLED_STATES: readonly Settlement[] = ['none', 'succeeded'];

/** How a ticket ended: `met`, or otherwise; `not-met` if both sides agreed to close it. */
export const ENDINGS = ['met', 'not-met', 'withdrawn', 'lapsed', 'ruled-for-merchant'] as const;
export type Ending = (typeof ENDINGS)[number];

/** The status that card, panel and workbench show: the workflow state, or that the platform is intervening (R15). */
export type DisplayStatus = Workflow | 'platform-intervening';

/** Whether the ticket is open. */
export function isOpen(workflow: Workflow): boolean {
  return workflow !== 'resolved' && workflow !== 'closed';
}

/** Whether neither side needs the ticket any more: it has ended, and no payment is outstanding. */
export function isOver(ticket: { readonly workflow: Workflow; readonly settlement: Settlement }): boolean {
  return !isOpen(ticket.workflow) && SETTLED_STATES.includes(ticket.settlement);
}

/** The status to show (R15). */
export function displayStatus(ticket: {
  readonly workflow: Workflow;
  readonly intervention: Intervention;
}): DisplayStatus {
  return ticket.intervention === 'none' ? ticket.workflow : 'platform-intervening';
}

const MOVE_OF: Readonly<Record<Workflow, Side | undefined>> = {
  'awaiting-merchant': 'merchant',
  'awaiting-buyer': 'buyer',
  'awaiting-return': 'buyer',
  'awaiting-receipt': 'merchant',
  'awaiting-fulfilment': 'merchant',
  'awaiting-confirmation': 'buyer',
  declined: 'buyer',
  resolved: undefined,
  closed: undefined,
};

/** Returns whose turn it is, or `undefined` when the ticket has ended. */
export function moveOf(ticket: {
  readonly workflow: Workflow;
  readonly intervention: Intervention;
}): Side | 'staff' | undefined {
  return ticket.intervention === 'none' ? MOVE_OF[ticket.workflow] : 'staff';
}
