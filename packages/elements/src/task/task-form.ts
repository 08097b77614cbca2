import { cleanFields, compose, deadlineRule, label, moveOfOffer, type Move, type Offer } from '@sidecard/core';
import { html, nothing, type TemplateResult } from 'lit';
import type { Form } from '../forms/form.js';
import { fieldTemplate } from '../forms/fields.js';
import { visibleFields } from '../forms/form-values.js';
import { problemText } from '../forms/problem-text.js';
import { format } from '../locales/message.js';
import type { Texts } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import { formTitle, offerLabel, offReason } from './dock.js';
import { type Scene, wordsOf } from './scene.js';

/** What an open form needs beside the scene. */
export interface FormActions {
  /** Why the last try was refused. */
  readonly refusal: string | undefined;
  readonly sending: boolean;
  readonly onSend: () => void;
  readonly onFold: () => void;
  readonly redraw: () => void;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The form of any offer, from its type's fields: what is sent, what the buyer will read, and what it leads to. */
export function taskForm(scene: Scene, offer: Offer, form: Form, actions: FormActions): TemplateResult {
  const { texts, type, view } = scene;
  const move = moveOfOffer(type, offer);
  const problems = form.problems;
  const fields = visibleFields(form.shape.fields, form.typed);
  const reason = notYet(scene, offer, form);
  return html`<footer class="dock open" part="dock form" data-form=${offer.command}>
    <h3 tabindex="-1" data-focus="dock">
      ${formTitle(scene, offer)}
      <span class="end">
        <button class="btn quiet small" type="button" data-act="fold" @click=${actions.onFold}>
          ${texts.panel.fold}
        </button>
      </span>
    </h3>
    <div class="form">
      ${fields.map((field) => fieldTemplate(field, { texts, form, problems, view, type, redraw: actions.redraw }))}
      ${move && preview(scene, move, form, problems.length === 0)} ${consequence(scene, offer)}
      ${
        actions.refusal
          ? html`<div class="notice urgent" data-refusal>
              ${icon('warning')}
              <p>${actions.refusal}</p>
            </div>`
          : nothing
      }
    </div>
    <div class="acts">
      <button
        class="btn grow ${move?.says || !fields.some(({ readBy }) => readBy === 'staff') ? 'fill' : 'staff'}"
        type="button"
        data-act="send"
        aria-disabled=${reason || actions.sending ? 'true' : 'false'}
        aria-describedby=${reason ? 'not-yet' : nothing}
        @click=${actions.onSend}
      >
        ${actions.sending ? texts.form.sending : sendLabel(scene, offer, move)}
        ${reason || actions.sending ? nothing : html`<kbd aria-hidden="true">${isMac() ? texts.form.shortcutMac : texts.form.shortcut}</kbd>`}
      </button>
    </div>
    <span class="vh" id="not-yet">${reason ? format(texts.form.notYet, { reason }) : nothing}</span>
  </footer>`;
}

/** Why a form cannot be sent now, in words; nothing when it can. */
export function notYet(scene: Scene, offer: Offer, form: Form): string | undefined {
  const off = offReason(offer, scene);
  if (off) return off;
  const [problem] = form.problems;
  const field = problem && form.shape.fields.find(({ key }) => key === problem.field);
  return field && problemText(problem, field, label(field.labels, scene.texts.locale), scene.texts);
}

function sendLabel(scene: Scene, offer: Offer, move: Move | undefined): string {
  const { acts, sendToBuyer, sendToStaff } = scene.texts.form;
  const known = Object.hasOwn(acts, offer.command) ? acts[offer.command]?.send : undefined;
  const act = offerLabel(offer, scene);
  if (known) return known;
  if (move?.says) return format(sendToBuyer, { act });
  return move?.fields?.some(({ readBy }) => readBy === 'staff') ? format(sendToStaff, { act }) : act;
}

/** The very words that the buyer gets, by the function that the server uses (R7), in the buyer's language. */
function preview(
  { view, type, texts, session }: Scene,
  move: Move,
  form: Form,
  complete: boolean,
): TemplateResult | typeof nothing {
  if (!move.says || !type) return nothing;
  const fields = complete ? cleanFields(form.shape.fields, form.values) : undefined;
  const text =
    fields &&
    compose(move.says, { fields, form: move.fields ?? [], ticket: view, type, party: session?.party ?? 'merchant' });
  return html`<div class="preview" part="preview">
    <div class="cap">${icon('chat')}${texts.form.preview}</div>
    ${
      text
        ? html`<div class="bubble" lang=${view.locale} dir="auto">${text}</div>`
        : html`<p class="help">${texts.form.previewEmpty}</p>`
    }
  </div>`;
}

function consequence(scene: Scene, offer: Offer): TemplateResult | typeof nothing {
  const { starts } = offer;
  const { type, texts } = scene;
  const what = starts && type && wordsOf(deadlineRule(type, starts.key)?.labels, scene);
  if (!starts || !what) return nothing;
  const time = duration(starts.lastsMs, texts);
  const text = format(texts.form.leadsTo[starts.of], { act: offerLabel(offer, scene), time, what });
  return html`<div class="notice">
    ${icon('info')}
    <p>${text}</p>
  </div>`;
}

/** Writes how long something lasts, in the one unit that says it without a rest; below an hour in minutes. */
function duration(ms: number, texts: Texts): string {
  const { days, hours, minutes } = texts.form;
  const count = Math.round(ms / HOUR_MS);
  if (ms < HOUR_MS) return format(minutes, { count: Math.max(1, Math.round(ms / MINUTE_MS)) });
  return count % 24 === 0 ? format(days, { count: count / 24 }) : format(hours, { count });
}

function isMac(): boolean {
  return /Mac|iP(hone|ad)/.test(navigator.platform);
}
