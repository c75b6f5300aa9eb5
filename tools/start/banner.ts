import type { PreparedDevServer } from '../temporal/prepare-dev-server.js';
import type { StartPlan } from './plan.js';

/** What a newcomer reads when everything is up. */
export function banner({ plan, devServer, docs }: { plan: StartPlan; devServer: PreparedDevServer | null; docs: boolean }): string {
  const rows: [string, string][] = [
    ...temporalRows(plan, devServer),
    ['API', plan.apiUrl],
    ...(docs ? [['API docs', `${plan.apiUrl}/docs`] satisfies [string, string]] : []),
    ...(plan.simulator ? [['Demo shop', `${plan.simulatorUrl}/shop   <- begin here`] satisfies [string, string]] : []),
  ];
  return [
    '',
    'Countermand is running.',
    '',
    ...rows.map(([name, value]) => `  ${name.padEnd(14)} ${value}`),
    '',
    'Ctrl-C stops everything; open cancellations go on at the next npm start.',
    '',
  ].join('\n');
}

function temporalRows(plan: StartPlan, devServer: PreparedDevServer | null): [string, string][] {
  if (devServer === null) return [['Temporal', `${plan.configuredTemporal} (configured)`]];
  const { binary, uiPort, databaseFile } = devServer;
  return [
    ['Temporal UI', `http://127.0.0.1:${uiPort}`],
    ['Temporal', `${plan.variables['TEMPORAL_ADDRESS']}, server ${binary.serverVersion}, ${binary.origin}; state in ${databaseFile}`],
  ];
}
