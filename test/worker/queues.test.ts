import { describe, expect, it } from 'vitest';
import { queuesFrom } from '../../worker/queues.js';

describe('the queues of a worker', () => {
  it('are all of them unless some are named', () => {
    expect(queuesFrom([])).toEqual(['countermand', 'countermand-events']);
  });

  it('are those that are named, once', () => {
    expect(queuesFrom(['--queues', 'countermand-events'])).toEqual(['countermand-events']);
    expect(queuesFrom(['--queues=countermand, countermand-events,countermand'])).toEqual(['countermand', 'countermand-events']);
  });

  it.each([
    ['a queue nobody knows', ['--queues', 'countermand,events'], /^--queues holds "events": use one or more of countermand,countermand-events$/],
    ['no queue', ['--queues', ''], /^--queues holds ""/],
    ['no value', ['--queues'], /--queues.*There is --queues countermand,countermand-events$/],
    ['another option', ['--queue', 'countermand'], /--queue.*There is --queues countermand,countermand-events$/],
    ['something else', ['countermand'], /countermand.*There is --queues/],
  ])('are not begun with %s', (_what, argv, message) => {
    expect(() => queuesFrom(argv)).toThrow(message);
  });
});
