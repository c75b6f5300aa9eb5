import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tools/ports.js';
import { devServerArguments, untilServing } from '../../tools/temporal/dev-server.js';
import { type LeashedProcess, startProgram } from './leashed-process.js';

/** A dev server of its own, with its state in a file: it can be killed and comes back on the same port with its runs. */
export interface TemporalServer {
  /** `127.0.0.1:port`; the same after `restart`. */
  readonly address: string;
  readonly databaseFile: string;
  /** Where its UI answers; null when it has none. */
  readonly uiUrl: string | null;
  /** Kills the server and waits until it is gone. SIGKILL leaves only what was durable. */
  kill(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Freezes the server: connections stay, nothing answers, until `resume`. */
  pause(): void;
  resume(): void;
  /** Starts it again on its file and waits until it serves. */
  restart(): Promise<void>;
  /** Stops it and deletes its file. Safe to repeat. */
  stop(): Promise<void>;
  /** What it printed, for a failure message. */
  output(): string;
}

/** Starts a dev server on free ports with a file in the temporary folder, and waits until it serves; its UI may follow a moment later. */
export async function startTemporalServer(cli: string, { ui = false }: { readonly ui?: boolean } = {}): Promise<TemporalServer> {
  const folder = mkdtempSync(join(tmpdir(), 'countermand-temporal-'));
  const databaseFile = join(folder, 'temporal.db');
  const port = await freePort();
  const uiPort = ui ? await freePort() : null;
  let server = await start();

  async function start(): Promise<LeashedProcess> {
    const started = await startProgram({ name: 'temporal', command: cli, args: devServerArguments({ port, uiPort, databaseFile }) });
    await untilServing(port, () => started.hasEnded());
    return started;
  }

  return {
    address: `127.0.0.1:${port}`,
    databaseFile,
    uiUrl: uiPort === null ? null : `http://127.0.0.1:${uiPort}`,
    kill: async (signal = 'SIGKILL') => await server.kill(signal),
    pause: () => server.signal('SIGSTOP'),
    resume: () => server.signal('SIGCONT'),
    restart: async () => {
      server = await start();
    },
    stop: async () => {
      await server.kill('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
    output: () => server.output(),
  };
}
