import type { OutboxEntry } from '@sidecard/client';
import type { ActorView, Session, StaffMessagePurpose, StaffMessageView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatWhen, type TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { StaffWords } from '../locales/staff-catalogue.js';
import { icon } from '../theme/icons.js';
import { waitingText } from '../ticket/waiting-text.js';

/** What the thread renders. */
export interface ThreadModel {
  readonly texts: StaffWords;
  readonly time: TimeOptions;
  readonly session: Session | undefined;
  /** Shows pictures by their ids; `undefined` while what draws them is loading. */
  readonly thumbs: (ids: readonly string[]) => TemplateResult | undefined;
}

interface Line {
  readonly id: string;
  readonly by: ActorView;
  readonly atMs: number;
  readonly purpose: StaffMessagePurpose | undefined;
  readonly text: string;
  readonly pictures: readonly string[];
  readonly state?: OutboxEntry['state'];
  readonly unsaved?: true | undefined;
}

/** How far the clocks of page and server may differ, in milliseconds. */
const CLOCKS_MS = 60_000;

/** The messages, oldest first, followed by pending ones. */
export function thread(
  messages: readonly StaffMessageView[],
  pending: readonly OutboxEntry[],
  model: ThreadModel,
): TemplateResult {
  const lines: readonly Line[] = [
    ...messages.map(({ id, by, atMs, purpose, text, pictures = [] }): Line => ({
      id,
      by,
      atMs,
      purpose,
      text,
      pictures,
    })),
    ...pending.filter((entry) => !hasCome(entry, messages, model)).map((entry) => pendingLine(entry, model.session)),
  ];
  return html`<ol class="thread">
    ${lines.map((one) => message(one, model))}
  </ol>`;
}

/** Whether the event stream has brought a message whose request is not answered yet. */
function hasCome(
  { state, command, createdAtMs }: OutboxEntry,
  messages: readonly StaffMessageView[],
  { session }: ThreadModel,
): boolean {
  const sent = command.fields?.['text'];
  return (
    state === 'sending' &&
    messages.some(
      ({ by, text, atMs }) => by.accountId === session?.accountId && text === sent && atMs > createdAtMs - CLOCKS_MS,
    )
  );
}

function pendingLine({ key, createdAtMs, command, state, unsaved }: OutboxEntry, session: Session | undefined): Line {
  const { purpose, text, pictures } = command.fields ?? {};
  return {
    id: key,
    by: { party: session?.party ?? 'merchant', accountId: session?.accountId ?? '', name: session?.name ?? '' },
    atMs: createdAtMs,
    purpose: purpose as StaffMessagePurpose | undefined,
    text: typeof text === 'string' ? text : '',
    pictures: Array.isArray(pictures) ? (pictures as readonly string[]) : [],
    ...{ state, unsaved },
  };
}

function message(
  { by, atMs, purpose, text, pictures, state, unsaved }: Line,
  { texts, time, thumbs }: ThreadModel,
): TemplateResult {
  const ofStaff = by.party === 'staff';
  const name = by.name || (ofStaff ? texts.staff.staffName : texts.parties.shop);
  const words = purpose && Object.hasOwn(texts.staff.purposes, purpose) ? texts.staff.purposes[purpose].long : purpose;
  return html`<li class="msg" data-by=${by.party}>
    <span class="avatar ${ofStaff ? 'platform' : ''}" aria-hidden="true">${[...name][0] ?? ''}</span>
    <p class="by">
      <b><bdi translate="no">${name}</bdi></b>
      ${words ? html`<span class="cut">${words}</span>` : nothing}
      <time translate="no" datetime=${new Date(atMs).toISOString()}>${formatWhen(atMs, time)}</time>
    </p>
    <p class="text" dir="auto">${text}</p>
    ${
      pictures.length > 0
        ? html`<div class="sent">
            ${thumbs(pictures) ?? format(texts.request.pictures, { count: pictures.length })}
          </div>`
        : nothing
    }
    ${state ? html`<p class="sent">${icon('clock')}${waitingText({ state, unsaved }, texts)}</p>` : nothing}
  </li>`;
}
