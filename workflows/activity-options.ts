import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';

/**
 * Every timeout nests: one attempt's calls share 20 s < start-to-close 25 s < worker grace 30 s <
 * container grace 60 s (design section 3, "Rules").
 */
const START_TO_CLOSE = '25 seconds';

/**
 * A step is repeated until it tells something: each attempt begins with a read, so a lost worker or a
 * lost answer costs a read and never a second cancellation. Delays inside the fast schedule come from
 * the activity itself; these only space the attempts of dying workers.
 */
export const STEP_OPTIONS: ActivityOptions = {
  startToCloseTimeout: START_TO_CLOSE,
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  // A running attempt finishes or refuses to send; only then may a last read be believed.
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
};

/** A watch only reads: nothing is lost by not waiting for its end. */
export const WATCH_OPTIONS: ActivityOptions = {
  ...STEP_OPTIONS,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
};

/** How often and how far apart is the activity's business: it tells the server by each attempt's delay. */
export const DELIVERY_OPTIONS: ActivityOptions = {
  startToCloseTimeout: '45 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '1 hour' },
};

/** Somebody waits for it: it tells what one read tells, and a lost worker is the only reason for another. */
export const CHECK_OPTIONS: ActivityOptions = {
  startToCloseTimeout: START_TO_CLOSE,
  retry: { maximumAttempts: 3 },
};
