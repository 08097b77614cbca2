import type { DateField } from '@sidecard/core/wire';
import { formatDay } from '../../../locales/format.js';
import type { ShownKind } from '../../kind.js';

/** Shows a day. */
export const dateShown: ShownKind<DateField, string> = { show: (value, _, { time }) => formatDay(value, time) };
