import type { ChoiceField } from '../../fields/kinds/choice.js';

/** The broken service commitment. */
export const commitment: ChoiceField = {
  key: 'commitment',
  kind: 'choice',
  from: 'commitments',
  labels: { 'zh-CN': '依据的服务承诺', en: 'Applicable commitment' },
  options: [],
  optional: true,
};
