import { builtInTypes } from '@sidecard/core';
import { provesLaws } from '../support/walk-suite.ts';

provesLaws(builtInTypes.filter(({ key }) => key === 'return-refund'));
