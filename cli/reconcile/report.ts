import { columns } from '../output.js';
import type { Paint } from '../paint.js';
import { DIFFERENCES } from './difference.js';
import type { Difference, Findings, Side } from './findings.js';

interface ReportFrame {
  readonly since: Date;
  readonly until: Date;
  readonly nextCursor: string | null;
  readonly paint: Paint;
}

/** What a person reads: alarms first, then what could not be read, then the count. */
export function reportLines({ differences, unreadable, payments, same, open }: Findings, frame: ReportFrame): string[] {
  const { since, until, nextCursor, paint } = frame;
  const ordered = differences.toSorted((one, other) => Number(other.alarm) - Number(one.alarm));
  return [
    ...ordered.flatMap((difference) => [...differenceLines(difference, paint), '']),
    ...(unreadable.length === 0 ? [] : [paint('could not be read', 'warning')]),
    ...columns(unreadable.map(({ provider, paymentId, account, reason }) => [`  ${provider} ${paymentId}`, account, reason])),
    ...(unreadable.length === 0 ? [] : ['  Nothing is known of these: see countermand doctor (cancellation_unreadable: countermand list), and compare again.', '']),
    `${since.toISOString()} to ${until.toISOString()}: ${payments} payments, ${same} as we said, ` +
      `${differences.length} different, ${unreadable.length} not readable, ${open} asked for anew`,
    ...(nextCursor === null ? [] : [`not all: countermand reconcile --cursor ${nextCursor}`]),
  ];
}

function differenceLines({ difference, alarm, ours, theirs, ...about }: Difference, paint: Paint): string[] {
  return [
    `${paint(alarm ? 'ALARM' : 'look ', alarm ? 'bad' : 'warning')}  ${difference}: ${DIFFERENCES[difference].means}`,
    ...columns([
      ['  payment', `${about.provider} ${about.paymentId} (account ${about.account})`],
      ...(about.orderRef === null ? [] : [['  order', about.orderRef]]),
      ['  we said', wordsOf(ours)],
      ['  they say', wordsOf(theirs)],
      ['  do', about.whatToDo],
    ]),
  ];
}

function wordsOf({ kind, reason, moneyMovement, state, readAt }: Side): string {
  const words = [kind, reason, `money ${moneyMovement}`].filter((word) => word !== null).join(', ');
  return state === null ? words : `${words}; ${JSON.stringify(state)} read ${readAt ?? 'never'}`;
}
