import type { Store } from '../storage/store.js';
import { cardOf, commit, commanded, created, DECLINE, NOW_MS, same, unique } from './fixtures.js';

/** Deliveries. */
export const deliveryChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'deliveries are open for their account, for any account while unassigned, and for all once they have widened': async (
    store,
  ) => {
    const change = created(unique());
    const { merchantId } = change.after.ticket;
    const mine = cardOf(change.after, 'lin', { widensAtMs: NOW_MS + 100 });
    const nobodys = cardOf(change.after, '');
    await commit(store, [change], { deliveries: [mine, nobodys] });
    const open = async (accountIds: readonly string[], nowMs = NOW_MS) =>
      (await store.openDeliveries(merchantId, accountIds, nowMs)).map(({ id }) => id).sort();
    same(await open(['lin']), [mine.id, nobodys.id].sort(), 'the account’s');
    same(await open(['zhao']), [nobodys.id], 'another account’s');
    same(await open(['zhao'], NOW_MS + 100), [mine.id, nobodys.id].sort(), 'once it has widened');
    same((await store.findDelivery(merchantId, mine.id))?.messageId, mine.messageId, 'by id');
    const byId = await store.openDeliveriesById(merchantId, [mine.id, 'none']);
    same(
      byId.map(({ messageId }) => messageId),
      [mine.messageId],
      'open ones by id',
    );
    const fresh = (sinceMs: number, nowMs: number) =>
      store.merchantsWithDeliveries([merchantId, 'none'], sinceMs, nowMs);
    same(await fresh(NOW_MS + 1, NOW_MS + 1), [merchantId], 'a merchant with a delivery that no account has');
  },

  'a message is delivered to an account once': async (store) => {
    const change = created(unique());
    const { merchantId } = change.after.ticket;
    const card = cardOf(change.after, 'lin');
    await commit(store, [change], { deliveries: [card] });
    await commit(store, [commanded(change.after, DECLINE)], { deliveries: [cardOf(change.after, 'lin')] });
    same(
      (await store.openDeliveries(merchantId, ['lin'], NOW_MS)).map(({ id }) => id),
      [card.id],
      'the first one',
    );
  },

  'cards that no account has are given to one, with new times': async (store) => {
    const change = created(unique());
    const { merchantId } = change.after.ticket;
    await commit(store, [change], { deliveries: [cardOf(change.after, '')] });
    same(await store.unassignedCardTypes(merchantId), ['return-refund'], 'their types');
    const times = { atMs: NOW_MS + 5, widensAtMs: NOW_MS + 10 };
    const assign = () => store.assignCards({ merchantId, accountId: 'lin' }, 'return-refund', times);
    same([await assign(), await assign()], [true, false], 'given once');
    const [card] = await store.openDeliveries(merchantId, ['lin'], NOW_MS);
    same([card?.accountId, card?.widensAtMs], ['lin', NOW_MS + 10], 'the card');
    same(await store.unassignedCardTypes(merchantId), [], 'what is left');
  },

  'every delivery of a message is closed together': async (store) => {
    const change = created(unique());
    const { merchantId } = change.after.ticket;
    const cards = [cardOf(change.after, 'lin'), cardOf(change.after, 'zhao')];
    await commit(store, [change], { deliveries: cards });
    await store.closeDeliveries(merchantId, cards[0]?.messageId ?? '');
    await store.closeDeliveries(merchantId, 'none');
    const byId = await store.openDeliveriesById(
      merchantId,
      cards.map(({ id }) => id),
    );
    same(byId, [], 'what is open by id');
    same(await store.openDeliveries(merchantId, ['lin', 'zhao'], NOW_MS), [], 'what is open');
  },
};
