import { Clock } from './clock.js';
import { Deliveries } from './deliveries.js';
import { Faults } from './faults.js';
import { Interferences } from './interference.js';
import { Jobs } from './jobs.js';
import { Journal } from './journal.js';
import { ServiceTimes } from './service-times.js';
import { Store } from './store.js';

/** What all simulated providers share. */
export interface World {
  readonly clock: Clock;
  readonly store: Store;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly jobs: Jobs;
  readonly interferences: Interferences;
  readonly deliveries: Deliveries;
  readonly serviceTimes: ServiceTimes;
  /** Where the simulator is reached, without a trailing slash. Known once it listens. */
  publicUrl(): string;
}

export interface WorldOptions {
  readonly ledgerFile: string;
  readonly fsync: boolean;
  readonly publicUrl: () => string;
}

/** Opens the ledger and takes up where the last process on the same file left off. */
export function openWorld(options: WorldOptions): World {
  const clock = new Clock();
  const journal = new Journal();
  const store = new Store({
    ledgerFile: options.ledgerFile,
    fsync: options.fsync,
    clock,
    onRow: (row) => journal.apply(row),
  });
  const offsets = store.collection<number>('clock');
  clock.restore(offsets.get('offsetMs') ?? 0);
  // First of the listeners: whatever the jump sets off is stamped with a clock that survives.
  clock.onAdvance(() => store.save(offsets.put('offsetMs', clock.offsetMs)));
  const jobs = new Jobs(store, clock);
  const interferences = new Interferences(store);
  return {
    clock,
    store,
    journal,
    faults: new Faults(store),
    jobs,
    interferences,
    deliveries: new Deliveries(store, jobs, interferences),
    serviceTimes: new ServiceTimes(store),
    publicUrl: options.publicUrl,
  };
}
