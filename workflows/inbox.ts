import { ApplicationFailure, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { fieldOf } from '../contracts/field-of.js';
import {
  type CancellationView,
  type Command,
  COMMAND_REFUSED,
  FRESH_PAYER_LINK,
  GET_CANCELLATION,
  GET_PAYER_LINK,
  type PayerLinkView,
  type PayerReturnedSignal,
  PAYER_RETURNED,
  PROVIDER_NOTIFIED,
  type ProviderNotifiedSignal,
  RECHECK,
  RESOLVE,
  type ResolveCommand,
  STOP,
} from '../contracts/messages.js';
import { RESOLVABLE_KINDS } from '../contracts/outcome.js';
import type { CancellationEvent } from './machine/events.js';
import type { CancellationState } from './machine/state.js';
import { cancellationView, payerLinkView } from './machine/view.js';
import { readable, UnreadablePayload } from './payload-converter.js';
import { signalWords } from './signal-words.js';

const payerReturned = defineSignal<[PayerReturnedSignal]>(PAYER_RETURNED);
const providerNotified = defineSignal<[ProviderNotifiedSignal]>(PROVIDER_NOTIFIED);
const freshPayerLink = defineUpdate<void, [Command]>(FRESH_PAYER_LINK);
const recheck = defineUpdate<void, [Command]>(RECHECK);
const stop = defineUpdate<void, [Command]>(STOP);
const resolve = defineUpdate<void, [ResolveCommand]>(RESOLVE);
const getCancellation = defineQuery<CancellationView>(GET_CANCELLATION);
const getPayerLink = defineQuery<PayerLinkView>(GET_PAYER_LINK);

/**
 * Registers every message a run takes. Handlers only enqueue and never throw: a throwing signal
 * handler would end the run. Commands are updates because their sender must learn a refusal; signals
 * are signals because they must be kept while no worker is alive.
 */
export function openInbox(state: () => CancellationState, enqueue: (event: CancellationEvent) => void): void {
  const wordsOf = signalWords(PAYER_RETURNED);
  setHandler(
    payerReturned,
    (signal) => {
      const words = wordsOf(signal);
      enqueue({ type: 'payerReturned', left: isTrue(words, 'left'), linkOpened: !isFalse(words, 'linkOpened') });
    },
    { description: 'A payer came back from the bank: the payment is read again. {"left": true} if the payer gave up there.' },
  );
  setHandler(providerNotified, () => enqueue({ type: 'providerNotified' }), {
    description: 'The provider says that something happened: the payment is read again. {}',
  });
  setHandler(freshPayerLink, () => enqueue({ type: 'freshLinkRequested' }), {
    validator: (command) => {
      refuseWhenClosed(state());
      requireActor(command);
      if (state().link === null) {
        throw refusal(COMMAND_REFUSED.noPayerAwaited, 'No payer is waited for: there is no link to make fresh.');
      }
    },
    description: 'Issue a fresh link for the payer. {"actor": "your name"}',
  });
  setHandler(recheck, () => enqueue({ type: 'recheckRequested' }), {
    validator: (command) => {
      refuseWhenClosed(state());
      requireActor(command);
    },
    description: 'Read the payment at the provider now. {"actor": "your name"}',
  });
  setHandler(stop, () => enqueue({ type: 'stopRequested' }), {
    validator: (command) => {
      refuseWhenClosed(state());
      requireActor(command);
    },
    description: 'Stop waiting: one last read, then a truthful outcome. {"actor": "your name", "reason": "why"}',
  });
  const decide = ({ actor, reason, kind }: ResolveCommand): void => enqueue({ type: 'resolved', actor, reason, kind });
  setHandler(resolve, (command) => decide(readable(command, 'decision')), {
    validator: (command) => {
      refuseWhenClosed(state());
      requireActor(command);
      requireResolution(command);
      if (state().phase.name !== 'inReview') {
        throw refusal(COMMAND_REFUSED.notInReview, 'Only a run in needs_review can be resolved.');
      }
    },
    description: `Decide what nobody else can. {"actor": "your name", "reason": "why", "kind": "stopped"}, kind being one of ${RESOLVABLE_KINDS.join(', ')}`,
  });
  setHandler(getCancellation, () => cancellationView(state()), {
    description: 'Where the cancellation stands. Never holds a link.',
  });
  setHandler(getPayerLink, () => payerLinkView(state()), {
    description: "The payer's current link, sealed.",
  });
}

function isTrue(payload: unknown, field: string): boolean {
  return fieldOf(payload, field) === true;
}

function isFalse(payload: unknown, field: string): boolean {
  return fieldOf(payload, field) === false;
}

function refuseWhenClosed({ phase }: CancellationState): void {
  if (phase.name === 'closed' || phase.name === 'unresolved') {
    throw refusal(COMMAND_REFUSED.closed, 'This cancellation has its outcome; start a new one if needed.');
  }
}

function requireActor(command: unknown): void {
  if (command instanceof UnreadablePayload) throw refusal(COMMAND_REFUSED.unreadable, `The command ${command.explain()}.`);
  const actor = fieldOf(command, 'actor');
  if (typeof actor !== 'string' || actor.trim() === '') {
    throw refusal(COMMAND_REFUSED.malformed, 'actor: say who asks, e.g. {"actor": "ana"}.');
  }
}

function requireResolution(command: unknown): void {
  const reason = fieldOf(command, 'reason');
  if (typeof reason !== 'string' || reason.trim() === '') {
    throw refusal(COMMAND_REFUSED.malformed, 'reason: say why, it is kept with the outcome.');
  }
  const kind = fieldOf(command, 'kind');
  if (!RESOLVABLE_KINDS.some((resolvable) => resolvable === kind)) {
    throw refusal(COMMAND_REFUSED.malformed, `kind: one of ${RESOLVABLE_KINDS.join(', ')}.`);
  }
}

function refusal(type: string, message: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(message, type);
  // Whoever sent the command reads this, in the UI word for word: our stack says nothing to them.
  failure.stack = '';
  return failure;
}
