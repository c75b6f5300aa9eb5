import {
  DEFAULT_POWENS_CLIENT_ID,
  DEFAULT_POWENS_CLIENT_SECRET,
  DEFAULT_POWENS_WEBHOOK_SECRET,
  DEFAULT_SWEDBANKPAY_CALLBACK_SECRET,
  DEFAULT_SWEDBANKPAY_TOKEN,
} from '../../simulator/settings.js';

/** Variables of design section 9. */
export type Variables = Readonly<Record<string, string>>;

/** What makes a process of ours talk to the simulated Powens instead of a real one; the simulator takes the same values. */
export function simulatedPowens(simulatorUrl: string): Variables {
  return {
    POWENS_BASE_URL: `${simulatorUrl}/powens/2.0`,
    POWENS_CLIENT_ID: DEFAULT_POWENS_CLIENT_ID,
    POWENS_CLIENT_SECRET: DEFAULT_POWENS_CLIENT_SECRET,
    POWENS_WEBHOOK_SECRET: DEFAULT_POWENS_WEBHOOK_SECRET,
  };
}

/** The same for Swedbank Pay. */
export function simulatedSwedbankPay(simulatorUrl: string): Variables {
  return {
    SWEDBANKPAY_BASE_URL: `${simulatorUrl}/swedbankpay`,
    SWEDBANKPAY_TOKEN: DEFAULT_SWEDBANKPAY_TOKEN,
    SWEDBANKPAY_CALLBACK_SECRET: DEFAULT_SWEDBANKPAY_CALLBACK_SECRET,
  };
}
