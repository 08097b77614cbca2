import type { ClientRefusal } from '@sidecard/client';
import { label } from '@sidecard/core/card';
import { isOpen, PERMISSION_MISSING } from '@sidecard/core/panel';
import type { Labels } from '@sidecard/core';
import type { Action } from '@sidecard/core/wire';
import type { TaskTexts } from '../locales/texts.js';

/** Explains why a command was refused. */
export function refusalText(error: ClientRefusal, texts: TaskTexts): string {
  const { refusals, state } = texts;
  switch (error.code) {
    case 'move-not-allowed':
      if (error.workflow && !isOpen(error.workflow)) return refusals.closed;
      return obstacleText(error.because, error.becauseLabels, texts);
    case 'request-not-allowed':
      return obstacleText(error.because, error.becauseLabels, texts);
    case 'version-conflict':
    case 'command-unknown':
      return refusals['no-such-move'];
    case 'permission-missing':
      return refusals.permission;
    case 'field-invalid':
    case 'body-invalid':
      return refusals.fields;
    case 'unauthenticated':
      return refusals.signedOut;
    case 'body-too-large':
      return refusals.tooLarge;
    case 'rate-limited':
      return refusals.busy;
    case 'not-found':
      return state.notFound;
    case 'move-pending':
      return refusals.pending;
    case 'network':
      return refusals.network;
    default:
      return refusals.server;
  }
}

/** Why an offer is off, in words. */
export function disabledReasonOf(
  { disabledReason, disabledLabels }: Action,
  { texts }: { readonly texts: TaskTexts },
): string | undefined {
  if (disabledReason === PERMISSION_MISSING) return texts.refusals.permission;
  return disabledReason && obstacleText(disabledReason, disabledLabels, texts);
}

/** An obstacle in words: those of the texts, else those that came with its code from the server. */
function obstacleText(
  code: string | undefined,
  labels: Labels | undefined,
  { refusals, locale }: Pick<TaskTexts, 'refusals' | 'locale'>,
): string {
  const known: Readonly<Record<string, string | undefined>> = refusals;
  const own = code !== undefined && Object.hasOwn(known, code) ? known[code] : undefined;
  return own ?? (labels ? label(labels, locale) : refusals['no-such-move']);
}
