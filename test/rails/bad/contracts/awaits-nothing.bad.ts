// must be rejected by @typescript-eslint/await-thenable
export const kind = async (value: string): Promise<string> => await value;
