import type { PayeeReference, PayeeReferencePort } from '../../contracts/provider.js';
import { payeeReferenceProfile, type PayeeReferenceProfile } from './settings.js';

/** `transaction.payeeReference` ("Cancel" page): who settles decides its form. */
const FORMS: Readonly<Record<PayeeReferenceProfile, RegExp>> = {
  alphanumeric: /^[A-Za-z0-9]{1,30}$/,
  digits: /^[0-9]{1,12}$/,
};

/**
 * Tells at the API whether the caller's reference will do: optional in profile `alphanumeric`, required in
 * `digits`, where twelve digits are too few to derive one without collisions.
 */
export const payeeReferencePort: PayeeReferencePort = {
  problem(given, values) {
    const profile = payeeReferenceProfile(values);
    if (given !== null && FORMS[profile].test(given)) return null;
    switch (profile) {
      case 'alphanumeric':
        return given === null ? null : 'payeeReference must be 1 to 30 letters or digits (A-Z, a-z, 0-9), or be left out';
      case 'digits':
        return 'payeeReference is required for this account: 1 to 12 digits, never used before for any operation';
    }
  },
};

/** The reference every send of one request carries, or null where the profile wants one that was not supplied. */
export function payeeReferenceToSend(reference: PayeeReference, profile: PayeeReferenceProfile): string | null {
  const { supplied, derived } = reference;
  if (supplied !== null && FORMS[profile].test(supplied)) return supplied;
  return FORMS[profile].test(derived) ? derived : null;
}
