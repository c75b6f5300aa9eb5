import { readSimulatorSettings, SimulatorSettingsError } from './settings.js';
import { startSimulator } from './server.js';

try {
  const simulator = await startSimulator(readSimulatorSettings(process.env));
  const ready = { level: 'info', message: 'simulator ready', url: simulator.url, shop: `${simulator.url}/shop` };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  const stop = (): void => void simulator.close().then(() => process.exit(0));
  process.once('SIGTERM', stop).once('SIGINT', stop);
} catch (error) {
  const reason = error instanceof SimulatorSettingsError ? error.message : startUpProblem(error);
  process.stderr.write(`The simulator cannot start:\n${reason}\n`);
  process.exitCode = 1;
}

function startUpProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const taken = 'code' in error && error.code === 'EADDRINUSE';
  return taken ? `${error.message}. Stop what uses the port, or set SIMULATOR_PORT.` : error.message;
}
