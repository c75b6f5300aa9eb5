import { readCodecServerSettings } from '../platform/codec-server-settings.js';
import { createLogger } from '../platform/logging.js';
import { startFailure } from '../platform/start-failure.js';
import { createCodecServer } from './server.js';

await main().catch((error: unknown) => {
  process.stderr.write(`countermand codec server: ${startFailure(error, 'CODEC_PORT')}\n`);
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
