import { carrierCode, CARRIERS, isSameCarrier } from '@sidecard/core';
import { describe, expect, it } from 'vitest';

describe('carriers', () => {
  it.each(['顺丰', '顺丰速运', 'SF Express', 'sf', 'SF', ' ＳＦ express ', 'S.F. Express', 'sfexpress'])(
    '[R33] are one by any of their names: %s',
    (name) => {
      expect(carrierCode(name)).toBe('sf');
      expect(isSameCarrier(name, '顺丰快递')).toBe(true);
      expect(isSameCarrier(name, '中通')).toBe(false);
    },
  );

  it('[R33] have names that no other carrier has', () => {
    for (const { code, labels, aliases } of CARRIERS)
      for (const name of [code, labels.en, labels['zh-CN'], ...aliases])
        expect([name, carrierCode(name)]).toEqual([name, code]);
  });

  it('[R33] that are unknown are compared as people type them', () => {
    expect(isSameCarrier('Pony Express', ' PONY  express')).toBe(true);
    expect(isSameCarrier('Pony Express', 'Pony Post')).toBe(false);
    expect(isSameCarrier('—', '…')).toBe(false);
  });
});
