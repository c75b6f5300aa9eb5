import { setMaxListeners } from 'node:events';
import { HttpPaymentCancellations } from '../../client/http/index.js';
import { type OwnStack, ownStack } from '../start/own-stack.js';
import { Book } from './book.js';
import { planCustomer } from './customer-plan.js';
import { type Scene, serveCustomer } from './customer.js';
import { type EventReceiver, startEventReceiver } from './event-receiver.js';
import { injectFaults } from './faults.js';
import { type Finding, Tally } from './findings.js';
import type { SoakOptions } from './options.js';
import { closeCase } from './close-case.js';
import { drawSecrets, soakVariables, type SoakSecrets } from './settings.js';
import { heal, settle, type Told } from './settle.js';
import { SimulatedProviders } from './simulated-providers.js';
import { rage } from './storm.js';
import { watchedFetch } from './watched-fetch.js';

/** Everything one soak test has in hand. */
export interface Run {
  readonly options: SoakOptions;
  readonly stack: OwnStack;
  readonly receiver: EventReceiver;
  readonly secrets: SoakSecrets;
  readonly scene: Scene;
  /** Grows while it goes on. */
  readonly findings: readonly Finding[];
}

export interface SoakWorld {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  /** Aborted: stop everything, judge nothing. */
  readonly signal: AbortSignal;
}

export interface SoakResult {
  readonly findings: readonly Finding[];
  readonly tally: Tally;
  /** Where everything is kept; null where nothing was found. */
  readonly folder: string | null;
}

const CALL_TIMEOUT_MS = 30_000;
/** Restarted about as fast as a container would be. */
const LONGEST_RESTART_DELAY_MS = 2_000;

/**
 * Breaks things for a while, heals them, and holds what was promised against what happened. Leaves no process, and no file
 * where nothing was found.
 * @throws {SetupError} where the stack cannot be started; the signal's reason when it was aborted
 */
export async function soak(options: SoakOptions, world: SoakWorld): Promise<SoakResult> {
  setMaxListeners(0, world.signal);
  const secrets = drawSecrets();
  const receiver = await startEventReceiver({ secret: secrets.events, seed: options.seed });
  const findings: Finding[] = [];
  const found = (finding: Finding): void => {
    findings.push(finding);
    world.say(`FOUND ${finding.promise}: ${finding.what} (${[finding.scenario ?? [], ...finding.about].flat().join(', ')})`);
  };
  let keep = true;
  let stack: OwnStack | null = null;
  try {
    world.say('starting a stack of its own');
    stack = await ownStack({
      name: 'soak',
      env: world.env,
      variables: soakVariables(secrets, receiver.url),
      longestDelayMs: LONGEST_RESTART_DELAY_MS,
      onFall: (part, ending) => found({ promise: 'PROCESSES', what: `${part} ended by itself`, scenario: null, about: [part], evidence: ending }),
    });
    world.signal.throwIfAborted();
    const scene = sceneOn(stack, { secrets, found, signal: world.signal });
    const run: Run = { options, stack, receiver, secrets, scene, findings };
    const told = await play(run, world.say);
    for (const finding of await closeCase(run, told)) found(finding);
    keep = findings.length > 0;
    return { findings, tally: scene.tally, folder: keep ? stack.folder : null };
  } finally {
    await stack?.close({ folder: keep && !world.signal.aborted });
    await receiver.close();
  }
}

function sceneOn(stack: OwnStack, { secrets, found, signal }: Pick<Scene, 'found' | 'signal'> & { readonly secrets: SoakSecrets }): Scene {
  const tally = new Tally();
  return {
    apiUrl: stack.apiUrl,
    library: new HttpPaymentCancellations({
      baseUrl: stack.apiUrl,
      token: secrets.apiToken,
      fetch: watchedFetch({ tally, found }),
      requestTimeoutMs: CALL_TIMEOUT_MS,
    }),
    providers: new SimulatedProviders(stack.simulatorUrl, signal),
    book: new Book(),
    links: new Set(),
    tally,
    found,
    signal,
  };
}

/** The storm with everybody at work in it, and the calm after it. */
async function play({ options, stack, receiver, scene }: Run, say: SoakWorld['say']): Promise<Told> {
  const untilMs = Date.now() + options.minutes * 60_000;
  const scenarios = await scene.providers.scenarios();
  await injectFaults(scene.providers, options.seed);
  say(`breaking things for ${options.minutes} min, seed ${options.seed}; files in ${stack.folder}`);
  let next = 1;
  const service = async (): Promise<void> => {
    while (Date.now() < untilMs) await serveCustomer(planCustomer(options.seed, next++, scenarios), scene);
  };
  const storm = rage({ ...scene, stack, seed: options.seed, untilMs }).then(() => {
    say('healing');
    return heal({ scene, stack, receiver });
  });
  await Promise.all([storm, ...Array.from({ length: options.services }, service)]);
  say('waiting until everything has ended and was told');
  return await settle({ scene, stack, receiver });
}
