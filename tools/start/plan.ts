import { loadClientConfigProfile } from '@temporalio/envconfig';
import { type PortNeed, readPorts } from '../ports.js';
import { DEV_SERVER_PORTS } from '../temporal/prepare-dev-server.js';
import { simulatedPowens, type Variables } from './simulated-providers.js';

/** What `npm start` starts, and what it finds configured and uses instead. */
export interface StartPlan {
  /** Address of the configured Temporal server; null: a dev server is started. */
  readonly configuredTemporal: string | null;
  /** False when every provider is configured: nothing is left to simulate. */
  readonly simulator: boolean;
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly simulatorUrl: string;
  /** Ports that must be free, the dev server's included. */
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
 * @throws SetupError naming every variable that is no port
 */
export function planStart(env: NodeJS.ProcessEnv): StartPlan {
  const configuredTemporal = configuredTemporalAddress(env);
  const simulator = !env['POWENS_BASE_URL'];
  const ports = readPorts(env, [...PARTS, ...(simulator ? [SIMULATOR] : []), ...(configuredTemporal === null ? DEV_SERVER_PORTS : [])]);
  const urlOf = (variable: string): string => `http://127.0.0.1:${ports.find((need) => need.variable === variable)?.port}`;
  const simulatorUrl = urlOf('SIMULATOR_PORT');
  const apiUrl = urlOf('API_PORT');
  return {
    configuredTemporal,
    simulator,
    apiUrl,
    workerUrl: urlOf('WORKER_PORT'),
    simulatorUrl,
    ports,
    variables: {
      ...(configuredTemporal === null ? { TEMPORAL_ADDRESS: urlOf('TEMPORAL_DEV_PORT').replace('http://', '') } : {}),
      ...(simulator ? unlessGiven({ ...simulatedPowens(simulatorUrl), COUNTERMAND_API_URL: apiUrl }, env) : {}),
    },
  };
}

function configuredTemporalAddress(env: NodeJS.ProcessEnv): string | null {
  const set = Object.entries(env).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return loadClientConfigProfile({ overrideEnvVars: Object.fromEntries(set) }).address ?? null;
}

/** The simulator accepts whatever credentials it is given: those that somebody chose are kept. */
function unlessGiven(variables: Variables, env: NodeJS.ProcessEnv): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !env[name] && !env[`${name}_FILE`]));
}
