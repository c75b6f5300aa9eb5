import { type Cancellation, CancellationError, type CancellationResource } from '../client/index.js';
import { CANCELLATION_STATUSES } from '../contracts/run.js';
import { RESOLVABLE_KINDS, type NotCancelledKind } from '../contracts/outcome.js';
import type { CommandName } from './command-table.js';
import { doctor } from './doctor/doctor.js';
import { follow, showEach } from './follow.js';
import { type Output, showCheck, showDetails, showPage, showResource } from './output.js';
import { paintFor } from './paint.js';
import { paymentFrom, paymentIdsFrom, PROVIDER_IDS } from './payment.js';
import { reconcileCommand } from './reconcile/command.js';
import { remedyOf } from './remedy.js';
import { openSession, type Session } from './session.js';
import { EXIT, type ExitCode, UsageError } from './usage.js';
import { choiceOf, numberOf, textOf, type Values } from './values.js';

/** As long as one step may take. */
const LINK_WITHIN_MS = 25_000;

/** Those that talk to a deployment. */
export type DeploymentCommand = Exclude<CommandName, 'completion' | 'demo'>;

/** Runs one command against the deployment the environment names. */
export async function runCommand(
  name: DeploymentCommand,
  positionals: readonly string[],
  values: Values,
): Promise<ExitCode> {
  const session = openSession(process.env, textOf(values, 'actor'));
  const output: Output = {
    json: values['json'] === true,
    paint: paintFor(process.env, process.stdout),
    write: (text) => void process.stdout.write(text),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
  try {
    return await carryOut(name, { session, output, positionals, values });
  } finally {
    await session.close();
  }
}

interface Invocation {
  readonly session: Session;
  readonly output: Output;
  readonly positionals: readonly string[];
  readonly values: Values;
}

async function carryOut(name: DeploymentCommand, invocation: Invocation): Promise<ExitCode> {
  const { session, output, values } = invocation;
  switch (name) {
    case 'cancel':
      return cancel(invocation);
    case 'check':
      return check(invocation);
    case 'list':
      return list(invocation);
    case 'reconcile':
      return reconcileCommand(session, output, values);
    case 'doctor':
      return (await doctor(session, output)) ? EXIT.ok : EXIT.failed;
    case 'watch':
      return follow(await named(invocation), output, showEach(output));
    case 'status':
      return status(invocation);
    case 'stop':
      return shown(output, await (await named(invocation)).stop(reasonOf(invocation)));
    case 'recheck':
      return shown(output, await (await named(invocation)).recheck());
    case 'payer-link':
      return payerLink(invocation);
    case 'resolve': {
      const decision = resolutionOf(invocation);
      return shown(output, await (await named(invocation)).resolve(decision));
    }
  }
}

async function check({ session, output, positionals, values }: Invocation): Promise<ExitCode> {
  showCheck(output, await session.cancellations.check(paymentFrom(positionals, textOf(values, 'account'))));
  return EXIT.ok;
}

async function cancel({ session, output, positionals, values }: Invocation): Promise<ExitCode> {
  const cancellation = await session.cancellations.start(
    {
      ...paymentFrom(positionals, textOf(values, 'account')),
      orderRef: textOf(values, 'order-ref'),
      description: textOf(values, 'description'),
      deadline: textOf(values, 'deadline'),
      maxRounds: numberOf(values, 'max-rounds', { from: 1, to: 20 }),
      payeeReference: textOf(values, 'payee-reference'),
      payer: { returnUrl: textOf(values, 'return-url'), locale: textOf(values, 'locale') },
    },
    { idempotencyKey: textOf(values, 'idempotency-key'), waitMs: 3_000 },
  );
  return values['wait'] === true ? followed(cancellation, output) : shown(output, cancellation.resource);
}

async function list({ session, output, values }: Invocation): Promise<ExitCode> {
  const payment = textOf(values, 'payment');
  const account = textOf(values, 'account');
  const provider = choiceOf(values, 'provider', PROVIDER_IDS);
  const page = await session.cancellations.list({
    paymentIds: payment === undefined ? undefined : paymentIdsFrom(payment, provider),
    accounts: account === undefined ? undefined : [account],
    orderRef: textOf(values, 'order-ref'),
    provider,
    status: choiceOf(values, 'status', CANCELLATION_STATUSES),
    limit: numberOf(values, 'limit', { from: 1, to: 100 }),
    cursor: textOf(values, 'cursor'),
  });
  showPage(output, page);
  return EXIT.ok;
}

/** For people also what an open run waits for, until when, and what to do: that takes a worker. */
async function status(invocation: Invocation): Promise<ExitCode> {
  const { output } = invocation;
  const cancellation = await named(invocation);
  showResource(output, cancellation.resource);
  if (output.json || cancellation.closed) return EXIT.ok;
  try {
    showDetails(output, await cancellation.details());
  } catch (error) {
    if (!(error instanceof CancellationError)) throw error;
    output.note(`What it waits for could not be asked: ${error.message} ${remedyOf(error.code) ?? ''}`.trimEnd());
  }
  return EXIT.ok;
}

/** A fresh link is there once the provider has been asked for it. */
async function payerLink(invocation: Invocation): Promise<ExitCode> {
  const { output } = invocation;
  const cancellation = await named(invocation);
  const giveUpAt = Date.now() + LINK_WITHIN_MS;
  let resource = await cancellation.freshPayerLink();
  while (resource.nextAction === null && !cancellation.closed && Date.now() < giveUpAt) {
    resource = await cancellation.changed({ waitMs: giveUpAt - Date.now() });
  }
  if (resource.nextAction === null) output.note(`There is no link yet; look again: countermand status ${resource.id}`);
  return shown(output, resource);
}

/** A program gets one document, the end; people see what happens. */
async function followed(cancellation: Cancellation, output: Output): Promise<ExitCode> {
  if (!output.json) return follow(cancellation, output, showEach(output));
  const code = await follow(cancellation, output, () => undefined);
  showResource(output, cancellation.resource);
  return code;
}

async function named({ session, positionals }: Invocation): Promise<Cancellation> {
  const [id, ...more] = positionals;
  if (id === undefined || more.length > 0) throw new UsageError('say which cancellation: its id, as `countermand list` shows it');
  return session.cancellations.get(id);
}

function shown(output: Output, resource: CancellationResource): ExitCode {
  showResource(output, resource);
  return EXIT.ok;
}

function reasonOf({ values }: Invocation): { readonly reason?: string } {
  const reason = textOf(values, 'reason');
  return reason === undefined ? {} : { reason };
}

function resolutionOf({ values }: Invocation): { readonly kind: NotCancelledKind; readonly reason: string } {
  const kind = choiceOf(values, 'kind', RESOLVABLE_KINDS);
  const reason = textOf(values, 'reason');
  if (kind === undefined) throw new UsageError(`--kind: use one of ${RESOLVABLE_KINDS.join(', ')}`);
  if (reason === undefined) throw new UsageError('--reason: say why, it is kept with the outcome');
  return { kind, reason };
}
