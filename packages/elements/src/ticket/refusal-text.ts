import type { ClientRefusal } from '@sidecard/client';
import { label, type Labels } from '@sidecard/core';
import { isOpen } from '@sidecard/core/wire';
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

/** Returns an obstacle's label: from the catalogue, else from the server. */
export function obstacleText(
  code: string | undefined,
  labels: Labels | undefined,
  { refusals, locale }: Pick<TaskTexts, 'refusals' | 'locale'>,
): string {
  const known: Readonly<Record<string, string>> = refusals;
  const own = code !== undefined && Object.hasOwn(known, code) ? known[code] : undefined;
  return own ?? (labels ? label(labels, locale) : refusals['no-such-move']);
}
