import { type PortNeed, readPorts } from '../ports.js';
import { configuredAddress } from '../temporal/configured-server.js';
import { DEV_SERVER_PORTS } from '../temporal/prepare-dev-server.js';
import { simulatedPowens, simulatedSwedbankPay, type Variables } from './simulated-providers.js';

/** What `npm start` starts, and what it finds configured and uses instead. */
export interface StartPlan {
  /** Address of the configured Temporal server; null: a dev server is started. */
  readonly configuredTemporal: string | null;
  /** False when every provider is configured: nothing is left to simulate. */
  readonly simulator: boolean;
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly simulatorUrl: string;
  /** Ports of worker, API and simulator. */
  readonly ports: readonly PortNeed[];
  /** What worker, API and simulator are given on top of the environment. */
  readonly variables: Variables;
}

const PARTS = [
  { variable: 'API_PORT', byDefault: 3000, purpose: 'API' },
  { variable: 'WORKER_PORT', byDefault: 9464, purpose: 'worker' },
] as const;
const SIMULATOR = { variable: 'SIMULATOR_PORT', byDefault: 4010, purpose: 'simulator' } as const;

/**
 * Reads the environment (design section 8: what is configured replaces what would be started).
 * @throws SetupError naming every variable that is no port, or what is wrong with a Temporal profile
 */
export function planStart(env: NodeJS.ProcessEnv): StartPlan {
  const configuredTemporal = configuredAddress(env);
  const powens = env['POWENS_BASE_URL'] ? null : simulatedPowens;
  const swedbankPay = env['SWEDBANKPAY_BASE_URL'] ? null : simulatedSwedbankPay;
  const simulator = powens !== null || swedbankPay !== null;
  const needs = readPorts(env, [...PARTS, ...(simulator ? [SIMULATOR] : []), ...(configuredTemporal === null ? DEV_SERVER_PORTS : [])]);
  const urlOf = (variable: string): string => `http://127.0.0.1:${needs.find((need) => need.variable === variable)?.port}`;
  const simulatorUrl = urlOf('SIMULATOR_PORT');
  const apiUrl = urlOf('API_PORT');
  return {
    configuredTemporal,
    simulator,
    apiUrl,
    workerUrl: urlOf('WORKER_PORT'),
    simulatorUrl,
    ports: needs.filter(({ variable }) => !variable.startsWith('TEMPORAL_')),
    variables: {
      ...(configuredTemporal === null ? { TEMPORAL_ADDRESS: urlOf('TEMPORAL_DEV_PORT').replace('http://', '') } : {}),
      ...unlessGiven({ ...powens?.(simulatorUrl), ...swedbankPay?.(simulatorUrl), COUNTERMAND_API_URL: apiUrl }, env),
    },
  };
}

/** The simulator accepts whatever credentials it is given: those that somebody chose are kept. */
function unlessGiven(variables: Variables, env: NodeJS.ProcessEnv): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !env[name] && !env[`${name}_FILE`]));
}
