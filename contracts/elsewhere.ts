/** What an activity says on a queue where its provider has another one: nothing was done, ask there. */
export interface Elsewhere {
  readonly askOn: string;
}

/** Activities as a workflow sees them: each may say that it is to be asked elsewhere. */
export type AskedAnywhere<Activities> = {
  readonly [Name in keyof Activities]: Activities[Name] extends (...given: infer Given) => Promise<infer Result>
    ? (...given: Given) => Promise<Result | Elsewhere>
    : never;
};

export function isElsewhere(result: unknown): result is Elsewhere {
  return typeof result === 'object' && result !== null && 'askOn' in result && typeof result.askOn === 'string';
}
