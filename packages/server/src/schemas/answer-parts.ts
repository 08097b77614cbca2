import type { Labels, Texts } from '@sidecard/core';
import { type ActorView, PARTIES, type TicketView, WORKFLOW_STATES } from '@sidecard/core/wire';
import * as v from 'valibot';
import { type Entries, time } from './parts.js';

// Parts of what the server answers.

export const optional = v.exactOptional;
export const string = v.string();
export const boolean = v.boolean();
export const strings = v.array(string);
export const count = v.pipe(v.number(), v.integer());

/** What is described more loosely than its type. */
export const loosely = <T>(schema: Readonly<Record<string, unknown>>): v.GenericSchema<T> =>
  v.pipe(
    v.custom<T>(() => true),
    v.metadata(schema),
  );
export const anObject = <T>() => loosely<T>({ type: 'object' });
export const objects = <T>() => loosely<T>({ type: 'array', items: { type: 'object' } });
export const texts = <T>(description = 'A text by language.') =>
  loosely<T>({ type: 'object', additionalProperties: { type: 'string' }, description });
export const labels = texts<Labels>();
export const words = texts<Texts>();

export const cursor = v.pipe(string, v.description('A position in a stream. Opaque.'));
export const actor = v.object({
  party: v.picklist(PARTIES),
  accountId: optional(string),
  name: optional(string),
} satisfies Entries<ActorView>);
export const deadline = v.object({
  key: string,
  of: v.picklist(['merchant', 'buyer', 'staff']),
  startedAtMs: time,
  dueAtMs: time,
  extended: optional(count),
} satisfies Entries<TicketView['deadlines'][number]>);

export const displayStatus = v.picklist([...WORKFLOW_STATES, 'platform-intervening']);
export const moveOf = v.picklist(['merchant', 'buyer', 'staff']);
export const claim = v.object({ accountId: string, name: string, untilMs: time });
