import { spawn } from 'node:child_process';
import { say, SetupError } from '../setup/step.mjs';
import { prepareDevServer } from './prepare-dev-server.js';

/** The dev server in the foreground: `npm run temporal`. Ends as the server ends, with its exit code. */
try {
  process.exitCode = await runDevServer();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}

async function runDevServer(): Promise<number> {
  const { port, uiPort, databaseFile, nodeArguments, held } = await prepareDevServer(process.env);
  say(`dev server on 127.0.0.1:${port} (TEMPORAL_DEV_PORT), UI http://127.0.0.1:${uiPort}, state in ${databaseFile}`);
  // In a group of its own: a terminal's Ctrl-C reaches us alone, and we pass it on once.
  const server = spawn(process.execPath, nodeArguments, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], detached: true });
  server.once('message', ({ pid }: { pid: number }) => void held.addChild(pid));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
  try {
    return await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.once('close', (code) => resolve(code ?? 1));
    });
  } finally {
    await held.release();
  }
}
