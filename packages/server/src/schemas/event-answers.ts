import type { EventFrame, EventPage, FrameName } from '@sidecard/core/wire';
import * as v from 'valibot';
import { anObject, cursor, optional, string } from './answer-parts.js';
import { type Entries, time } from './parts.js';

// What the server answers to a long poll of events.

const NAMES = [
  'ready',
  'ticket',
  'related',
  'staff-message',
  'reset',
  'closed',
  'card',
  'reply',
  'accounts',
  'presence',
  'notes',
] as const satisfies readonly FrameName[];

const frame = v.object({
  event: v.picklist(NAMES),
  id: optional(v.pipe(cursor, v.description('The `Last-Event-ID` to resume from, if the frame is in the log.'))),
  data: anObject<EventFrame['data']>(),
});

/** An answer to a long poll. */
export const eventPage = v.object({
  frames: v.array(frame) as unknown as v.GenericSchema<EventPage['frames']>,
  poll: optional(
    v.pipe(
      string,
      v.description(
        'The `poll` of the next request. Missing if the reader has ended: the next request starts a new one.',
      ),
    ),
  ),
  serverTimeMs: time,
} satisfies Entries<EventPage>);
