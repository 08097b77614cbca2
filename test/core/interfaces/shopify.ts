import { at, buyer, ended, fact, type InterfaceTable, opens, paid, placeholder, row, shop, without } from './table.ts';

const RETURN = 'return-refund';

/** Shopify: returns in the Admin API, and the buyer’s request in the Customer Account API. */
export const shopify: InterfaceTable = {
  name: 'Shopify',
  lists: [
    {
      kind: 'state',
      name: 'ReturnStatus',
      source: 'ReturnStatus - GraphQL Admin',
      rows: [
        row('REQUESTED', 'The shop has to answer', at(RETURN, 'awaiting-merchant')),
        row('OPEN', 'The return runs', at(RETURN, 'awaiting-return'), at(RETURN, 'awaiting-receipt')),
        row('DECLINED', 'The shop refused', at(RETURN, 'declined')),
        row('CANCELED', 'Given up', ended(RETURN, 'withdrawn'), ended(RETURN, 'lapsed')),
        row('CLOSED', 'Completed', at(RETURN, 'resolved', { ending: 'met' })),
      ],
    },
    {
      kind: 'state',
      name: 'OrderReturnStatus',
      source: 'OrderReturnStatus - GraphQL Admin',
      rows: [
        row('RETURN_REQUESTED', 'The shop has to answer', at(RETURN, 'awaiting-merchant')),
        row('IN_PROGRESS', 'A return runs', at(RETURN, 'awaiting-return'), at(RETURN, 'awaiting-receipt')),
        row('INSPECTION_COMPLETE', 'The goods are examined', paid(RETURN, 'pending')),
        row('RETURNED', 'Returned', at(RETURN, 'resolved', { ending: 'met' })),
        row('RETURN_FAILED', 'A return did not work out', ended(RETURN, 'lapsed'), paid(RETURN, 'failed')),
        placeholder('NO_RETURN', 'The order has no case.'),
      ],
    },
    {
      kind: 'state',
      name: 'ReverseFulfillmentOrderStatus',
      source: 'ReverseFulfillmentOrderStatus - GraphQL Admin',
      rows: [
        row('OPEN', 'The goods are awaited', at(RETURN, 'awaiting-return'), at(RETURN, 'awaiting-receipt')),
        row('CLOSED', 'The goods are dealt with', at(RETURN, 'resolved', { ending: 'met' })),
        row('CANCELED', 'The goods do not come', ended(RETURN, 'withdrawn'), ended(RETURN, 'lapsed')),
      ],
    },
    {
      kind: 'action',
      name: 'ReverseFulfillmentOrderDispositionType: what came',
      source: 'ReverseFulfillmentOrderDispositionType - GraphQL Admin',
      rows: [
        row('RESTOCKED', 'As agreed', shop(RETURN, 'confirm-receipt')),
        row('NOT_RESTOCKED', 'Received, not for sale', shop(RETURN, 'confirm-receipt')),
        row('PROCESSING_REQUIRED', 'To be examined', shop(RETURN, 'reply')),
        row('MISSING', 'Not in the parcel', shop(RETURN, 'decline', 'awaiting-receipt')),
      ],
    },
    {
      kind: 'action',
      name: 'Mutations',
      source: 'GraphQL Admin: return mutations, orderCancel, refundCreate; Customer Account API: orderRequestReturn',
      rows: [
        row('orderRequestReturn', 'The buyer asks', opens(RETURN)),
        row('returnRequest', 'Ask for the buyer', opens(RETURN, 'host')),
        row('returnCreate', 'Open a return that is agreed', opens(RETURN, 'host'), shop(RETURN, 'agree')),
        row(
          'returnCreate · exchangeLineItems',
          'Open an exchange',
          opens('exchange', 'host'),
          shop('exchange', 'agree'),
        ),
        row('returnCreate · returnShippingFee, restockingFee', 'Keep a fee back', shop(RETURN, 'propose')),
        row('returnApproveRequest', 'Agree', shop(RETURN, 'agree', 'awaiting-merchant')),
        row('returnDeclineRequest', 'Refuse', shop(RETURN, 'decline', 'awaiting-merchant')),
        without(
          'returnCancel',
          'The shop ends a return that it agreed to',
          'What the shop has agreed to can be ended by the buyer, a deadline or the platform, not by the shop alone.',
        ),
        row('returnProcess', 'Receive, refund and send, line by line', shop(RETURN, 'confirm-receipt')),
        row('returnRefund', 'Refund a return', shop(RETURN, 'confirm-receipt')),
        row('returnClose', 'Mark a return as complete', shop(RETURN, 'confirm-receipt')),
        row('returnReopen', 'Take a return up again', shop(RETURN, 'appeal'), opens(RETURN, 'host')),
        row('removeFromReturn', 'Take lines out of a return', shop(RETURN, 'propose')),
        row('reverseDeliveryCreateWithShipping', 'Enter how the goods come back', shop(RETURN, 'agree')),
        row('reverseDeliveryShippingUpdate', 'Change it', buyer(RETURN, 'correct-tracking')),
        row('reverseFulfillmentOrderDispose', 'Say what came', shop(RETURN, 'confirm-receipt')),
        row('refundCreate', 'Refund without a return', opens('goodwill', 'merchant'), fact('refunded-elsewhere')),
        row('orderCancel', 'Cancel the order', fact('cancelled')),
      ],
    },
  ],
};
