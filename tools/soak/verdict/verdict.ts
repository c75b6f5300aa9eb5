import type { Finding } from '../findings.js';
import type { Case } from './case.js';
import { events } from './events.js';
import { once, truth } from './money.js';
import { final, kept, live } from './requests.js';

/** Holds the order services' book and their events against the providers' own ledger: every promise that was not kept. */
export function judge(found: Case): Finding[] {
  return [once, truth, kept, live, final, events].flatMap((check) => check(found));
}
