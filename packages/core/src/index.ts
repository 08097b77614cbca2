/**
 * The language that all parts of Sidecard speak: ticket types, lifecycle, permissions, audiences, card and wire. Values and pure functions;
 * time and ids come in as arguments.
 *
 * @packageDocumentation
 */
export * from './labels.js';
export * from './money.js';
export * from './refusals.js';
export * from './fields/field.js';
export * from './fields/check.js';
export * from './fields/text.js';
export * from './permissions/permissions.js';
export * from './policy/policy.js';
export * from './policy/rollout.js';
export * from './policy/coverage.js';
export * from './policy/recipients.js';
export * from './lifecycle/states.js';
export * from './lifecycle/ticket.js';
export * from './lifecycle/events.js';
export * from './lifecycle/commands.js';
export * from './lifecycle/move.js';
export * from './lifecycle/guards.js';
export type * from './lifecycle/effects.js';
export * from './lifecycle/deadlines.js';
export * from './lifecycle/limits.js';
export * from './lifecycle/evolve.js';
export * from './lifecycle/decide.js';
export * from './lifecycle/create.js';
export * from './lifecycle/offers.js';
export * from './lifecycle/arrange.js';
export * from './lifecycle/abstract-state.js';
export * from './says/compose.js';
export * from './audiences/event-audiences.js';
export * from './audiences/staff-thread.js';
export * from './audiences/project.js';
export * from './audiences/changes.js';
export * from './ticket-types/define-ticket-type.js';
export * from './ticket-types/fields.js';
export * from './ticket-types/return-refund.js';
export * from './ticket-types/built-in.js';
export * from './card/envelope.js';
export * from './card/parse.js';
export * from './queues/queues.js';
export * from './wire/capabilities.js';
export * from './wire/wire.js';
