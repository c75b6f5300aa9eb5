import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../ports.js';
import { SetupError } from '../setup/step.mjs';
import { prepareDevServer } from '../temporal/prepare-dev-server.js';
import { planStart } from './plan.js';
import { createService, type Ending, type Service } from './service.js';
import { devServerService, partServices } from './services.js';
import type { Variables } from './simulated-providers.js';

export const STACK_PARTS = ['api', 'worker', 'simulator', 'temporal'] as const;
export type StackPart = (typeof STACK_PARTS)[number];

/** A whole stack for one purpose, on free ports, with its state in a folder of its own; what breaks is started again. */
export interface OwnStack {
  readonly apiUrl: string;
  readonly simulatorUrl: string;
  readonly temporalAddress: string;
  /** The dev server's state, the simulator's ledger and one log for each part. */
  readonly folder: string;
  readonly databaseFile: string;
  readonly ledgerFile: string;
  logFile(part: StackPart): string;
  /** Ends a part and waits until it is gone; it is started again. Null where it was not there. */
  strike(part: StackPart, signal: 'SIGTERM' | 'SIGKILL'): Promise<Ending | null>;
  /** Waits until a part answers (again). */
  untilReady(part: StackPart): Promise<boolean>;
  /** Ends every part by SIGTERM, Temporal last, and says how each ended. Safe to repeat. */
  stop(): Promise<readonly PartEnding[]>;
  /** Stops, and deletes the folder unless it is to be kept. Safe to repeat. */
  close(keep?: { readonly folder: boolean }): Promise<void>;
}

/** Null where it was gone before. */
export type PartEnding = { readonly part: StackPart; readonly ending: Ending | null };

export interface OwnStackOptions {
  /** What it is for, in the name of its folder. */
  readonly name: string;
  /** Settings made for another stack are left out of it. */
  readonly env: NodeJS.ProcessEnv;
  /** Further settings, once it is known where its parts answer. */
  readonly variables?: Variables;
  readonly onFall?: (part: StackPart, ending: Ending) => void;
  readonly longestDelayMs?: number;
}

/** Settings that somebody made for another stack. */
const FOREIGN = /^(TEMPORAL_(?!CLI_PATH)|POWENS_|SWEDBANKPAY_|SIMULATOR_|EVENTS_|API_|WORKER_|ACCOUNT|APP_ENV$|PUBLIC_URL$|SECRET_KEYS|PAYLOAD_ENCRYPTION$|COUNTERMAND_API_)/;
const PORTS = ['TEMPORAL_DEV_PORT', 'TEMPORAL_DEV_UI_PORT', 'API_PORT', 'WORKER_PORT', 'SIMULATOR_PORT'];

/**
 * Starts Temporal, worker, API and simulator, and waits until all are ready.
 * @throws {SetupError} when a part does not start, with its last lines
 */
export async function ownStack(options: OwnStackOptions): Promise<OwnStack> {
  const folder = mkdtempSync(join(tmpdir(), `countermand-${options.name}-`));
  const ledgerFile = join(folder, 'ledger.jsonl');
  const env = {
    ...Object.fromEntries(Object.entries(options.env).filter(([name]) => !FOREIGN.test(name))),
    ...(await ports()),
    TEMPORAL_DEV_DB: join(folder, 'temporal.db'),
    TEMPORAL_CONFIG_FILE: join(folder, 'none.toml'),
    SIMULATOR_LEDGER: ledgerFile,
    ...options.variables,
  };
  const plan = planStart(env);
  const temporal = await prepareDevServer(env, plan.ports).catch((error: unknown) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const logs: number[] = [];
  const services = [...partServices(plan, env), devServerService(temporal, env)].map((definition) => {
    const part = partNamed(definition.name);
    const log = openSync(logFile(part), 'a');
    logs.push(log);
    const service = createService(definition, {
      print: () => undefined,
      onLine: (line) => void writeSync(log, `${line}\n`),
      onFall: (ending) => options.onFall?.(part, ending),
      ...(part === 'temporal' ? { onPid: (pid: number) => void temporal.held.addChild(pid) } : {}),
      ...(options.longestDelayMs === undefined ? {} : { longestDelayMs: options.longestDelayMs }),
    });
    return { part, definition, service };
  });
  const find = (part: StackPart) => services.find((one) => one.part === part) ?? unknown(part);
  let stopped: Promise<readonly PartEnding[]> | null = null;

  const stack: OwnStack = {
    apiUrl: plan.apiUrl,
    simulatorUrl: plan.simulatorUrl,
    temporalAddress: `127.0.0.1:${temporal.port}`,
    folder,
    databaseFile: temporal.databaseFile,
    ledgerFile,
    logFile,
    strike: (part, signal) => find(part).service.strike(signal),
    untilReady: (part) => find(part).definition.untilReady(() => false),
    stop: () => (stopped ??= stopInOrder(services)),
    close: async (keep) => {
      await stack.stop();
      await temporal.held.release();
      for (const log of logs.splice(0)) closeSync(log);
      if (keep?.folder !== true) rmSync(folder, { recursive: true, force: true });
    },
  };

  function logFile(part: StackPart): string {
    return join(folder, `${part}.log`);
  }

  try {
    await startOrFail(find('temporal').service);
    await Promise.all(services.filter(({ part }) => part !== 'temporal').map(({ service }) => startOrFail(service)));
    return stack;
  } catch (error) {
    await stack.close();
    throw error;
  }
}

async function ports(): Promise<Variables> {
  return Object.fromEntries(await Promise.all(PORTS.map(async (name) => [name, String(await freePort())] as const)));
}

async function startOrFail(service: Service): Promise<void> {
  if (await service.start()) return;
  const lines = service.lastLines().map((line) => `  ${line}`).join('\n');
  throw new SetupError(`${service.name} could not start. Its last lines:\n${lines}`);
}

async function stopInOrder(services: readonly { readonly part: StackPart; readonly service: Service }[]): Promise<PartEnding[]> {
  const endings: PartEnding[] = [];
  for (const { part, service } of services) endings.push({ part, ending: await service.stop() });
  return endings;
}

function partNamed(name: string): StackPart {
  return STACK_PARTS.find((part) => part === name) ?? unknown(name);
}

function unknown(name: string): never {
  throw new Error(`a stack has no part ${name}`);
}
