// must be rejected by @typescript-eslint/no-misused-promises
declare function setHandler(name: string, options: { readonly validator: (input: string) => void }): void;

setHandler('stop', {
  validator: async (input) => {
    if (input === '') throw new Error('refused, but nobody waits for it');
  },
});
