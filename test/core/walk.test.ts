import { builtInTypes } from '@sidecard/core';
import { provesLaws } from '../support/walk-suite.ts';

/** In files of their own. */
const LARGE = ['return-refund', 'exchange', 'repair'];

provesLaws(builtInTypes.filter(({ key }) => !LARGE.includes(key)));
