import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

/** What operators can search by. Stored in clear: no personal data (design section 3). */
export const PaymentProvider = defineSearchAttributeKey('PaymentProvider', SearchAttributeType.KEYWORD);
export const MerchantAccount = defineSearchAttributeKey('MerchantAccount', SearchAttributeType.KEYWORD);
export const PaymentId = defineSearchAttributeKey('PaymentId', SearchAttributeType.KEYWORD);
export const OrderRef = defineSearchAttributeKey('OrderRef', SearchAttributeType.KEYWORD);
export const CancellationStatusKey = defineSearchAttributeKey('CancellationStatus', SearchAttributeType.KEYWORD);
export const CancellationOutcomeKey = defineSearchAttributeKey('CancellationOutcome', SearchAttributeType.KEYWORD);
export const PayerRounds = defineSearchAttributeKey('PayerRounds', SearchAttributeType.INT);
export const PayerDeadline = defineSearchAttributeKey('PayerDeadline', SearchAttributeType.DATETIME);

export const SEARCH_ATTRIBUTES = [
  PaymentProvider,
  MerchantAccount,
  PaymentId,
  OrderRef,
  CancellationStatusKey,
  CancellationOutcomeKey,
  PayerRounds,
  PayerDeadline,
] as const;
