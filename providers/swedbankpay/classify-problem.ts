import type { CancellationAnswer } from '../../contracts/answer.js';
import type { SendFate } from '../../contracts/provider.js';
import * as answers from './answers.js';
import type { ProblemMeaning } from './problem.js';
import type { Refusal, RunSoFar } from './run-notes.js';
import type { SendVerdict } from './send-verdict.js';

/** What a problem in answer to a send says about it. */
export function classifyProblem({
  meaning,
  code,
  run,
  operation,
}: {
  readonly meaning: ProblemMeaning;
  readonly code: string;
  readonly run: RunSoFar;
  readonly operation: 'cancel' | 'abort';
}): SendVerdict {
  const verdict = (fate: SendFate, answer: CancellationAnswer, refusal: Refusal | null = null): SendVerdict => ({
    fate,
    answer,
    refusal,
    code,
    transactionNumber: null,
  });
  switch (meaning) {
    case 'inputRejected':
      return verdict('rejected', run.answerLost ? answers.unclear('request_rejected') : answers.requestRejected, 'input');
    case 'referenceRejected':
      return verdict('rejected', answers.unclear('reference_rejected'), 'reference');
    case 'conflict':
      if (operation === 'abort') return verdict('rejected', run.abortMayHaveTaken ? answers.unconfirmed('abort') : answers.waiting('payer_in_app'));
      return verdict('rejected', answers.unclear('provider_forbids'), 'forbidden');
    case 'forbidden':
      return verdict('rejected', answers.unclear('provider_forbids'), 'forbidden');
    case 'declined':
      return verdict('rejected', answers.unclear('declined'), 'declined');
    case 'authorisationExpired':
      return verdict('rejected', run.answerLost ? answers.unclear('provider_forbids') : answers.authorisationExpired, 'forbidden');
    case 'blocked':
      return verdict('notSent', answers.blocked(code));
    case 'rateLimited':
      return verdict('notSent', answers.unclear('rate_limited'));
    case 'notFound':
      return verdict('rejected', answers.unclear('not_found'));
    case 'tryAgainLater':
      return verdict('rejected', answers.unclear('provider_unavailable'));
    case 'outcomeUnknown':
      return verdict('lost', answers.unclear('provider_unavailable'));
    case 'unmapped':
      return verdict('lost', answers.unclear('unmapped_problem'));
  }
}
