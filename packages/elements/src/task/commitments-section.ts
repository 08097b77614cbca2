import {
  assessCommitments,
  type Commitment,
  type CommitmentAssessment,
  commitmentFactsOf,
  compareRelevance,
  type CompensationFigure,
  isOwed,
  mattersNow,
  type Money,
  type ShopCommitments,
} from '@sidecard/core';
import { html, nothing, type TemplateResult } from 'lit';
import type { Facts } from '../fields/facts.js';
import type { CommitmentWords } from '../locales/commitment-catalogue.js';
import { formatDuration } from '../locales/duration.js';
import { formatAmount, formatMoment, type TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import { icon } from '../theme/icons.js';
import { type ViewModel, labelText } from '../ticket/view-model.js';
import { commitmentStyles } from './commitments.styles.js';
import type { Section } from './section.js';

/** What it looks like. */
export const styles = [commitmentStyles];

/** How a commitment looks: amber is owed now, green can still be claimed, grey is neither. */
type Tone = 'soon' | 'good' | '';

interface Row {
  readonly tone: Tone;
  readonly drawing: string;
  readonly name: string;
  /** Text at the end of the line. */
  readonly state: string;
  readonly details: readonly string[];
  readonly owed?: Money;
}

/** A row with its terms. */
interface Line extends Row {
  readonly id: string;
  readonly terms: Facts['lines'];
  readonly assessment: CommitmentAssessment;
}

interface Words {
  readonly texts: CommitmentWords;
  /** In the shop's own time zone, in which its days end. */
  readonly time: TimeOptions;
  readonly locale: string;
}

/** The shop's service commitments, and how each stands for this order (R28–R37): those that matter now, what is owed first, and the others folded. */
export function commitmentsSection(model: ViewModel<CommitmentWords>, shop: ShopCommitments): Section {
  const { texts, view, time } = model;
  const words: Words = { texts, time: { ...time, timeZone: shop.timeZone }, locale: texts.locale };
  const facts = commitmentFactsOf(view);
  // The estimated server time may not be an integer.
  const rows = assessCommitments(view.order, facts, shop, Math.floor(time.nowMs)).map((assessment, i) => {
    const paid = facts.settled?.includes(assessment.key) === true;
    const commitment = shop.commitments[i];
    const { details, ...found } = row(assessment, labelText(assessment.labels, model), paid, words);
    const terms = commitment ? termsOf(commitment, words) : [];
    return {
      ...found,
      id: `commitment-${i}`,
      terms,
      assessment,
      details: [...late(assessment, commitment, words), ...details],
    };
  });
  const open = rows
    .filter(({ assessment }) => mattersNow(assessment))
    .sort((one, other) => compareRelevance(one.assessment, other.assessment));
  const rest = rows.filter(({ assessment }) => !mattersNow(assessment));
  const owed = rows.flatMap(({ owed: amount }) => (amount ? [formatAmount(amount, texts.locale)] : []));
  return {
    key: 'commitments',
    icon: 'promise',
    title: texts.sections.commitments,
    sum:
      owed.length > 0
        ? format(texts.commitments.owes, { amount: owed.join(' + ') })
        : format(texts.commitments.count, { count: open.length }),
    body: html`${open.length > 0 ? list(open) : html`<p class="s muted">${texts.commitments.none}</p>`}
    ${
      rest.length > 0
        ? html`<details class="folded">
            <summary>${format(texts.commitments.rest, { count: rest.length })}${icon('chevron-down')}</summary>
            ${list(rest)}
          </details>`
        : nothing
    }`,
  };
}

function list(rows: readonly Line[]): TemplateResult {
  return html`<ul class="commits">
    ${rows.map(line)}
  </ul>`;
}

/** A row, and its terms in a popover that its name opens. */
function line({ id, terms, tone, drawing, name, state, details, owed }: Line): TemplateResult {
  return html`<li class=${tone}>
    ${icon(drawing)}<span class=${tone ? '' : 'muted'}><button type="button" popovertarget=${id}>${name}</button></span>
    ${owed ? html`<span class="pay" translate="no">${state}</span>` : html`<span class="muted">${state}</span>`}
    ${details.length > 0 ? html`<span class="how" translate="no">${details.join(' · ')}</span>` : nothing}
    <div class="menu details" id=${id} popover role="group" aria-label=${name}>
      <dl class="facts">
        ${terms.map(
          ([term, words]) =>
            html`<dt>${term}</dt>
              <dd>${words}</dd>`,
        )}
      </dl>
    </div>
  </li>`;
}

/** What the shop has promised: when it applies, what it gives and pays, and what a claim needs. */
function termsOf(
  { trigger, gives, compensation, claim, needsFailedNegotiation, needsGoodsAsAgreed, paidFrom }: Commitment,
  { texts, locale }: Words,
): Facts['lines'] {
  const { terms, triggers, tooLate, given, share, needs, noFigure } = texts.commitments;
  const applies = trigger.kind === 'late' ? tooLate[trigger.done] : triggers[trigger.kind];
  const pays =
    compensation?.kind === 'percent'
      ? format(share, { percent: compensation.percent, limits: limitsOf(compensation, 1, texts, locale) })
      : compensation?.kind === 'fixed'
        ? formatAmount(compensation.amount, locale)
        : compensation && noFigure['not-configured'];
  const conditions = [
    needsFailedNegotiation ? needs.failedNegotiation : '',
    needsGoodsAsAgreed ? needs.goodsAsAgreed : '',
    claim ? format(needs.days, { count: claim.days }) : '',
  ];
  const list = (words: readonly (string | undefined)[]) => words.filter(Boolean).join(' · ');
  const lines: Facts['lines'] = [
    [terms.applies, applies],
    [terms.gives, gives ? given[gives] : ''],
    [terms.pays, list([pays, paidFrom === 'deposit-first' ? texts.intervention.fromDeposit : undefined])],
    [terms.claim, list(conditions)],
  ];
  return lines.filter(([, words]) => words);
}

function row(assessment: CommitmentAssessment, name: string, paid: boolean, words: Words): Row {
  const { commitments } = words.texts;
  const { status, missing } = assessment;
  const grey = { tone: '', drawing: 'closed', name } as const;
  switch (status) {
    case 'claimable':
      return isOwed(assessment) ? owedRow(assessment, name, words) : openRow(assessment, name, words);
    case 'open':
      return openRow(assessment, name, words);
    case 'kept':
      return { ...grey, drawing: 'check', state: commitments.kept, details: [] };
    case 'over':
      return { ...grey, state: paid ? commitments.paid : commitments.over, details: ends(assessment, words) };
    case 'not-begun':
      return {
        ...grey,
        state: commitments.notBegun,
        details: missing.flatMap((gap) => commitments.begins[gap] ?? []).slice(0, 1),
      };
    case 'not-offered':
      return { ...grey, state: commitments.notOffered, details: [] };
    case 'unclear':
      return { ...grey, state: commitments.unclear, details: [] };
  }
}

/** An owed commitment, with its calculation. */
function owedRow({ compensation, paidFrom, ...assessment }: CommitmentAssessment, name: string, words: Words): Row {
  const { texts, locale } = words;
  const { commitments, intervention } = texts;
  const figure = compensation?.ok ? compensation.value : undefined;
  const how = figure ? formula(figure, words) : [whyNoFigure(compensation, words)];
  const deposit = paidFrom === 'deposit-first' ? [intervention.fromDeposit] : [];
  return {
    tone: 'soon',
    drawing: 'warning',
    name,
    state: format(commitments.owes, { amount: figure && formatAmount(figure.total, locale) }),
    details: [...how, ...deposit, ...ends(assessment, words)],
    ...(figure ? { owed: figure.total } : {}),
  };
}

/** Nothing is owed, but can be claimed or requested. */
function openRow(assessment: CommitmentAssessment, name: string, words: Words): Row {
  const { texts, locale } = words;
  const { commitments } = texts;
  const { gives, postageBy, compensation, missing } = assessment;
  const postage = postageBy && (postageBy === 'merchant' ? commitments.postageByShop : commitments.postageByBuyer);
  const amount = compensation?.ok ? formatAmount(compensation.value.total, locale) : undefined;
  const then =
    compensation && missing.includes('negotiation-failed')
      ? [format(commitments.afterFailedNegotiation, { amount })]
      : [];
  return {
    tone: 'good',
    drawing: 'check',
    name,
    state: (gives === 'resend' ? commitments.canResend : postage) ?? commitments.inForce,
    details: [...then, ...ends(assessment, words)],
  };
}

/** Formats the delay. */
function late(
  { lateByMs }: CommitmentAssessment,
  commitment: Commitment | undefined,
  { texts }: Words,
): readonly string[] {
  const trigger = commitment?.trigger;
  if (lateByMs === undefined || trigger?.kind !== 'late') return [];
  return [format(texts.commitments.late[trigger.done], { time: formatDuration(lateByMs, texts) })];
}

/** Formats the end of the window, or of a separate claim period. */
function ends(
  { window, claimWindow }: Pick<CommitmentAssessment, 'window' | 'claimWindow'>,
  { texts, time }: Words,
): readonly string[] {
  const { openUntil, claimUntil } = texts.commitments;
  const endMs = claimWindow?.endMs ?? window?.endMs;
  if (endMs === undefined) return [];
  return [format(claimWindow ? claimUntil : openUntil, { moment: formatMoment(endMs, time, true) })];
}

/** Explains how a percentage was calculated; a fixed amount needs no explanation. */
function formula(figure: CompensationFigure, { texts, locale }: Words): readonly string[] {
  if (figure.kind === 'fixed') return [];
  const { percent, parts } = figure;
  const { formula: message } = texts.commitments;
  const held = limitsOf(figure, parts.length, texts, locale);
  const terms = parts.map(({ base }, i) =>
    format(message, { paid: formatAmount(base, locale), percent, limits: i === parts.length - 1 ? held : '' }),
  );
  return [terms.join(' + ')];
}

/** The least and the most that is paid, in brackets; nothing where there are no limits. */
function limitsOf(
  { min, max }: { readonly min?: Money; readonly max?: Money },
  count: number,
  { commitments }: Words['texts'],
  locale: string,
): string {
  const amount = (money: Money | undefined) => money && formatAmount(money, locale);
  return min || max ? format(commitments.limits, { min: amount(min), max: amount(max), count }) : '';
}

function whyNoFigure(compensation: CommitmentAssessment['compensation'], { texts }: Words): string {
  const { noFigure } = texts.commitments;
  return compensation && !compensation.ok && compensation.problem === 'not-configured'
    ? noFigure['not-configured']
    : noFigure.other;
}
