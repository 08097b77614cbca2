import { deadlineRule, deadlineStage, readMinutes, shownDeadline } from '@sidecard/core/panel';
import type { Deadline, DisplayStatus, Side } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatLeft, shareLeft } from '../locales/duration.js';
import { formatBy, formatMoment } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon, ring } from '../theme/icons.js';
import { type ViewModel, labelText } from '../ticket/view-model.js';

/** The look of a status: its tone shows whose turn it is, its icon the status. */
export interface StatusStyle {
  /** A class; empty is grey. */
  readonly tone: 'mine' | 'platform' | 'good' | '';
  readonly icon: string;
}

const STYLES: Partial<Readonly<Record<DisplayStatus, StatusStyle>>> = {
  'platform-intervening': { tone: 'platform', icon: 'platform' },
  resolved: { tone: 'good', icon: 'resolved' },
  closed: { tone: '', icon: 'closed' },
  declined: { tone: '', icon: 'declined' },
};

/**
 * Returns the look of a status.
 *
 * @param side - the reader's side
 */
export function statusStyle(status: DisplayStatus, moveOf: Side | 'staff' | undefined, side: string): StatusStyle {
  const mine = moveOf === side;
  return STYLES[status] ?? { tone: mine ? 'mine' : '', icon: mine ? 'move' : 'waiting' };
}

/** The side whose deadlines a reader's panel shows first: their own. */
export function sideOf(party: string | undefined): Side | 'staff' {
  return party === 'buyer' || party === 'staff' ? party : 'merchant';
}

/** The tone, the drawing and the text of a deadline's remaining time. Only the reader's own deadlines have colours. */
export function countdown(
  deadline: Deadline,
  { texts, time: { nowMs, warnings } }: Pick<ViewModel, 'texts' | 'time'>,
  side: Side | 'staff',
): readonly [tone: string, drawing: TemplateResult, left: TemplateResult] {
  const { startedAtMs, dueAtMs, of } = deadline;
  const stage = deadlineStage(deadline, nowMs, readMinutes(warnings));
  const tone = of !== side || stage === 'calm' ? '' : stage === 'soon' ? stage : 'urgent';
  return [
    tone,
    tone === 'urgent' ? icon('warning') : ring(shareLeft(startedAtMs, dueAtMs, nowMs)),
    // Screen readers skip the ticking countdown; the due time is constant.
    html`<span class="left" aria-hidden="true">${formatLeft(dueAtMs, of, { texts, nowMs })}</span>`,
  ];
}

/** The chip with the remaining time and its purpose, or when it ended. */
export function due(model: ViewModel, side: Side | 'staff'): TemplateResult | typeof nothing {
  const { view, type, texts, time, connection } = model;
  if (view.endedAtMs !== undefined) {
    const { done, closed } = texts.due;
    const style = statusStyle(view.displayStatus, undefined, side);
    const moment = formatMoment(view.endedAtMs, time);
    return chip('', icon(style.icon), html`<span>${format(style.tone === 'good' ? done : closed, { moment })}</span>`);
  }
  const deadline = shownDeadline(view, side);
  if (deadline) {
    const { key, dueAtMs } = deadline;
    const what = labelText(type && deadlineRule(type, key)?.labels, model);
    const moment = formatBy(dueAtMs, time);
    const by = what ? format(texts.deadline, { what, by: moment }) : moment;
    if (connection.state === 'offline') return chip('', icon('clock'), html`<span>${by}</span>`);
    return chip(...countdown(deadline, model, side), by);
  }
  return view.intervention !== 'none'
    ? chip(
        '',
        icon('platform'),
        html`<span>${texts.due[view.intervention === 'requested' ? 'requested' : 'reviewing']}</span>`,
      )
    : nothing;
}

function chip(tone: string, drawing: TemplateResult, text: TemplateResult, by?: string): TemplateResult {
  const moment = by ? html` <span class="by"><span aria-hidden="true">· </span>${by}</span>` : nothing;
  return html`<div class="due ${tone}">
    <span class="chip" translate="no">${drawing}<span>${text}${moment}</span></span>
  </div>`;
}
