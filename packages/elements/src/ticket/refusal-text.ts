import type { ClientRefusal } from '@sidecard/client';
import { isOpen } from '@sidecard/core';
import type { TaskTexts } from '../locales/texts.js';

/** Why something was not done, for whoever wanted it. */
export function refusalText(error: ClientRefusal, texts: TaskTexts): string {
  const { refusals, state } = texts;
  switch (error.code) {
    case 'move-not-allowed':
      if (error.workflow && !isOpen(error.workflow)) return refusals.closed;
      return refusals[error.because ?? 'no-such-move'];
    case 'request-not-allowed':
      return refusals[error.because ?? 'no-such-move'];
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
