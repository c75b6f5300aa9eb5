import type { World } from '../core/world.js';
import type { Access } from './access.js';
import type { BankLinks } from './bank-links.js';
import type { Callbacks } from './callbacks.js';
import type { ClientApplications } from './client-application.js';
import type { PaymentLife } from './life.js';
import type { Payments } from './payments.js';
import type { Tokens } from './tokens.js';

/** Everything the routes of the Powens part work with. */
export interface PowensParts {
  readonly world: World;
  readonly clients: ClientApplications;
  readonly tokens: Tokens;
  readonly payments: Payments;
  readonly life: PaymentLife;
  readonly access: Access;
  readonly bankLinks: BankLinks;
  readonly callbacks: Callbacks;
}

export const API_BASE = '/powens/2.0';
