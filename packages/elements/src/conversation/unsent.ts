import { type Client, type OutboxEntry, requestDraft } from '@sidecard/client';
import type { CreateBody } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { ConversationWords } from '../locales/conversation-catalogue.js';
import { shortOrder } from '../locales/short-order.js';
import { icon } from '../theme/icons.js';
import { refusalText } from '../ticket/refusal-text.js';
import { formatRich, textIn, typeName } from '../ticket/view-model.js';

/** A request in the outbox: it waits for the network, or was refused. */
export type Unsent = OutboxEntry & { readonly create: CreateBody };

/** What the requests in the outbox need. */
export interface UnsentContext {
  readonly client: Client;
  readonly texts: ConversationWords;
  readonly onSend: (entry: Unsent) => void;
  readonly onEdit: (entry: Unsent) => void;
}

/** The requests that wait or were refused, oldest first. Those that are under way have their answer soon. */
export function unsentRequests(outbox: readonly OutboxEntry[]): readonly Unsent[] {
  return outbox.filter((entry): entry is Unsent => entry.create !== undefined && entry.state !== 'sending');
}

/** Renders the requests that wait, and those that were refused: their words stay until they are sent again or discarded. */
export function unsentList(entries: readonly Unsent[], context: UnsentContext): TemplateResult | typeof nothing {
  if (entries.length === 0) return nothing;
  return html`${entries.map((entry) => unsent(entry, context))}`;
}

function unsent(entry: Unsent, { client, texts, onSend, onEdit }: UnsentContext): TemplateResult {
  const { key, create, error, state, unsaved } = entry;
  const { conversation: words } = texts;
  const values = { type: typeName(create, { texts }), order: shortOrder(create.orderId) };
  const text = textIn(create.request);
  const draft = text ? html`<div class="draft"><span dir="auto">${text}</span></div>` : nothing;
  if (state === 'queued') {
    return html`<div class="notice" data-unsent=${key}>
      ${icon('offline')}
      <p>${formatRich(words.waits, values)} ${unsaved ? texts.state.unsaved : nothing}</p>
      ${draft}
    </div>`;
  }
  return html`<div class="notice urgent" data-unsent=${key}>
    ${icon('warning')}
    <h3>${formatRich(words.refused, values)}</h3>
    <p>${error ? refusalText(error, texts) : texts.refusals.server}</p>
    ${draft}
    <div class="row">
      <button class="btn small" type="button" data-act="send-again" @click=${() => onSend(entry)}>
        ${words.sendAgain}
      </button>
      <button class="btn small" type="button" data-act="edit-request" @click=${() => onEdit(entry)}>
        ${words.edit}
      </button>
      <button class="btn quiet small" type="button" data-act="discard" @click=${() => discard(client, entry)}>
        ${texts.refusals.discard}
      </button>
    </div>
  </div>`;
}

/** Drops a request, and its draft unless it was changed since. */
function discard(client: Client, { key, create }: Unsent): void {
  const place = requestDraft(create);
  const { drafts } = client;
  const draft = drafts.draft(...place).get();
  if (textIn(draft ?? {}) === textIn(create.request)) drafts.clear(...place);
  client.dismiss(key);
}
