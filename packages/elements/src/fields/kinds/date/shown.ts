import type { DateField } from '@sidecard/core/wire';
import { formatDay } from '../../../locales/format.js';
import type { ShownKind } from '../../kind.js';

/** Shows a day. */
export const dateShown: ShownKind<DateField, string> = {
  fits: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value),
  show: (value, _, { time }) => formatDay(value, time),
};
