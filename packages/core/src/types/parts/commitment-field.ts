import type { ChoiceField } from '../../fields/kinds/choice.js';

/** Which of the shop's service commitments was broken. */
export const commitment: ChoiceField = {
  key: 'commitment',
  kind: 'choice',
  from: 'commitments',
  labels: { 'zh-CN': '依据的服务承诺', en: 'Applicable commitment' },
  options: [],
  optional: true,
};
