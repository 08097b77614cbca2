import type { DateField } from '@sidecard/core/wire';
import { formatDay } from '../../../locales/format.js';
import type { ShownKind } from '../../kind.js';
import { plainText } from '../../plain.js';

/** Shows a day. */
export const dateShown: ShownKind<DateField> = { show: (value, _, { time }) => formatDay(plainText(value), time) };
