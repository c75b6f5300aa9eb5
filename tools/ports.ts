import { connect, createServer } from 'node:net';
import { portHolder } from './port-holder.js';
import { SetupError } from './setup/step.mjs';

/** One port that a process is about to listen on, and the variable that chooses it. */
export interface PortNeed {
  readonly variable: string;
  readonly port: number;
  readonly purpose: string;
}

const LOOPBACK = '127.0.0.1';
const COMMAND_LENGTH = 120;
/** Linux gives out 32768 and above, macOS and Windows 49152 and above. */
const LOW_PORTS = { from: 15_000, to: 32_000 } as const;
/** Processes that look for ports at the same time begin in different places. */
const PORTS_PER_PROCESS = 131;

let nextPort = LOW_PORTS.from + ((process.pid * PORTS_PER_PROCESS) % (LOW_PORTS.to - LOW_PORTS.from));

/**
 * Reads ports from variables, all wrong ones named at once.
 * @throws SetupError naming every variable that is not a port, and every two that ask for the same one
 */
export function readPorts(env: NodeJS.ProcessEnv, wanted: readonly (Omit<PortNeed, 'port'> & { readonly byDefault: number })[]): PortNeed[] {
  const needs = wanted.map(({ variable, purpose, byDefault }) => ({ variable, purpose, port: Number(env[variable] || byDefault) }));
  const wrong = needs.filter(({ port }) => !Number.isInteger(port) || port < 1 || port > 65_535);
  const twice = needs.filter((need, index) => !wrong.includes(need) && needs.findIndex(({ port }) => port === need.port) < index);
  const problems = [
    ...wrong.map(({ variable }) => `${variable} is ${JSON.stringify(env[variable])}; it must be a port from 1 to 65535.`),
    ...twice.map(({ variable, port }) => `${variable} asks for port ${port}, which ${needs.find((need) => need.port === port)?.variable} already has.`),
  ];
  if (problems.length > 0) throw new SetupError(problems.join('\n'));
  return needs;
}

/**
 * Checks that every port can be listened on, before anything is started.
 * @throws SetupError naming each taken port, its variable and who holds it
 */
export async function assertPortsFree(needs: readonly PortNeed[]): Promise<void> {
  const problems = await Promise.all(needs.map(problemOf));
  const found = problems.filter((problem) => problem !== null);
  if (found.length > 0) throw new SetupError(found.join('\n'));
}

/**
 * A port that nobody listens on now, each time another one. It lies below those that the system gives to outgoing connections
 * and to whoever asks for any port: nothing takes it by chance before its process does, or while that is down.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort;
    nextPort = port + 1 < LOW_PORTS.to ? port + 1 : LOW_PORTS.from;
    if ((await obstacleAt(port)) === null) return port;
  }
}

async function problemOf({ variable, port, purpose }: PortNeed): Promise<string | null> {
  const obstacle = await obstacleAt(port);
  if (obstacle === null) return null;
  if (obstacle !== 'EADDRINUSE') return `Port ${port} (${variable}, ${purpose}) cannot be used: ${obstacle}. Set ${variable} to another one.`;
  const holder = await portHolder(port);
  const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.command.slice(0, COMMAND_LENGTH)})`;
  const stop = holder === null ? 'Stop that process' : `Stop that process (kill ${holder.pid})`;
  return `Port ${port} (${variable}, ${purpose}) is taken by ${who}. ${stop}, or set ${variable} to a free port.`;
}

async function obstacleAt(port: number): Promise<string | null> {
  const listening = await new Promise<string | null>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, LOOPBACK, () => server.close(() => resolve(null)));
  });
  // Some systems let us listen on loopback although another process listens on every address.
  return listening ?? ((await answers(port)) ? 'EADDRINUSE' : null);
}

async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
