declare function setHandler(name: string, options: { readonly validator: (input: string) => void }): void;

setHandler('stop', {
  validator: (input) => {
    if (input === '') throw new Error('refused');
  },
});
