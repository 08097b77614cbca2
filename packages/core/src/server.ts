/**
 * What a backend needs besides the decider in `@sidecard/core/authoring`: projections, streams, queues, scheduling and stored records.
 *
 * @packageDocumentation
 */
export { containDirection, tidyText } from './values/as-written.js';
export { isLanguageTag } from './values/labels.js';
export { isRecord } from './values/unknown.js';
export { MAX_DAYS, openZone, type Zone } from './values/zone.js';
export { permits } from './model/actor.js';
export { CLAIM_LEASE, type ScheduledDeadline, scheduledDeadlines, warnsFromMs } from './model/deadlines.js';
export { ENDED_STATES, isOver, SETTLED_STATES } from './model/states.js';
export { SCHEMA_VERSION } from './model/schema-version.js';
export { readStoredEvent, readStoredTicket } from './model/upcasters/read-stored.js';
export { isCompensationRule } from './commitments/compensation.js';
export { colleaguesOf } from './policy/colleagues.js';
export { effectivePolicy, isCovered } from './policy/coverage.js';
export { routeCard, type Routed } from './policy/recipients.js';
export { isPictureUrl, PICTURE_URL } from './card/picture-url.js';
export { inRollout, type RolloutMerchant } from './policy/rollout.js';
export { streamHasThread, streamsOf, threadAccess, threadFor, type ThreadReader } from './policy/staff-thread.js';
export { picturesIn } from './fields/picture-ids.js';
export { countryCode, mayLack } from './fields/kinds/address.js';
export { decideOrder, type OrderContext, type OrderDecision } from './order/decide-order.js';
export type { OrderProblem, OrderRefusal } from './order/facts.js';
export { orderDifference, orderOfTickets } from './order/of-tickets.js';
export { budgetChanged } from './machine/budgets.js';
export { stateOf } from './machine/projection.js';
export { rebuild } from './machine/evolve.js';
export { orderEvent, type OrderEventContext } from './machine/order-event.js';
export {
  actorFor,
  fieldsFor,
  HISTORY_LENGTH,
  historyEntryFor,
  historyKindsFor,
  project,
} from './machine/projection.js';
export {
  countEntries,
  ENTRY_GROUPS,
  type EntryCounts,
  type EntryGroup,
  entryGroupOf,
  excerptOf,
  historyWith,
} from './machine/excerpt.js';
export { orderFor } from './machine/projection.js';
export { requestOptions } from './machine/request-options.js';
export { promises, promisesOnExpiry } from './machine/promises.js';
export { type Countable, countQueues, queueOf, typesOf } from './machine/queues.js';
export { listedOf } from './list/filter.js';
export { summaryFor } from './list/summary.js';
export { noteProblem } from './team/notes.js';
export { templateProblems } from './templates/template.js';
export { archivePolicy } from './policy/archive.js';
export { changeEntry, isDefect } from './archive/change.js';
export { byPeriod, countArchive, MAX_PERIODS, periodsOf } from './archive/counts.js';
export { type ArchiveEntry, type ArchiveFilter, isArchived, searchWords, withoutRequest } from './archive/entry.js';
export { concernsArchive, filedBefore, fileTicket, isKept } from './archive/file.js';
export { archiveEntryFor } from './archive/view.js';
export { sessionOfPolicy, type SessionOfPolicy } from './wire/session-of-policy.js';
