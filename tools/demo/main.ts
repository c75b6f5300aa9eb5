import { setTimeout as sleep } from 'node:timers/promises';
import { COMMANDS } from '../../cli/command-table.js';
import { commandHelp } from '../../cli/help.js';
import { paintFor } from '../../cli/paint.js';
import { parseFor } from '../../cli/parse.js';
import { EXIT, type ExitCode, UsageError } from '../../cli/usage.js';
import { projectRoot } from '../project-root.js';
import { say } from '../setup/step.mjs';
import { ownStage, runningStage, type Stage } from './stage.js';
import { isSimulated, playStory, type Tell } from './story.js';

/** `countermand demo`: the whole story in a terminal; ends with 0 only where outcome and ledger agree. */
const READING_TIME_MS = 2_500;

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
});

async function main(args: readonly string[]): Promise<ExitCode> {
  const { name, ...help } = COMMANDS.find((command) => command.name === 'demo') ?? unlisted();
  const { values } = parseFor({ name, ...help }, args);
  if (values['help'] === true) {
    process.stdout.write(commandHelp({ name, ...help }));
    return EXIT.ok;
  }
  const json = values['json'] === true;
  process.chdir(projectRoot);
  const stage = await setStage();
  try {
    const steps: object[] = [];
    const tell = json ? noting(steps) : telling(values['fast'] === true ? 0 : READING_TIME_MS);
    const ending = await playStory(stage, tell);
    if (json) process.stdout.write(`${JSON.stringify({ ...ending, steps })}\n`);
    return ending.agree ? EXIT.ok : EXIT.failed;
  } finally {
    await stage.close();
  }
}

/** What runs here is used as it is, if it is a simulator's; else a stack is started, and stopped at the end. */
async function setStage(): Promise<Stage> {
  const running = await runningStage(process.env);
  if (running !== null && (await isSimulated(running))) {
    say(`playing on what is running: ${running.apiUrl}`);
    return running;
  }
  say('starting a stack of its own for the demo; it takes some seconds');
  return ownStage(process.env);
}

function telling(pauseMs: number): Tell {
  const paint = paintFor(process.env, process.stdout);
  let step = 0;
  return async (what, seen = []) => {
    step += 1;
    process.stdout.write([`${step}. ${what}`, ...seen.map((line) => `   ${paint(line, 'quiet')}`), '', ''].join('\n'));
    await sleep(pauseMs);
  };
}

function noting(steps: object[]): Tell {
  return (what, seen = []) => {
    steps.push({ what, seen });
    return Promise.resolve();
  };
}

function unlisted(): never {
  throw new Error('the demo has an entry in the table of commands');
}
