import { builtInTypes } from '@sidecard/core';
import { it } from 'vitest';
import { LAWS, worldOf, type Law } from '../support/laws.ts';
it('x', () => {
  for (const type of builtInTypes) {
    let t = performance.now();
    const world = worldOf(type);
    console.log(
      type.key,
      world.usual.states.size,
      world.usual.steps.length,
      world.homeless.states.size,
      world.spent.states.size,
      Math.round(performance.now() - t),
    );
    for (const [name, law] of Object.entries<Law>(LAWS)) {
      t = performance.now();
      const broken = law(world);
      const ms = performance.now() - t;
      if (ms > 200) console.log('   ', name, Math.round(ms));
      if (broken.length) console.log('  BROKEN', name, broken.length, broken.slice(0, 2).join('\n      '));
    }
  }
}, 300000);
