import type { TicketType } from '../machine/ticket-type.js';
import { addressChange } from './address-change.js';
import { appeal } from './appeal.js';
import { commitmentClaim } from './commitment-claim.js';
import { deliveryIssue } from './delivery-issue.js';
import { exchange } from './exchange.js';
import { goodwill } from './goodwill.js';
import { invoiceUrging } from './invoice-urging.js';
import { logisticsStalled } from './logistics-stalled.js';
import { presaleDeposit } from './presale-deposit.js';
import { refundBeforeShipment } from './refund-before-shipment.js';
import { repair } from './repair.js';
import { resend } from './resend.js';
import { returnAddressRequest } from './return-address.js';
import { returnPostage } from './return-postage.js';
import { returnRefund } from './return-refund.js';
import { shipmentUrging } from './shipment-urging.js';
import { signedElsewhere } from './signed-elsewhere.js';

/** The ticket types that ship (R3, R4). `types: [...builtInTypes, mine]` adds one. */
export const builtInTypes: readonly TicketType[] = [
  returnRefund,
  exchange,
  addressChange,
  resend,
  returnAddressRequest,
  repair,
  returnPostage,
  deliveryIssue,
  shipmentUrging,
  signedElsewhere,
  logisticsStalled,
  invoiceUrging,
  presaleDeposit,
  refundBeforeShipment,
  commitmentClaim,
  goodwill,
  appeal,
];
