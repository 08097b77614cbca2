import { type DisplayStatus, shownDeadline, type Side, type TicketView } from '@sidecard/core';
import { html, nothing, type TemplateResult } from 'lit';
import { deadlineTone, formatLeft, shareLeft } from '../locales/duration.js';
import { formatBy, formatMoment, type TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import { icon, ring } from '../theme/icons.js';

/** What a status looks like: whose move it is gives the colour, and its own shape the icon. */
export interface StatusLook {
  /** A class; empty is grey. */
  readonly tone: 'mine' | 'platform' | 'good' | '';
  readonly icon: string;
}

const LOOKS: Partial<Readonly<Record<DisplayStatus, StatusLook>>> = {
  'platform-intervening': { tone: 'platform', icon: 'platform' },
  resolved: { tone: 'good', icon: 'resolved' },
  closed: { tone: '', icon: 'closed' },
  declined: { tone: '', icon: 'declined' },
};

/**
 * How to show a status.
 *
 * @param side - of the reader
 */
export function statusLook(status: DisplayStatus, moveOf: Side | 'staff' | undefined, side: string): StatusLook {
  const mine = moveOf === side;
  return LOOKS[status] ?? { tone: mine ? 'mine' : '', icon: mine ? 'move' : 'waiting' };
}

/** Whose time a reader's panel counts first: their own side's. */
export function sideOf(party: string | undefined): Side | 'staff' {
  return party === 'buyer' || party === 'staff' ? party : 'merchant';
}

/** The chip that says how much time there is, or when it was over. */
export function due(
  view: Pick<TicketView, 'displayStatus' | 'deadlines' | 'endedAtMs'>,
  side: Side | 'staff',
  { texts, time, live }: { readonly texts: Texts; readonly time: TimeOptions; readonly live: boolean },
): TemplateResult | typeof nothing {
  if (view.endedAtMs !== undefined) {
    const { done, closed } = texts.due;
    const look = statusLook(view.displayStatus, undefined, side);
    const moment = formatMoment(view.endedAtMs, time);
    return chip('', icon(look.icon), html`<span>${format(look.tone === 'good' ? done : closed, { moment })}</span>`);
  }
  const deadline = shownDeadline(view, side);
  if (deadline) {
    const { startedAtMs, dueAtMs, of } = deadline;
    const by = formatBy(dueAtMs, time);
    if (!live) return chip('', icon('clock'), html`<span>${by}</span>`);
    const tone = deadlineTone(startedAtMs, dueAtMs, time.nowMs);
    const share = shareLeft(startedAtMs, dueAtMs, time.nowMs);
    // The count ticks, so it is not for ears; the moment says the same once and for all.
    const left = html`<span class="left" aria-hidden="true"
      >${formatLeft(dueAtMs, of, { texts, nowMs: time.nowMs })}</span
    >`;
    return chip(
      tone === 'over' ? 'urgent' : tone,
      tone === 'calm' || tone === 'soon' ? ring(share) : icon('warning'),
      left,
      by,
    );
  }
  return view.displayStatus === 'platform-intervening'
    ? chip('', icon('platform'), html`<span>${texts.due.reviewing}</span>`)
    : nothing;
}

function chip(tone: string, drawing: TemplateResult, text: TemplateResult, by?: string): TemplateResult {
  const moment = by ? html`<span class="by"><span aria-hidden="true">· </span>${by}</span>` : nothing;
  return html`<div class="due ${tone}"><span class="chip">${drawing}${text}${moment}</span></div>`;
}
