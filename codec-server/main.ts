import { readCodecServerSettings } from '../platform/codec-server-settings.js';
import { createLogger } from '../platform/logging.js';
import { SettingsError } from '../platform/setting-source.js';
import { createCodecServer } from './server.js';

await main().catch((error: unknown) => {
  process.stderr.write(`countermand codec server: ${readable(error)}\n`);
  process.exitCode = 1;
});

async function main(): Promise<void> {
  const settings = readCodecServerSettings(process.env);
  const { host, port, origins, tokens } = settings;
  const logger = createLogger({ name: 'codec-server', level: settings.logLevel });
  const app = createCodecServer(settings, logger);
  const stopped = new Promise<void>((resolve) => {
    for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => resolve());
  });
  await app.listen({ host, port });
  logger.info({ host, port, origins, open: tokens === null }, 'Serving');
  await stopped;
  await app.close();
}

/** A fault that a person can mend needs its message alone; anything else shows where it came from. */
function readable(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SettingsError) return error.message;
  if ('code' in error && error.code === 'EADDRINUSE') return `${error.message}. Stop what uses the port, or set CODEC_PORT.`;
  return error.stack ?? error.message;
}
