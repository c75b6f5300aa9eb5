/** Payment instruments: what they are called, where their payments live, and whether they authorise first. */
export const INSTRUMENTS = {
  CreditCard: { path: 'creditcard', phases: 'two' },
  Invoice: { path: 'invoice', phases: 'two' },
  CreditAccount: { path: 'creditaccount', phases: 'two' },
  MobilePay: { path: 'mobilepay', phases: 'two' },
  Vipps: { path: 'vipps', phases: 'two' },
  ApplePay: { path: 'applepay', phases: 'two' },
  GooglePay: { path: 'googlepay', phases: 'two' },
  ClickToPay: { path: 'clicktopay', phases: 'two' },
  Swish: { path: 'swish', phases: 'one' },
  Trustly: { path: 'trustly', phases: 'one' },
  Banklink: { path: 'banklink', phases: 'one' },
} as const satisfies Record<string, { readonly path: string; readonly phases: 'one' | 'two' }>;

export type Instrument = keyof typeof INSTRUMENTS;

export const INSTRUMENT_NAMES = Object.keys(INSTRUMENTS).filter(isInstrument);

function isInstrument(name: string): name is Instrument {
  return Object.hasOwn(INSTRUMENTS, name);
}
